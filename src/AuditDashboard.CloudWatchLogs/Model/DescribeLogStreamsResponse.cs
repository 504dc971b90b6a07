using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>DescribeLogStreams</c> answers.</summary>
public partial class DescribeLogStreamsResponse : AmazonWebServiceResponse
{
    /// <summary>The streams.</summary>
    public List<LogStream>? LogStreams { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Where to go on; null after the last page.</summary>
    public string? NextToken { get; set; }

    internal static DescribeLogStreamsResponse Read(ref Utf8JsonReader reader)
    {
        var value = new DescribeLogStreamsResponse();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "logStreams":
                    value.LogStreams = reader.ReadList(LogStream.Read);
                    break;
                case "nextToken":
                    value.NextToken = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

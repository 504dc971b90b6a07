using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>DescribeLogGroups</c> answers.</summary>
public partial class DescribeLogGroupsResponse : AmazonWebServiceResponse
{
    /// <summary>The log groups.</summary>
    public List<LogGroup>? LogGroups { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Where to go on; null after the last page.</summary>
    public string? NextToken { get; set; }

    internal static DescribeLogGroupsResponse Read(ref Utf8JsonReader reader)
    {
        var value = new DescribeLogGroupsResponse();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "logGroups":
                    value.LogGroups = reader.ReadList(LogGroup.Read);
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

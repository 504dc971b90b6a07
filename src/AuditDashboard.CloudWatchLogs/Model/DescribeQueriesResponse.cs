using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>DescribeQueries</c> answers.</summary>
public partial class DescribeQueriesResponse : AmazonWebServiceResponse
{
    /// <summary>Where to go on; null after the last page.</summary>
    public string? NextToken { get; set; }

    /// <summary>The queries.</summary>
    public List<QueryInfo>? Queries { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    internal static DescribeQueriesResponse Read(ref Utf8JsonReader reader)
    {
        var value = new DescribeQueriesResponse();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "nextToken":
                    value.NextToken = reader.ReadText();
                    break;
                case "queries":
                    value.Queries = reader.ReadList(QueryInfo.Read);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

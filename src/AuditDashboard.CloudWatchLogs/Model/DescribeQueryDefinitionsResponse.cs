using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>DescribeQueryDefinitions</c> answers.</summary>
public partial class DescribeQueryDefinitionsResponse : AmazonWebServiceResponse
{
    /// <summary>Where to go on; null after the last page.</summary>
    public string? NextToken { get; set; }

    /// <summary>The saved queries.</summary>
    public List<QueryDefinition>? QueryDefinitions { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    internal static DescribeQueryDefinitionsResponse Read(ref Utf8JsonReader reader)
    {
        var value = new DescribeQueryDefinitionsResponse();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "nextToken":
                    value.NextToken = reader.ReadText();
                    break;
                case "queryDefinitions":
                    value.QueryDefinitions = reader.ReadList(QueryDefinition.Read);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

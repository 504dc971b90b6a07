using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>PutQueryDefinition</c> answers.</summary>
public partial class PutQueryDefinitionResponse : AmazonWebServiceResponse
{
    /// <summary>Id of the saved query.</summary>
    public string? QueryDefinitionId { get; set; }

    internal static PutQueryDefinitionResponse Read(ref Utf8JsonReader reader)
    {
        var value = new PutQueryDefinitionResponse();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "queryDefinitionId":
                    value.QueryDefinitionId = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

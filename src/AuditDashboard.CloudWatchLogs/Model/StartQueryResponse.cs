using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>StartQuery</c> answers.</summary>
public partial class StartQueryResponse : AmazonWebServiceResponse
{
    /// <summary>Id of the query, for <c>GetQueryResults</c> and <c>StopQuery</c>.</summary>
    public string? QueryId { get; set; }

    internal static StartQueryResponse Read(ref Utf8JsonReader reader)
    {
        var value = new StartQueryResponse();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "queryId":
                    value.QueryId = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>StopQuery</c> answers.</summary>
public partial class StopQueryResponse : AmazonWebServiceResponse
{
    /// <summary>True if the query was stopped.</summary>
    public bool? Success { get; set; }

    internal static StopQueryResponse Read(ref Utf8JsonReader reader)
    {
        var value = new StopQueryResponse();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "success":
                    value.Success = reader.ReadBool();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

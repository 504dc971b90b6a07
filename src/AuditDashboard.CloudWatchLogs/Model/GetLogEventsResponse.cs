using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>GetLogEvents</c> answers. The end is where the token comes back that was sent.</summary>
public partial class GetLogEventsResponse : AmazonWebServiceResponse
{
    /// <summary>The events.</summary>
    public List<OutputLogEvent>? Events { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>For the page before this one.</summary>
    public string? NextBackwardToken { get; set; }

    /// <summary>For the page after this one.</summary>
    public string? NextForwardToken { get; set; }

    internal static GetLogEventsResponse Read(ref Utf8JsonReader reader)
    {
        var value = new GetLogEventsResponse();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "events":
                    value.Events = reader.ReadList(OutputLogEvent.Read);
                    break;
                case "nextBackwardToken":
                    value.NextBackwardToken = reader.ReadText();
                    break;
                case "nextForwardToken":
                    value.NextForwardToken = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

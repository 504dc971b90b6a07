using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>PutLogEvents</c> answers.</summary>
public partial class PutLogEventsResponse : AmazonWebServiceResponse
{
    /// <summary>Has no meaning any more.</summary>
    public string? NextSequenceToken { get; set; }

    /// <summary>Why the entity was refused; null if it was not.</summary>
    public RejectedEntityInfo? RejectedEntityInfo { get; set; }

    /// <summary>Which events were refused; null if none was.</summary>
    public RejectedLogEventsInfo? RejectedLogEventsInfo { get; set; }

    internal static PutLogEventsResponse Read(ref Utf8JsonReader reader)
    {
        var value = new PutLogEventsResponse();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "nextSequenceToken":
                    value.NextSequenceToken = reader.ReadText();
                    break;
                case "rejectedEntityInfo":
                    value.RejectedEntityInfo = reader.ReadObject(RejectedEntityInfo.Read);
                    break;
                case "rejectedLogEventsInfo":
                    value.RejectedLogEventsInfo = reader.ReadObject(RejectedLogEventsInfo.Read);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

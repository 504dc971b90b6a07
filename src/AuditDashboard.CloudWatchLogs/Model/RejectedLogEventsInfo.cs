using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Which events of a batch were refused. Indexes count from 0.</summary>
public partial class RejectedLogEventsInfo
{
    /// <summary>Events before this one are older than the log group keeps.</summary>
    public int? ExpiredLogEventEndIndex { get; set; }

    /// <summary>Events from this one on are too far in the future.</summary>
    public int? TooNewLogEventStartIndex { get; set; }

    /// <summary>Events before this one are too old.</summary>
    public int? TooOldLogEventEndIndex { get; set; }

    internal static RejectedLogEventsInfo Read(ref Utf8JsonReader reader)
    {
        var value = new RejectedLogEventsInfo();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "expiredLogEventEndIndex":
                    value.ExpiredLogEventEndIndex = reader.ReadInt();
                    break;
                case "tooNewLogEventStartIndex":
                    value.TooNewLogEventStartIndex = reader.ReadInt();
                    break;
                case "tooOldLogEventEndIndex":
                    value.TooOldLogEventEndIndex = reader.ReadInt();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

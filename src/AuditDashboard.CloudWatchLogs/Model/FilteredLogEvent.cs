using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>An event that <c>FilterLogEvents</c> gives.</summary>
public partial class FilteredLogEvent
{
    /// <summary>Id of the event.</summary>
    public string? EventId { get; set; }

    /// <summary>When it was written. Unit: milliseconds since 1970.</summary>
    public long? IngestionTime { get; set; }

    /// <summary>Stream that it is in.</summary>
    public string? LogStreamName { get; set; }

    /// <summary>The message.</summary>
    public string? Message { get; set; }

    /// <summary>When it happened. Unit: milliseconds since 1970.</summary>
    public long? Timestamp { get; set; }

    internal static FilteredLogEvent Read(ref Utf8JsonReader reader)
    {
        var value = new FilteredLogEvent();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "eventId":
                    value.EventId = reader.ReadText();
                    break;
                case "ingestionTime":
                    value.IngestionTime = reader.ReadLong();
                    break;
                case "logStreamName":
                    value.LogStreamName = reader.ReadText();
                    break;
                case "message":
                    value.Message = reader.ReadText();
                    break;
                case "timestamp":
                    value.Timestamp = reader.ReadLong();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>An event that <c>GetLogEvents</c> gives.</summary>
public partial class OutputLogEvent
{
    /// <summary>When it was written.</summary>
    public DateTime? IngestionTime { get; set; }

    /// <summary>The message.</summary>
    public string? Message { get; set; }

    /// <summary>When it happened.</summary>
    public DateTime? Timestamp { get; set; }

    internal static OutputLogEvent Read(ref Utf8JsonReader reader)
    {
        var value = new OutputLogEvent();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "ingestionTime":
                    value.IngestionTime = reader.ReadTime();
                    break;
                case "message":
                    value.Message = reader.ReadText();
                    break;
                case "timestamp":
                    value.Timestamp = reader.ReadTime();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

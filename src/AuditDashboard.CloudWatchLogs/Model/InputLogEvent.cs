using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>An event to write.</summary>
public partial class InputLogEvent
{
    /// <summary>The message.</summary>
    public string? Message { get; set; }

    /// <summary>When it happened. A millisecond is the smallest step.</summary>
    public DateTime? Timestamp { get; set; }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("message", Message);
        writer.WriteMember("timestamp", Timestamp);
    }
}

using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Writes events to a stream: in order of time, at most 10,000, at most 1,048,576 bytes (26 more counted for each), spanning at most 24 hours.</summary>
public partial class PutLogEventsRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>A request with nothing set.</summary>
    public PutLogEventsRequest()
    {
    }

    /// <summary>A request with what it needs.</summary>
    /// <param name="logGroupName"><see cref="LogGroupName"/>.</param>
    /// <param name="logStreamName"><see cref="LogStreamName"/>.</param>
    /// <param name="logEvents"><see cref="LogEvents"/>.</param>
    public PutLogEventsRequest(string logGroupName, string logStreamName, List<InputLogEvent> logEvents)
    {
        LogGroupName = logGroupName;
        LogStreamName = logStreamName;
        LogEvents = logEvents;
    }

    /// <summary>What the events belong to; null for nothing.</summary>
    public Entity? Entity { get; set; }

    /// <summary>The events.</summary>
    public List<InputLogEvent>? LogEvents { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Name of the log group; 1 to 512 characters.</summary>
    public string? LogGroupName { get; set; }

    /// <summary>Name of the stream.</summary>
    public string? LogStreamName { get; set; }

    /// <summary>Has no effect any more.</summary>
    public string? SequenceToken { get; set; }

    internal override string Operation => "PutLogEvents";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("entity", Entity, static (w, value) => value.Write(w));
        writer.WriteMembers("logEvents", LogEvents, static (w, value) => value.Write(w));
        writer.WriteMember("logGroupName", LogGroupName);
        writer.WriteMember("logStreamName", LogStreamName);
        writer.WriteMember("sequenceToken", SequenceToken);
    }
}

using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Asks for all fields of one event.</summary>
public partial class GetLogRecordRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>The event's <c>@ptr</c> in a result row.</summary>
    public string? LogRecordPointer { get; set; }

    /// <summary>True shows what a data protection policy masks; needs a permission of its own.</summary>
    public bool? Unmask { get; set; }

    internal override string Operation => "GetLogRecord";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("logRecordPointer", LogRecordPointer);
        writer.WriteMember("unmask", Unmask);
    }
}

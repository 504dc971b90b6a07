using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Makes a stream in a log group.</summary>
public partial class CreateLogStreamRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>A request with nothing set.</summary>
    public CreateLogStreamRequest()
    {
    }

    /// <summary>A request with what it needs.</summary>
    /// <param name="logGroupName"><see cref="LogGroupName"/>.</param>
    /// <param name="logStreamName"><see cref="LogStreamName"/>.</param>
    public CreateLogStreamRequest(string logGroupName, string logStreamName)
    {
        LogGroupName = logGroupName;
        LogStreamName = logStreamName;
    }

    /// <summary>Name of the log group; 1 to 512 characters.</summary>
    public string? LogGroupName { get; set; }

    /// <summary>Name of the stream; 1 to 512 characters without <c>:</c> and <c>*</c>.</summary>
    public string? LogStreamName { get; set; }

    internal override string Operation => "CreateLogStream";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("logGroupName", LogGroupName);
        writer.WriteMember("logStreamName", LogStreamName);
    }
}

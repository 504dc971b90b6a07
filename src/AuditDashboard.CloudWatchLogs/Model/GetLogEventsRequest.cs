using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Lists events of one stream.</summary>
public partial class GetLogEventsRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>A request with nothing set.</summary>
    public GetLogEventsRequest()
    {
    }

    /// <summary>A request with what it needs.</summary>
    /// <param name="logGroupName"><see cref="LogGroupName"/>.</param>
    /// <param name="logStreamName"><see cref="LogStreamName"/>.</param>
    public GetLogEventsRequest(string logGroupName, string logStreamName)
    {
        LogGroupName = logGroupName;
        LogStreamName = logStreamName;
    }

    /// <summary>End of the window, exclusive. A millisecond is the smallest step.</summary>
    public DateTime? EndTime { get; set; }

    /// <summary>Most events of a page, 1 to 10,000.</summary>
    public int? Limit { get; set; }

    /// <summary>Name or ARN (without <c>:*</c>) of the log group; instead of <see cref="LogGroupName"/>.</summary>
    public string? LogGroupIdentifier { get; set; }

    /// <summary>Name of the log group; 1 to 512 characters.</summary>
    public string? LogGroupName { get; set; }

    /// <summary>Name of the stream.</summary>
    public string? LogStreamName { get; set; }

    /// <summary>Where the answer before this one ended; null for the first page.</summary>
    public string? NextToken { get; set; }

    /// <summary>True reads from the oldest event on; false, the default, from the newest back.</summary>
    public bool? StartFromHead { get; set; }

    /// <summary>Start of the window, inclusive. A millisecond is the smallest step.</summary>
    public DateTime? StartTime { get; set; }

    /// <summary>True shows what a data protection policy masks; needs a permission of its own.</summary>
    public bool? Unmask { get; set; }

    internal override string Operation => "GetLogEvents";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("endTime", EndTime);
        writer.WriteMember("limit", Limit);
        writer.WriteMember("logGroupIdentifier", LogGroupIdentifier);
        writer.WriteMember("logGroupName", LogGroupName);
        writer.WriteMember("logStreamName", LogStreamName);
        writer.WriteMember("nextToken", NextToken);
        writer.WriteMember("startFromHead", StartFromHead);
        writer.WriteMember("startTime", StartTime);
        writer.WriteMember("unmask", Unmask);
    }
}

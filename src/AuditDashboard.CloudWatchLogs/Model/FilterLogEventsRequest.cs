using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Lists events of a log group, of all streams or some, that a filter pattern lets through.</summary>
public partial class FilterLogEventsRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>End of the window. Unit: milliseconds since 1970.</summary>
    public long? EndTime { get; set; }

    /// <summary>Filter pattern, at most 1,024 characters; null for all events.</summary>
    public string? FilterPattern { get; set; }

    /// <summary>Has no effect any more: events of all streams always come mixed.</summary>
    public bool? Interleaved { get; set; }

    /// <summary>Most events of a page, 1 to 10,000.</summary>
    public int? Limit { get; set; }

    /// <summary>Name or ARN (without <c>:*</c>) of the log group; instead of <see cref="LogGroupName"/>.</summary>
    public string? LogGroupIdentifier { get; set; }

    /// <summary>Name of the log group; 1 to 512 characters.</summary>
    public string? LogGroupName { get; set; }

    /// <summary>Only streams whose names begin with this text.</summary>
    public string? LogStreamNamePrefix { get; set; }

    /// <summary>Only these streams, at most 100; not together with <see cref="LogStreamNamePrefix"/>.</summary>
    public List<string>? LogStreamNames { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Where the answer before this one ended; null for the first page.</summary>
    public string? NextToken { get; set; }

    /// <summary>Start of the window, inclusive. Unit: milliseconds since 1970.</summary>
    public long? StartTime { get; set; }

    /// <summary>True shows what a data protection policy masks; needs a permission of its own.</summary>
    public bool? Unmask { get; set; }

    internal override string Operation => "FilterLogEvents";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("endTime", EndTime);
        writer.WriteMember("filterPattern", FilterPattern);
        writer.WriteMember("interleaved", Interleaved);
        writer.WriteMember("limit", Limit);
        writer.WriteMember("logGroupIdentifier", LogGroupIdentifier);
        writer.WriteMember("logGroupName", LogGroupName);
        writer.WriteMember("logStreamNamePrefix", LogStreamNamePrefix);
        writer.WriteMember("logStreamNames", LogStreamNames);
        writer.WriteMember("nextToken", NextToken);
        writer.WriteMember("startTime", StartTime);
        writer.WriteMember("unmask", Unmask);
    }
}

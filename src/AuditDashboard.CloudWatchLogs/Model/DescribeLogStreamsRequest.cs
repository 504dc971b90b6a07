using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Lists the streams of a log group.</summary>
public partial class DescribeLogStreamsRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>A request with nothing set.</summary>
    public DescribeLogStreamsRequest()
    {
    }

    /// <summary>A request with what it needs.</summary>
    /// <param name="logGroupName"><see cref="LogGroupName"/>.</param>
    public DescribeLogStreamsRequest(string logGroupName)
    {
        LogGroupName = logGroupName;
    }

    /// <summary>True lists from the last to the first.</summary>
    public bool? Descending { get; set; }

    /// <summary>Most streams of a page, 1 to 50; the service takes 50 where it is not set.</summary>
    public int? Limit { get; set; }

    /// <summary>Name or ARN (without <c>:*</c>) of the log group; instead of <see cref="LogGroupName"/>.</summary>
    public string? LogGroupIdentifier { get; set; }

    /// <summary>Name of the log group; 1 to 512 characters.</summary>
    public string? LogGroupName { get; set; }

    /// <summary>Only names that begin with this text; not with <see cref="OrderBy"/> <c>LastEventTime</c>.</summary>
    public string? LogStreamNamePrefix { get; set; }

    /// <summary>Where the answer before this one ended; null for the first page.</summary>
    public string? NextToken { get; set; }

    /// <summary>Order of the streams; by name where it is not set.</summary>
    public OrderBy? OrderBy { get; set; }

    internal override string Operation => "DescribeLogStreams";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("descending", Descending);
        writer.WriteMember("limit", Limit);
        writer.WriteMember("logGroupIdentifier", LogGroupIdentifier);
        writer.WriteMember("logGroupName", LogGroupName);
        writer.WriteMember("logStreamNamePrefix", LogStreamNamePrefix);
        writer.WriteMember("nextToken", NextToken);
        writer.WriteMember("orderBy", OrderBy?.Value);
    }
}

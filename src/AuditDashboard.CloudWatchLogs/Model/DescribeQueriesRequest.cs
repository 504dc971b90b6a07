using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Lists queries that are scheduled, running or were run lately.</summary>
public partial class DescribeQueriesRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>Only queries over this log group; null for all.</summary>
    public string? LogGroupName { get; set; }

    /// <summary>Most queries of a page, 1 to 1,000.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Where the answer before this one ended; null for the first page.</summary>
    public string? NextToken { get; set; }

    /// <summary>Only queries in this language; null for all.</summary>
    public QueryLanguage? QueryLanguage { get; set; }

    /// <summary>Only queries in this state; null for all.</summary>
    public QueryStatus? Status { get; set; }

    internal override string Operation => "DescribeQueries";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("logGroupName", LogGroupName);
        writer.WriteMember("maxResults", MaxResults);
        writer.WriteMember("nextToken", NextToken);
        writer.WriteMember("queryLanguage", QueryLanguage?.Value);
        writer.WriteMember("status", Status?.Value);
    }
}

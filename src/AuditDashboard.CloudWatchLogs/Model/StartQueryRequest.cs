using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Starts a query over log groups. Exactly one of the three members that name log groups is set, or the query begins with <c>SOURCE</c>.</summary>
public partial class StartQueryRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>Last second of the window, inclusive. Unit: seconds since 1970.</summary>
    public long? EndTime { get; set; }

    /// <summary>Most rows to return, 1 to 100,000; the service takes 10,000 where neither this nor a <c>limit</c> of the query says more.</summary>
    public int? Limit { get; set; }

    /// <summary>Names or ARNs (without <c>:*</c>) of log groups; at most 50.</summary>
    public List<string>? LogGroupIdentifiers { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Name of the one log group.</summary>
    public string? LogGroupName { get; set; }

    /// <summary>Names of log groups; at most 50.</summary>
    public List<string>? LogGroupNames { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Language of the query; the service takes <c>CWLI</c> where it is not set.</summary>
    public QueryLanguage? QueryLanguage { get; set; }

    /// <summary>The query; at most 10,000 characters.</summary>
    public string? QueryString { get; set; }

    /// <summary>First second of the window, inclusive. Unit: seconds since 1970.</summary>
    public long? StartTime { get; set; }

    internal override string Operation => "StartQuery";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("endTime", EndTime);
        writer.WriteMember("limit", Limit);
        writer.WriteMember("logGroupIdentifiers", LogGroupIdentifiers);
        writer.WriteMember("logGroupName", LogGroupName);
        writer.WriteMember("logGroupNames", LogGroupNames);
        writer.WriteMember("queryLanguage", QueryLanguage?.Value);
        writer.WriteMember("queryString", QueryString);
        writer.WriteMember("startTime", StartTime);
    }
}

using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Asks for the state of a query and a page of its rows.</summary>
public partial class GetQueryResultsRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>Most rows of a page, at most 10,000.</summary>
    public int? MaxItems { get; set; }

    /// <summary>Where the page before this one ended; valid for an hour; null for the first page.</summary>
    public string? NextToken { get; set; }

    /// <summary>Id of the query, as <c>StartQuery</c> answered it.</summary>
    public string? QueryId { get; set; }

    internal override string Operation => "GetQueryResults";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("maxItems", MaxItems);
        writer.WriteMember("nextToken", NextToken);
        writer.WriteMember("queryId", QueryId);
    }
}

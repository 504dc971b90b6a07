using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Stops a query that is running or scheduled.</summary>
public partial class StopQueryRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>Id of the query, as <c>StartQuery</c> answered it.</summary>
    public string? QueryId { get; set; }

    internal override string Operation => "StopQuery";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("queryId", QueryId);
    }
}

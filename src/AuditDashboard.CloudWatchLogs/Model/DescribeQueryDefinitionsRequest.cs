using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Lists saved queries.</summary>
public partial class DescribeQueryDefinitionsRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>Most saved queries of a page, 1 to 1,000.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Where the answer before this one ended; null for the first page.</summary>
    public string? NextToken { get; set; }

    /// <summary>Only names that begin with this text; null for all.</summary>
    public string? QueryDefinitionNamePrefix { get; set; }

    /// <summary>Only queries in this language; null for all.</summary>
    public QueryLanguage? QueryLanguage { get; set; }

    internal override string Operation => "DescribeQueryDefinitions";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("maxResults", MaxResults);
        writer.WriteMember("nextToken", NextToken);
        writer.WriteMember("queryDefinitionNamePrefix", QueryDefinitionNamePrefix);
        writer.WriteMember("queryLanguage", QueryLanguage?.Value);
    }
}

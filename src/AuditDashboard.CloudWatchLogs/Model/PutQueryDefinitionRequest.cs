using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Saves a query, or replaces a saved one whole.</summary>
public partial class PutQueryDefinitionRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>Makes a repeated request do its work once; 36 to 128 characters.</summary>
    public string? ClientToken { get; set; }

    /// <summary>Log groups of the query.</summary>
    public List<string>? LogGroupNames { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Name of the query, 1 to 255 characters; slashes make folders.</summary>
    public string? Name { get; set; }

    /// <summary>What may be put in for <c>{{name}}</c>; at most 20.</summary>
    public List<QueryParameter>? Parameters { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Id of the saved query to replace; null saves a new one.</summary>
    public string? QueryDefinitionId { get; set; }

    /// <summary>Language of the query; the service takes <c>CWLI</c> where it is not set.</summary>
    public QueryLanguage? QueryLanguage { get; set; }

    /// <summary>The query; 1 to 10,000 characters.</summary>
    public string? QueryString { get; set; }

    internal override string Operation => "PutQueryDefinition";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("clientToken", ClientToken);
        writer.WriteMember("logGroupNames", LogGroupNames);
        writer.WriteMember("name", Name);
        writer.WriteMembers("parameters", Parameters, static (w, value) => value.Write(w));
        writer.WriteMember("queryDefinitionId", QueryDefinitionId);
        writer.WriteMember("queryLanguage", QueryLanguage?.Value);
        writer.WriteMember("queryString", QueryString);
    }
}

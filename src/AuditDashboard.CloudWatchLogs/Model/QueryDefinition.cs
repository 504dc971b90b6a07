using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>A saved query.</summary>
public partial class QueryDefinition
{
    /// <summary>When it was last saved. Unit: milliseconds since 1970.</summary>
    public long? LastModified { get; set; }

    /// <summary>Log groups of the query.</summary>
    public List<string>? LogGroupNames { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Name of the query.</summary>
    public string? Name { get; set; }

    /// <summary>What may be put in for <c>{{name}}</c>.</summary>
    public List<QueryParameter>? Parameters { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Id of the saved query.</summary>
    public string? QueryDefinitionId { get; set; }

    /// <summary>Language of the query.</summary>
    public QueryLanguage? QueryLanguage { get; set; }

    /// <summary>The query.</summary>
    public string? QueryString { get; set; }

    internal static QueryDefinition Read(ref Utf8JsonReader reader)
    {
        var value = new QueryDefinition();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "lastModified":
                    value.LastModified = reader.ReadLong();
                    break;
                case "logGroupNames":
                    value.LogGroupNames = reader.ReadTexts();
                    break;
                case "name":
                    value.Name = reader.ReadText();
                    break;
                case "parameters":
                    value.Parameters = reader.ReadList(QueryParameter.Read);
                    break;
                case "queryDefinitionId":
                    value.QueryDefinitionId = reader.ReadText();
                    break;
                case "queryLanguage":
                    value.QueryLanguage = QueryLanguage.From(reader.ReadText());
                    break;
                case "queryString":
                    value.QueryString = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

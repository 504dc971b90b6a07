using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>GetQueryResults</c> answers. While <see cref="Status"/> is <c>Running</c>, the rows are those found so far.</summary>
public partial class GetQueryResultsResponse : AmazonWebServiceResponse
{
    /// <summary>ARN of the key that encrypts the stored rows; null where there is none.</summary>
    public string? EncryptionKey { get; set; }

    /// <summary>Where to go on; null after the last page.</summary>
    public string? NextToken { get; set; }

    /// <summary>Language of the query.</summary>
    public QueryLanguage? QueryLanguage { get; set; }

    /// <summary>The rows; a row has the cells of the columns that it has a value for.</summary>
    public List<List<ResultField>>? Results { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>What was read so far; null where the service does not say.</summary>
    public QueryStatistics? Statistics { get; set; }

    /// <summary>State of the query; null where the service does not say.</summary>
    public QueryStatus? Status { get; set; }

    internal static GetQueryResultsResponse Read(ref Utf8JsonReader reader)
    {
        var value = new GetQueryResultsResponse();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "encryptionKey":
                    value.EncryptionKey = reader.ReadText();
                    break;
                case "nextToken":
                    value.NextToken = reader.ReadText();
                    break;
                case "queryLanguage":
                    value.QueryLanguage = CloudWatchLogs.QueryLanguage.From(reader.ReadText());
                    break;
                case "results":
                    value.Results = ReadRows(ref reader);
                    break;
                case "statistics":
                    value.Statistics = reader.ReadObject(QueryStatistics.Read);
                    break;
                case "status":
                    value.Status = QueryStatus.From(reader.ReadText());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }

    private static List<List<ResultField>>? ReadRows(ref Utf8JsonReader reader)
    {
        // A page has up to 10,000 rows with the same few columns: one string for each name, not one for each cell.
        var names = new List<string>();
        if (!reader.BeginList())
        {
            return null;
        }

        var rows = new List<List<ResultField>>();
        while (reader.NextElement())
        {
            if (!reader.BeginList())
            {
                continue;
            }

            var row = new List<ResultField>(names.Count);
            while (reader.NextElement())
            {
                if (reader.TokenType != JsonTokenType.Null)
                {
                    row.Add(ReadCell(ref reader, names));
                }
            }

            rows.Add(row);
        }

        return rows;
    }

    private static ResultField ReadCell(ref Utf8JsonReader reader, List<string> names)
    {
        reader.BeginObject();
        var cell = new ResultField();
        while (reader.NextMember(out var member))
        {
            switch (member)
            {
                case "field":
                    cell.Field = ReadName(ref reader, names);
                    break;
                case "value":
                    cell.Value = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return cell;
    }

    private static string? ReadName(ref Utf8JsonReader reader, List<string> names)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            foreach (var name in names)
            {
                if (reader.ValueTextEquals(name))
                {
                    return name;
                }
            }
        }

        var found = reader.ReadText();
        if (found is not null && names.Count < 64)
        {
            names.Add(found);
        }

        return found;
    }
}

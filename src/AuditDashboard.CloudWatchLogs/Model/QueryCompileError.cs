using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What is wrong with a query.</summary>
public partial class QueryCompileError
{
    /// <summary>Where; null where the service does not say.</summary>
    public QueryCompileErrorLocation? Location { get; set; }

    /// <summary>What.</summary>
    public string? Message { get; set; }

    internal static QueryCompileError Read(ref Utf8JsonReader reader)
    {
        var value = new QueryCompileError();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "location":
                    value.Location = reader.ReadObject(QueryCompileErrorLocation.Read);
                    break;
                case "message":
                    value.Message = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

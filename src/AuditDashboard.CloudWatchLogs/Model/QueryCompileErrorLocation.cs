using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>A place in a query.</summary>
public partial class QueryCompileErrorLocation
{
    /// <summary>Offset behind the last character.</summary>
    public int? EndCharOffset { get; set; }

    /// <summary>Offset of the first character.</summary>
    public int? StartCharOffset { get; set; }

    internal static QueryCompileErrorLocation Read(ref Utf8JsonReader reader)
    {
        var value = new QueryCompileErrorLocation();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "endCharOffset":
                    value.EndCharOffset = reader.ReadInt();
                    break;
                case "startCharOffset":
                    value.StartCharOffset = reader.ReadInt();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

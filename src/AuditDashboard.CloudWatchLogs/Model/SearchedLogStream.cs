using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>A stream that was searched.</summary>
public partial class SearchedLogStream
{
    /// <summary>Name of the stream.</summary>
    public string? LogStreamName { get; set; }

    /// <summary>True if all of it was searched.</summary>
    public bool? SearchedCompletely { get; set; }

    internal static SearchedLogStream Read(ref Utf8JsonReader reader)
    {
        var value = new SearchedLogStream();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "logStreamName":
                    value.LogStreamName = reader.ReadText();
                    break;
                case "searchedCompletely":
                    value.SearchedCompletely = reader.ReadBool();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

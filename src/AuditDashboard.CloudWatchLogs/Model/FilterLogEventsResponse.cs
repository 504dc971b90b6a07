using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>FilterLogEvents</c> answers. A page may have no events and still a <see cref="NextToken"/>: go on until there is none.</summary>
public partial class FilterLogEventsResponse : AmazonWebServiceResponse
{
    /// <summary>The events.</summary>
    public List<FilteredLogEvent>? Events { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Where to go on; null after the last page.</summary>
    public string? NextToken { get; set; }

    /// <summary>Always empty by now.</summary>
    public List<SearchedLogStream>? SearchedLogStreams { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    internal static FilterLogEventsResponse Read(ref Utf8JsonReader reader)
    {
        var value = new FilterLogEventsResponse();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "events":
                    value.Events = reader.ReadList(FilteredLogEvent.Read);
                    break;
                case "nextToken":
                    value.NextToken = reader.ReadText();
                    break;
                case "searchedLogStreams":
                    value.SearchedLogStreams = reader.ReadList(SearchedLogStream.Read);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

using AuditDashboard.Shared.EventList.Json;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;

namespace AuditDashboard.Events;

/// <summary>The state of an event's page: which event, how its record is shown, and the window for what the same actor did.</summary>
public sealed record EventPageState
{
    /// <summary>How far around the event its actor's other events are looked for, unless the URL says otherwise.</summary>
    public static readonly TimeSpan Around = TimeSpan.FromMinutes(15);

    /// <summary>The path before the id.</summary>
    public const string PathPrefix = "/event/";

    /// <summary>The event's id as the link has it.</summary>
    public required string Id { get; init; }

    /// <summary>How the record is shown. Default: as a tree.</summary>
    public JsonMode Mode { get; init; }

    /// <summary>The window that the URL asks for; null for <see cref="Around"/> the event.</summary>
    public TimeRange? Range { get; init; }

    /// <summary>True if the id can be one: 32 or 64 hex digits.</summary>
    public bool IsPossible => Id.Length is 32 or 64 && Id.All(char.IsAsciiHexDigit);

    /// <summary>The window at an instant, for an event of this time; null if there is none.</summary>
    public TimeWindow? Window(DateTimeOffset? eventTime, DateTimeOffset now) =>
        Range?.Resolve(now) ?? (eventTime is { } time ? TimeWindow.Between(time - Around, time + Around) : null);

    /// <summary>Reads the state out of a URL of the page. What cannot be read falls back and is said in <paramref name="problems"/>.</summary>
    public static EventPageState From(string uri, ICollection<string> problems)
    {
        var path = new Uri(uri).AbsolutePath;
        var query = PageQuery.Parse(uri);
        var hasRange = query.TakeAll("range").Count > 0 || query.TakeAll("from").Count > 0 || query.TakeAll("to").Count > 0;
        if (!PageScope.TryFrom(query, out var scope, out var scopeProblems))
        {
            hasRange = false;
            foreach (var problem in scopeProblems)
            {
                problems.Add(problem);
            }
        }

        var mode = ReadMode(query, problems);
        if (query.Unknown.Count > 0)
        {
            problems.Add($"The link has a part that this page does not know, left out: {string.Join(", ", query.Unknown.Take(5))}.");
        }

        return new EventPageState
        {
            Id = path.StartsWith(PathPrefix, StringComparison.OrdinalIgnoreCase) ? Uri.UnescapeDataString(path[PathPrefix.Length..]).ToLowerInvariant() : "",
            Mode = mode,
            Range = hasRange ? scope.Range : null,
        };
    }

    /// <summary>The URL of a state.</summary>
    /// <param name="cluster">The event's cluster; null if it is not known.</param>
    public string ToUrl(string? cluster)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        if (Range is TimeRange.Relative relative && relative == TimeRange.Default)
        {
            pairs.Add(new("range", relative.ToUrlText())); // the default of other pages is a choice here
        }

        if (Mode != JsonMode.Tree)
        {
            pairs.Add(new("view", Mode == JsonMode.Text ? "json" : "raw"));
        }

        return DashboardUrls.Page(PathPrefix + Uri.EscapeDataString(Id), new PageScope { Cluster = cluster, Range = Range ?? TimeRange.Default }, pairs);
    }

    private static JsonMode ReadMode(PageQuery query, ICollection<string> problems)
    {
        switch (query.Take("view"))
        {
            case null or "" or "tree":
                return JsonMode.Tree;
            case "json":
                return JsonMode.Text;
            case "raw":
                return JsonMode.Raw;
            default:
                problems.Add("The link's view is none of tree, json, raw. Showing the tree.");
                return JsonMode.Tree;
        }
    }
}

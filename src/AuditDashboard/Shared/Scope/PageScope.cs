using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;

namespace AuditDashboard.Shared.Scope;

/// <summary>Cluster and time range of a page: the part of its state that every page has.</summary>
public sealed record PageScope
{
    /// <summary>Name of the cluster; null for all clusters.</summary>
    public string? Cluster { get; init; }

    /// <summary>The time range. Default: the last 24 hours.</summary>
    public TimeRange Range { get; init; } = TimeRange.Default;

    /// <summary>The window at an instant.</summary>
    public TimeWindow Resolve(DateTimeOffset now) => Range.Resolve(now);

    /// <summary>The same cluster over a fixed window.</summary>
    public PageScope Over(TimeWindow window) => this with { Range = new TimeRange.Absolute(window) };

    /// <summary>Query pairs, defaults left out: <c>cluster</c>, <c>range</c> or <c>from</c> and <c>to</c>.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs()
    {
        if (Cluster is { } cluster)
        {
            yield return new("cluster", cluster);
        }

        switch (Range)
        {
            case TimeRange.Absolute(var window):
                yield return new("from", UtcText.ToUrl(window.FromMicros));
                yield return new("to", UtcText.ToUrl(window.ToMicros));
                break;
            case TimeRange.Relative relative when relative != TimeRange.Default:
                yield return new("range", relative.ToUrlText());
                break;
        }
    }

    /// <summary>Reads the scope, and the version that shared links carry, out of a query. What cannot be read falls back to the default and is said in <paramref name="problems"/>.</summary>
    /// <returns>True if there was no problem.</returns>
    public static bool TryFrom(PageQuery query, out PageScope scope, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        UrlVersion.Take(query, found);
        var cluster = query.Take("cluster");
        scope = new PageScope { Cluster = string.IsNullOrEmpty(cluster) ? null : cluster, Range = ReadRange(query, found) };
        problems = found;
        return found.Count == 0;
    }

    private static TimeRange ReadRange(PageQuery query, List<string> problems)
    {
        var rangeText = query.Take("range");
        var fromText = query.Take("from");
        var toText = query.Take("to");
        if (fromText is not null || toText is not null)
        {
            if (fromText is null || toText is null)
            {
                problems.Add($"The link has only one end of a window ({(fromText is null ? "no from" : "no to")}). Showing the last 24 hours instead.");
                return TimeRange.Default;
            }

            if (!UtcText.TryParseUrl(fromText, out var from) || !UtcText.TryParseUrl(toText, out var to))
            {
                problems.Add("The link's from or to is not a time such as 2026-11-23T13:41:52Z. Showing the last 24 hours instead.");
                return TimeRange.Default;
            }

            if (to <= from)
            {
                problems.Add("The link's window ends before it begins. Showing the last 24 hours instead.");
                return TimeRange.Default;
            }

            if (rangeText is not null)
            {
                problems.Add("The link has both a range and a fixed window. Showing the fixed window.");
            }

            return new TimeRange.Absolute(new TimeWindow(from, to));
        }

        if (rangeText is null)
        {
            return TimeRange.Default;
        }

        if (TimeRange.Relative.TryParse(rangeText, out var relative) && relative is not null)
        {
            return relative;
        }

        problems.Add("The link's range is not one such as 15m, 24h or 7d. Showing the last 24 hours instead.");
        return TimeRange.Default;
    }
}

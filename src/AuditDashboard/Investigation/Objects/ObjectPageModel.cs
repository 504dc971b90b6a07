using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Histories;

namespace AuditDashboard.Investigation.Objects;

/// <summary>Reads what the page of an object shows. Singleton: holds nothing itself.</summary>
public sealed class ObjectPageModel(HistoryReader histories, ClusterStore clusters, ScopeCoverageReader coverage, TimeProvider clock)
{
    /// <summary>Most versions of one page.</summary>
    public const int MaxVersions = 200;

    /// <summary>Reads an object's versions.</summary>
    /// <param name="cluster">Name of the cluster; null for the only one.</param>
    /// <param name="state">The page's state.</param>
    /// <param name="asked">The page's window; all that is known is shown where the state says so.</param>
    /// <param name="limit">Most versions, the newest, 1 or more.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ObjectPageData> LoadAsync(string? cluster, ObjectPageState state, TimeWindow asked, int limit, CancellationToken cancellationToken)
    {
        if (state.Key is not { } key)
        {
            return new ObjectPageData { Window = asked, Problem = "The link names no object that is followed." };
        }

        var names = (await clusters.GetAllAsync(cancellationToken)).Select(row => row.Name).ToList();
        var name = cluster ?? (names is [var only] ? only : null);
        if (name is null || !names.Contains(name, StringComparer.Ordinal))
        {
            return new ObjectPageData { Window = asked, Problem = names.Count == 0 ? "No cluster is known yet." : cluster is null ? "Choose a cluster: objects of two may have the same name." : "There is no such cluster." };
        }

        var end = state.IsWhole ? (long?)null : asked.ToMicros - 1;
        var stored = await histories.GetHistoryAsync(name, key, new HistoryPlace(end, limit, 0), cancellationToken);
        var versions = stored.History.Versions.Where(version => state.IsWhole || version.Write.TimeMicros >= asked.FromMicros).ToList();
        var window = state.IsWhole ? Whole(versions.Select(version => version.Write.TimeMicros), asked) : asked;
        return new ObjectPageData
        {
            Cluster = name,
            Window = window,
            Versions = [.. versions.Select(version => new ObjectVersionRow(version, stored.EventOf(version), ChangeWords.Items(version))).Reverse()],
            Last = stored.History.Versions.Count == 0 ? null : stored.History.Last,
            HasOlder = stored.HasOlder && versions.Count == stored.History.Versions.Count,
            HasBefore = stored.HasOlder || versions.Count < stored.History.Versions.Count,
            HasAfter = stored.HasNewer,
            Undated = stored.History.Undated.Count,
            Coverage = await coverage.GetAsync(name, window, [ChangeModel.QueryOf(key.Kind)], cancellationToken),
        };
    }

    /// <summary>From a little before the first version to now.</summary>
    private TimeWindow Whole(IEnumerable<long?> times, TimeWindow asked)
    {
        var first = times.Min();
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        if (first is not { } start)
        {
            return asked;
        }

        var to = Math.Max(now, start + 1);
        var margin = Math.Max(TimeWindow.MinuteMicros, (to - start) / 50);
        return new TimeWindow(Math.Max(0, start - margin), to);
    }
}

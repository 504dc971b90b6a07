using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Shared.Scope;

/// <summary>
/// Coverage as every page shows it: of one cluster, or of all of them together (a moment counts as collected if it is for each), with what
/// only waits for the next harvest told apart from what is missing.
/// </summary>
public sealed class ScopeCoverageReader(CoverageReader coverage, ClusterStore clusters, QueryCatalog catalog, HarvestTimetable timetable, TimeProvider clock)
{
    /// <summary>Coverage over a set of canned queries.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="window">The window.</param>
    /// <param name="queryIds">Ids of the queries; null or empty for all of the catalog.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null if there is no such cluster yet.</returns>
    public async Task<CoverageSummary?> GetAsync(
        string? cluster, TimeWindow window, IReadOnlyCollection<string>? queryIds, CancellationToken cancellationToken)
    {
        var queries = Queries(queryIds);
        var names = (await clusters.GetAllAsync(cancellationToken)).Select(c => c.Name).Where(n => cluster is null || n == cluster);
        CoverageSummary? all = null;
        foreach (var name in names)
        {
            var one = await coverage.GetSummaryAsync(name, window, queries, cancellationToken);
            if (DueSince(name, window) is { } since)
            {
                var wide = Widen(window, since);
                var stretches = wide == window ? one.Stretches : (await coverage.GetSummaryAsync(name, wide, queries, cancellationToken)).Stretches;
                one = DueCoverage.Recount(one, DueCoverage.Cut(DueCoverage.Mark(stretches, since), window));
            }

            all = all is null ? one : CoverageMerge.Worst(all, one);
        }

        return all;
    }

    /// <summary>Coverage of each query, in the catalog's order, for one cluster.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="window">The window.</param>
    /// <param name="queryIds">Ids of the queries; null or empty for all of the catalog.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<CoverageLine>> GetLinesAsync(
        string cluster, TimeWindow window, IReadOnlyCollection<string>? queryIds, CancellationToken cancellationToken)
    {
        var queries = Queries(queryIds);
        if (DueSince(cluster, window) is not { } since)
        {
            return await coverage.GetLinesAsync(cluster, window, queries, cancellationToken);
        }

        var lines = await coverage.GetLinesAsync(cluster, Widen(window, since), queries, cancellationToken);
        return [.. lines.Select(l => l with { Stretches = DueCoverage.Cut(DueCoverage.Mark(l.Stretches, since), window) })];
    }

    /// <summary>Coverage of a cluster's log group of CloudTrail over some of its queries together.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="window">The window.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<CoverageSummary> GetTrailAsync(string cluster, TimeWindow window, IReadOnlyList<CannedQuery> queries, CancellationToken cancellationToken)
    {
        var keys = queries.Select(q => new CoverageQuery(q.Id, q.SelectionHash)).ToList();
        var one = await coverage.GetTrailSummaryAsync(cluster, window, keys, cancellationToken);
        if (DueSince(cluster, window) is not { } since)
        {
            return one;
        }

        var wide = Widen(window, since);
        var stretches = wide == window ? one.Stretches : (await coverage.GetTrailSummaryAsync(cluster, wide, keys, cancellationToken)).Stretches;
        return DueCoverage.Recount(one, DueCoverage.Cut(DueCoverage.Mark(stretches, since), window));
    }

    /// <summary>Coverage of each query of a cluster's log group of CloudTrail, in the order of their catalog.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="window">The window.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<CoverageLine>> GetTrailLinesAsync(string cluster, TimeWindow window, CancellationToken cancellationToken)
    {
        var keys = TrailQueries.All.Select(q => new CoverageQuery(q.Id, q.SelectionHash)).ToList();
        if (DueSince(cluster, window) is not { } since)
        {
            return await coverage.GetTrailLinesAsync(cluster, window, keys, cancellationToken);
        }

        var lines = await coverage.GetTrailLinesAsync(cluster, Widen(window, since), keys, cancellationToken);
        return [.. lines.Select(l => l with { Stretches = DueCoverage.Cut(DueCoverage.Mark(l.Stretches, since), window) })];
    }

    private List<CoverageQuery> Queries(IReadOnlyCollection<string>? ids) =>
        [.. catalog.Queries.Where(q => ids is null or { Count: 0 } || ids.Contains(q.Id)).Select(q => new CoverageQuery(q.Id, q.SelectionHash))];

    // Null where nothing of the window can be due.
    private long? DueSince(string cluster, TimeWindow window) =>
        timetable.DueSince(cluster, clock.GetUtcNow()) is { } instant && TimeWindow.ToMicrosSinceEpoch(instant) is var since && !window.IsEmpty && window.ToMicros > since
            ? since : null;

    // A window inside the time that may be due does not show whether collected ground lies before it.
    private static TimeWindow Widen(TimeWindow window, long since) => window with { FromMicros = Math.Min(window.FromMicros, since - 1) };
}

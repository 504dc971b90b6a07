using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Jobs;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Quarantine;
using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Collection;

/// <summary>Reads what the page Collection shows. Singleton: holds nothing between loads.</summary>
public sealed class CollectionReader(
    QueryCatalog catalog, ClusterStore clusters, ScopeCoverageReader coverage, RunStore runs, QuarantineReader quarantine,
    CostReader costs, ClusterRegistry registry, HarvestSchedule schedule)
{
    private const int RunRows = 20;
    private const int QuarantineRows = 20;

    /// <summary>Reads the state of one cluster, or of all (null), over a window.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="window">The window.</param>
    /// <param name="state">The page's own state.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<CollectionData> ReadAsync(string? cluster, TimeWindow window, CollectionState state, CancellationToken cancellationToken)
    {
        var shown = new List<ClusterCollection>();
        foreach (var row in await clusters.GetAllAsync(cancellationToken))
        {
            if (cluster is null || row.Name == cluster)
            {
                shown.Add(await ReadClusterAsync(row, window, state, cancellationToken));
            }
        }

        return new CollectionData
        {
            Window = window,
            Coverage = await coverage.GetAsync(cluster, window, queryIds: null, cancellationToken),
            Clusters = shown,
            IsScheduled = schedule.IsOn,
            Runs = await runs.GetLatestAsync(cluster, RunRows, cancellationToken),
        };
    }

    private async Task<ClusterCollection> ReadClusterAsync(ClusterRow row, TimeWindow window, CollectionState state, CancellationToken cancellationToken)
    {
        var lines = await coverage.GetLinesAsync(row.Name, window, queryIds: null, cancellationToken);
        CollectionLane[] lanes =
        [
            .. catalog.Queries.Select(query => new CollectionLane(
                query.Id, query.Title, lines.FirstOrDefault(line => line.QueryId == query.Id)?.Stretches ?? [])),
        ];
        var trail = registry.TryGet(row.Name, out var configured) && configured.Trail is not null ? await coverage.GetTrailLinesAsync(row.Name, window, cancellationToken) : [];
        CollectionLane[] calls = [.. trail.Select((line, i) => new CollectionLane(line.QueryId, "CloudTrail: " + TrailQueries.All[i].Title, line.Stretches))];
        string?[] advice = [configured?.Source.Advice, configured?.Trail?.Advice];
        return new ClusterCollection
        {
            Cluster = row,
            IsConfigured = registry.TryGet(row.Name, out _),
            NextRun = schedule.GetNextRun(row.Name),
            Lanes = [.. lanes, .. calls],
            Coverage = await coverage.GetAsync(row.Name, window, queryIds: null, cancellationToken)
                ?? throw new StorageException("The cluster is gone."),
            Debt = [.. DebtOf(lanes).Concat(DebtOf(calls).Select(debt => debt.Queries.Count == 0 ? debt with { Queries = [.. calls.Select(lane => lane.Title)] } : debt))],
            Problems = await runs.GetProblemsAsync(row.Name, cancellationToken),
            Advice = [.. advice.OfType<string>().Distinct(StringComparer.Ordinal)],
            Cost = await costs.ReadAsync(row.Name, cancellationToken),
            Quarantine = await ReadQuarantineAsync(row.Name, state, cancellationToken),
        };
    }

    /// <summary>Queries that miss the same stretch for the same reason make one row.</summary>
    internal static IReadOnlyList<DebtRow> DebtOf(IReadOnlyList<CollectionLane> lanes) =>
    [
        .. lanes
            .SelectMany(lane => lane.Stretches
                .Where(stretch => stretch.State is CoverageState.NotCollected or CoverageState.Failed)
                .Select(stretch => (lane.Title, Stretch: stretch)))
            .GroupBy(gap => (gap.Stretch.Window, IsFailed: gap.Stretch.State == CoverageState.Failed, gap.Stretch.Reason), gap => gap.Title)
            .Select(group => new DebtRow(group.Key.Window, group.Count() == lanes.Count ? [] : [.. group], group.Key.IsFailed, group.Key.Reason))
            .OrderByDescending(row => row.Window.ToMicros).ThenByDescending(row => row.Window.FromMicros),
    ];

    private async Task<QuarantinePage> ReadQuarantineAsync(string cluster, CollectionState state, CancellationToken cancellationToken)
    {
        var (total, mayMatch) = await quarantine.CountAsync(cluster, cancellationToken);
        if (total == 0)
        {
            return new QuarantinePage(0, [], [], null);
        }

        var rows = await quarantine.GetPageAsync(cluster, state.MayMatch, state.Before, QuarantineRows + 1, cancellationToken);
        return new QuarantinePage(
            total,
            [.. catalog.Queries.Where(query => mayMatch.GetValueOrDefault(query.Id) > 0).Select(query => KeyValuePair.Create(query.Id, mayMatch[query.Id]))],
            [.. rows.Take(QuarantineRows)],
            rows.Count > QuarantineRows ? rows[QuarantineRows - 1].Id : null);
    }
}

using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;

namespace AuditDashboard.Api;

/// <summary>Says with each answer what of its window is collected, in the same states as the pages, so that a gap never reads as nothing happening.</summary>
internal sealed class ApiCoverage(ScopeCoverageReader reader, TimeProvider clock)
{
    /// <summary>The worst state of the queries at each moment, per cluster.</summary>
    /// <param name="clusters">The clusters of the answer.</param>
    /// <param name="window">The window; null means from what is owed up to now.</param>
    /// <param name="queries">The queries of the answer; none means all.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<CoverageItem>> SummarizeAsync(
        IEnumerable<ClusterRow> clusters, TimeWindow? window, IReadOnlyList<CannedQuery> queries, CancellationToken cancellationToken)
    {
        var items = new List<CoverageItem>();
        foreach (var cluster in clusters)
        {
            if (WindowOf(cluster, window) is { } asked
                && await reader.GetAsync(cluster.Name, asked, IdsOf(queries), cancellationToken) is { } summary)
            {
                items.AddRange(summary.Stretches.Select(stretch => ApiItems.Of(cluster.Name, null, stretch)));
            }
        }

        return items;
    }

    /// <summary>The state of each query at each moment, per cluster.</summary>
    public async Task<IReadOnlyList<CoverageItem>> GetLinesAsync(
        IEnumerable<ClusterRow> clusters, TimeWindow window, IReadOnlyList<CannedQuery> queries, CancellationToken cancellationToken)
    {
        var items = new List<CoverageItem>();
        foreach (var cluster in clusters)
        {
            foreach (var line in await reader.GetLinesAsync(cluster.Name, window, IdsOf(queries), cancellationToken))
            {
                items.AddRange(line.Stretches.Select(stretch => ApiItems.Of(cluster.Name, line.QueryId, stretch)));
            }
        }

        return items;
    }

    private TimeWindow? WindowOf(ClusterRow cluster, TimeWindow? asked)
    {
        // Without a lower bound the answer reaches back to the first event; what is owed begins later, or nowhere for files.
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        var from = Math.Max(asked?.FromMicros ?? long.MinValue, cluster.OwedFrom is { } owed ? TimeWindow.ToMicrosSinceEpoch(owed) : 0);
        if (asked is { } window && window.FromMicros > 0)
        {
            from = window.FromMicros;
        }

        var whole = new TimeWindow(from, asked?.ToMicros ?? now);
        return whole.IsEmpty ? null : whole;
    }

    private static string[] IdsOf(IReadOnlyList<CannedQuery> queries) => [.. queries.Select(query => query.Id)];
}

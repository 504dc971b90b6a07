using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Shared.Scope;

/// <summary>Coverage of a page's window: of one cluster, or of all of them together (a moment counts as collected if it is for each).</summary>
public sealed class ScopeCoverageReader(CoverageReader coverage, ClusterStore clusters, QueryCatalog catalog)
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
        var queries = catalog.Queries.Where(q => queryIds is null or { Count: 0 } || queryIds.Contains(q.Id))
            .Select(q => new CoverageQuery(q.Id, q.SelectionHash)).ToList();
        var names = (await clusters.GetAllAsync(cancellationToken)).Select(c => c.Name).Where(n => cluster is null || n == cluster);
        CoverageSummary? all = null;
        foreach (var name in names)
        {
            var one = await coverage.GetSummaryAsync(name, window, queries, cancellationToken);
            all = all is null ? one : CoverageMerge.Worst(all, one);
        }

        return all;
    }
}

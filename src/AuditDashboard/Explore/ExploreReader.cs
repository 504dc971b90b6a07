using AuditDashboard.Explore.Editing;
using AuditDashboard.Explore.Running;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.SavedQueries;

namespace AuditDashboard.Explore;

/// <summary>Reads what stands around a query. Singleton: holds nothing between loads.</summary>
public sealed class ExploreReader(
    SeenFieldReader fields, ExploreRunner runner, SavedQueryStore saved, QueryHistoryStore history, ScopeCoverageReader coverage)
{
    private const int HistoryShown = 20;

    /// <summary>Reads it.</summary>
    /// <param name="owner">Whose saved queries and history.</param>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="window">The window.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ExploreData> ReadAsync(string owner, string? cluster, TimeWindow window, CancellationToken cancellationToken) => new()
    {
        Fields = await fields.ReadAsync(cluster, cancellationToken),
        FileClusters = runner.FileClusters(cluster),
        Saved = await saved.GetAsync(owner, cancellationToken),
        History = await history.GetAsync(owner, HistoryShown, cancellationToken),
        Coverage = await coverage.GetAsync(cluster, window, queryIds: null, cancellationToken),
    };
}

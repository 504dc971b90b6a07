using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Storage.Quarantine;

namespace AuditDashboard.Investigation.Ledger;

/// <summary>Reads stored changes with what each did. Singleton: holds nothing itself.</summary>
internal sealed class ChangesReader(EventReader events, HistoryReader histories, QuarantineReader quarantine)
{
    /// <summary>Reads a page of the changes of a window, newest first.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="window">The window.</param>
    /// <param name="cursor">Where the page starts; null for the newest.</param>
    /// <param name="limit">Most changes, 1 to 200.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<(IReadOnlyList<ChangesItem> Items, EventCursor? Next)> ReadAsync(
        string? cluster, TimeWindow window, EventCursor? cursor, int limit, CancellationToken cancellationToken)
    {
        var (page, next) = await events.GetPageWithJsonAsync(new EventFilter { Cluster = cluster, Window = window, OnlyChanges = true }, cursor, limit, cancellationToken);
        var items = new List<ChangesItem>(page.Count);
        foreach (var stored in page)
        {
            items.Add(ChangesItem.Of(stored, await histories.GetWriteAsync(stored, cancellationToken)));
        }

        return (items, next);
    }

    /// <summary>How many stored changes have no time.</summary>
    public async Task<long> CountUndatedAsync(string? cluster, CancellationToken cancellationToken) =>
        (await events.CountAsync(new EventFilter { Cluster = cluster, OnlyChanges = true, OnlyUndated = true }, cancellationToken)).Events;

    /// <summary>How many stored records cannot be read and may be changes.</summary>
    public Task<long> CountUnreadableAsync(string? cluster, CancellationToken cancellationToken) =>
        quarantine.CountMayMatchAsync(cluster, ChangeModel.AccessQueries, cancellationToken);
}

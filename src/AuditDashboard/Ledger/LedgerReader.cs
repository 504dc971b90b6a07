using AuditDashboard.Investigation;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Ledger;

/// <summary>Reads the ledger of a cluster: who was let in and given what, by whichever way. Singleton: holds nothing itself.</summary>
public sealed class LedgerReader(HistoryReader histories, TrailReads trail, EventReader events, ClusterStore clusters, ScopeCoverageReader coverage, TrailCoverageReader vouched)
{
    private const int Portion = 250;

    /// <summary>Reads the ledger of a window.</summary>
    /// <param name="cluster">Name of the cluster; null for the only one.</param>
    /// <param name="window">The window.</param>
    /// <param name="state">What is asked for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<LedgerData> ReadAsync(string? cluster, TimeWindow window, LedgerState state, CancellationToken cancellationToken) =>
        ReadAsync(cluster, window, state, (state.Page - 1) * LedgerState.PageSize, LedgerState.PageSize, cancellationToken);

    /// <summary>Reads the ledger of a window with all its rows, on whichever page they are.</summary>
    /// <param name="cluster">Name of the cluster; null for the only one.</param>
    /// <param name="window">The window.</param>
    /// <param name="state">What is asked for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<LedgerData> ReadAllAsync(string? cluster, TimeWindow window, LedgerState state, CancellationToken cancellationToken) =>
        ReadAsync(cluster, window, state, skip: 0, int.MaxValue, cancellationToken);

    private async Task<LedgerData> ReadAsync(string? cluster, TimeWindow window, LedgerState state, int skip, int take, CancellationToken cancellationToken)
    {
        var names = (await clusters.GetAllAsync(cancellationToken)).Select(row => row.Name).ToList();
        var name = cluster ?? (names is [var only] ? only : null);
        if (name is null || !names.Contains(name, StringComparer.Ordinal))
        {
            return new LedgerData
            {
                Window = window,
                State = state,
                Problem = names.Count == 0 ? "No cluster is known yet." : cluster is null ? "Choose a cluster: who may get in is a question about one." : "There is no such cluster.",
            };
        }

        var (ledger, calls) = await BuildAsync(name, window, cancellationToken);
        var byId = calls.Calls.ToDictionary(call => call.RowId);
        var rows = ledger.Rows.Where(row => (state.Principal is null || row.Principal == state.Principal) && (state.Way is null || row.Way == state.Way)).ToList();
        var groups = new AccessLedger(rows, 0).ByPrincipal();
        var page = state.ByPrincipal ? [] : rows.Skip(skip).Take(take).ToList();
        var behind = await LoadAsync([.. page.Select(row => row.WriteId).OfType<long>().Where(id => id > 0).Distinct()], cancellationToken);
        return new LedgerData
        {
            Window = window,
            State = state,
            Cluster = name,
            Ways = [.. ledger.Rows.CountBy(row => row.Way).OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value))],
            Total = ledger.Rows.Count,
            Shown = rows.Count,
            Items = [.. page.Select(row => new LedgerItem(row, row.WriteId is { } write ? behind.GetValueOrDefault(write) : null, row.CallId is { } call ? byId.GetValueOrDefault(call) : null))],
            Groups = state.ByPrincipal ? [.. groups.Skip(skip).Take(take)] : [],
            Principals = groups.Count,
            Untold = ledger.Untold,
            Undated = calls.Undated,
            IsCut = calls.IsCut,
            Open = state.Call is { } id && await trail.FindAsync(id, cancellationToken) is { } open && open.Cluster == name ? open : null,
            Trail = await vouched.ReadAsync(name, window, TrailQueries.Access, cancellationToken),
            Coverage = await coverage.GetAsync(name, window, ChangeModel.AccessQueries, cancellationToken),
        };
    }

    // A portion at a time: records are large, and only what stands beside them is kept.
    private async Task<Dictionary<long, EventRow>> LoadAsync(long[] ids, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<long, EventRow>(ids.Length);
        foreach (var portion in ids.Chunk(Portion))
        {
            foreach (var stored in await events.LoadAsync(portion, cancellationToken))
            {
                rows.Add(stored.Row.RowId, stored.Row);
            }
        }

        return rows;
    }

    private async Task<(AccessLedger Ledger, TrailChanges Calls)> BuildAsync(string cluster, TimeWindow window, CancellationToken cancellationToken)
    {
        var calls = await trail.GetChangesAsync(cluster, cancellationToken);
        var access = await histories.GetAccessAsync(cluster, cancellationToken);
        var made = calls.Calls.Select(stored => new StoredCall(stored.RowId, (AccessChange)stored.Call)); // of their kind alone
        return (AccessLedger.Of(access.Timelines.Values, made, window.FromMicros, window.ToMicros), calls);
    }
}

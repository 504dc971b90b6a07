using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Ledger.Workloads;

/// <summary>Reads which workloads took which roles. Singleton: holds nothing itself.</summary>
public sealed class WorkloadReader(TrailReads trail, ClusterStore clusters, TrailCoverageReader vouched)
{
    /// <summary>Most calls of an open row that are shown.</summary>
    public const int MostCalls = 200;

    // Of less, most of what goes on all the time would look new. A window that is shorter asks for its own length.
    private const long EnoughBefore = 12 * 60 * TimeWindow.MinuteMicros;

    /// <summary>Reads the workloads of a window.</summary>
    /// <param name="cluster">Name of the cluster; null for the only one.</param>
    /// <param name="window">The window.</param>
    /// <param name="state">What is asked for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<WorkloadData> ReadAsync(string? cluster, TimeWindow window, WorkloadState state, CancellationToken cancellationToken)
    {
        var names = (await clusters.GetAllAsync(cancellationToken)).Select(row => row.Name).ToList();
        var name = cluster ?? (names is [var only] ? only : null);
        if (name is null || !names.Contains(name, StringComparer.Ordinal))
        {
            return new WorkloadData
            {
                Window = window,
                State = state,
                Problem = names.Count == 0 ? "No cluster is known yet." : cluster is null ? "Choose a cluster: a service account is one cluster’s." : "There is no such cluster.",
            };
        }

        var coverage = await vouched.ReadAsync(name, window, TrailQueries.Workloads, cancellationToken);
        var lookedBefore = coverage.FirstMicros <= window.FromMicros - Math.Min(window.ToMicros - window.FromMicros, EnoughBefore);
        var rows = await trail.GetWorkloadsAsync(name, window, cancellationToken);
        var items = rows.Select(row => new WorkloadItem(row, lookedBefore && row.First >= window.From)).ToList();
        return new WorkloadData
        {
            Window = window,
            State = state,
            Cluster = name,
            Items = [.. items.OrderBy(Rank).ThenByDescending(item => item.Row.Last)],
            Calls = rows.Sum(row => row.Count),
            Undated = await trail.CountUndatedWorkloadsAsync(name, cancellationToken),
            Open = state.Outcome is { } outcome ? await trail.GetWorkloadCallsAsync(name, window, state.Subject, state.Role, outcome, MostCalls, cancellationToken) : [],
            Call = state.Call is { } id && await trail.FindAsync(id, cancellationToken) is { } call && call.Cluster == name ? call : null,
            Trail = coverage,
            LookedBefore = lookedBefore,
        };
    }

    private static int Rank(WorkloadItem item) => item switch
    {
        { Row.Outcome: CallOutcome.Denied } => 0,
        { IsNew: true } => 1,
        { Row.Outcome: CallOutcome.Failed } => 2,
        _ => 3,
    };
}

using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Schema;
using AuditDashboard.Storage.Text;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Runs;

/// <summary>Run records and standing problems.</summary>
public sealed class RunStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>How long a run without a lease may be silent before it counts as abandoned.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(15);

    /// <summary>Run records kept a cluster: about a month of five-minute runs. A schedule of seconds would otherwise grow without end.</summary>
    internal const int KeptRuns = 10_000;

    private const int PruneEvery = 100;

    private readonly ProblemRows _problems = new(database, clock);

    /// <summary>Records the start of a run and gives its id. It is tied to the cluster's lease, taken before or with the first commit.</summary>
    public Task<long> StartAsync(string cluster, RunTrigger trigger, CancellationToken cancellationToken) => StartAsync(cluster, trigger, lease: null, cancellationToken);

    /// <summary>Records the start of a run under a lease and gives its id.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="trigger">Why it runs.</param>
    /// <param name="lease">The cluster's lease; null where none was taken, then the cluster is made if it is new.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <exception cref="LeaseLostException">The lease is no longer the cluster's, which may have been forgotten meanwhile; nothing was recorded.</exception>
    public Task<long> StartAsync(string cluster, RunTrigger trigger, ClusterLease? lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                var clusterId = LeaseRows.RequireCluster(connection, cluster, lease);
                using var insert = new PreparedStatement(
                    connection,
                    """
                    INSERT INTO run (cluster_id, "trigger", state, started_at, seen_at, events_inserted, events_known, quarantined, bytes_scanned,
                        alone_bytes, price_picos, events_late, fencing_number)
                    VALUES (@0, @1, @2, @3, @3, 0, 0, 0, 0, 0, 0, 0, (SELECT fencing_number FROM lease WHERE cluster_id = @0 AND expires > @3))
                    RETURNING id
                    """,
                    4);
                return insert.Number(clusterId, (int)trigger, (int)RunState.Running, Now())
                    ?? throw new StorageException("The database gave no row number for a run.");
            },
            cancellationToken);

    /// <summary>Says how far a run is, in words, for open pages.</summary>
    public Task ReportAsync(long runId, string progress, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                using var update = new PreparedStatement(connection, "UPDATE run SET progress = @1, seen_at = @2 WHERE id = @0", 3);
                return update.Execute(runId, StorableText.Keep(progress), Now());
            },
            cancellationToken);

    /// <summary>Records the end of a run, with what it did per query.</summary>
    public Task EndAsync(long runId, RunState state, string? error, IReadOnlyList<RunQueryRow> queries, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                using var end = new PreparedStatement(
                    connection, "UPDATE run SET state = @1, error = @2, ended_at = @3, seen_at = @3, progress = NULL WHERE id = @0", 4);
                if (end.Execute(runId, (int)state, StorableText.Keep(error), Now()) == 0)
                {
                    return 0; // the cluster was forgotten meanwhile
                }

                var ids = new QueryRanks(connection, new Dictionary<string, int>());
                using var insert = new PreparedStatement(
                    connection,
                    """
                    INSERT INTO run_query (run_id, query_id, started_at, ended_at, state, rows, bytes_scanned, error)
                    VALUES (@0, @1, @2, @3, @4, @5, @6, @7)
                    """,
                    8);
                foreach (var q in queries)
                {
                    insert.Execute(
                        runId, ids.IdOf(q.QueryId), TimeWindow.ToMicrosSinceEpoch(q.StartedAt), q.EndedAt is { } t ? TimeWindow.ToMicrosSinceEpoch(t) : null,
                        (int)q.State, q.Rows, q.BytesScanned, StorableText.Keep(q.Error));
                }

                if (runId % PruneEvery == 0)
                {
                    using var prune = new PreparedStatement(
                        connection,
                        """
                        DELETE FROM run WHERE cluster_id = (SELECT cluster_id FROM run WHERE id = @0)
                            AND id <= (SELECT id FROM run WHERE cluster_id = (SELECT cluster_id FROM run WHERE id = @0) ORDER BY id DESC LIMIT 1 OFFSET @1)
                        """,
                        2);
                    prune.Execute(runId, KeptRuns);
                }

                return queries.Count;
            },
            cancellationToken);

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<RunRow>> GetLatestAsync(string? cluster, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<RunRow>>(
            async (context, token) =>
            {
                var rows = await (
                    from run in context.Runs
                    join c in context.Clusters on run.ClusterId equals c.Id
                    join l in context.Leases on run.ClusterId equals l.ClusterId into leases
                    from lease in leases.DefaultIfEmpty()
                    where cluster == null || c.Name == cluster
                    orderby run.Id descending
                    select new { run, c.Name, lease }).Take(limit).ToListAsync(token);
                return [.. rows.Select(r => ToRow(r.run, r.Name, r.lease))];
            },
            cancellationToken);

    /// <summary>The last <paramref name="limit"/> entries of one query, newest first.</summary>
    public Task<IReadOnlyList<RunQueryRow>> GetLatestOfQueryAsync(string cluster, string queryId, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<RunQueryRow>>(
            async (context, token) =>
            {
                var rows = await (
                    from part in context.RunQueries
                    join q in context.Queries on part.QueryId equals q.Id
                    join run in context.Runs on part.RunId equals run.Id
                    join c in context.Clusters on run.ClusterId equals c.Id
                    where c.Name == cluster && q.Name == queryId
                    orderby part.Id descending
                    select part).Take(limit).ToListAsync(token);
                return
                [
                    .. rows.Select(p => new RunQueryRow(
                        p.RunId, queryId, TimeWindow.FromMicrosSinceEpoch(p.StartedAt), Instant(p.EndedAt), (RunState)p.State, p.Rows, p.BytesScanned, p.Error)),
                ];
            },
            cancellationToken);

    /// <summary>Notes that windows could not be collected, and why; coverage shows them as failed until they are.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="queryIds">The queries it concerns.</param>
    /// <param name="window">What could not be collected.</param>
    /// <param name="reason">One sentence for people.</param>
    /// <param name="lease">The lease under which it was tried; null only where none was taken.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <exception cref="LeaseLostException">The lease is no longer the cluster's; nothing was noted.</exception>
    public Task NoteFailedWindowAsync(
        string cluster, IReadOnlyList<string> queryIds, TimeWindow window, string reason, ClusterLease? lease, CancellationToken cancellationToken) =>
        _problems.NoteFailedWindowAsync(cluster, queryIds, window, reason, takesBack: false, lease, cancellationToken);

    /// <summary>Notes that windows are not collected, and takes back what counted as collected there and is not settled: it turned out that nothing vouches for it.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="queryIds">The queries it concerns.</param>
    /// <param name="window">What is not collected.</param>
    /// <param name="reason">One sentence for people.</param>
    /// <param name="lease">The lease under which it was read; null only where none was taken.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <exception cref="LeaseLostException">The lease is no longer the cluster's; nothing was noted.</exception>
    public Task TakeBackWindowAsync(
        string cluster, IReadOnlyList<string> queryIds, TimeWindow window, string reason, ClusterLease? lease, CancellationToken cancellationToken) =>
        _problems.NoteFailedWindowAsync(cluster, queryIds, window, reason, takesBack: true, lease, cancellationToken);

    /// <summary>Notes a standing problem, or counts it up.</summary>
    public Task NoteProblemAsync(string cluster, string part, string message, CancellationToken cancellationToken) =>
        _problems.NoteAsync(cluster, part, message, cancellationToken);

    /// <summary>Clears the problems of a part that works again (all parts if null).</summary>
    public Task ClearProblemsAsync(string cluster, string? part, CancellationToken cancellationToken) =>
        _problems.ClearAsync(cluster, part, message: null, cancellationToken);

    /// <summary>Clears one problem, which is not what is wrong any more.</summary>
    public Task ClearProblemAsync(string cluster, string part, string message, CancellationToken cancellationToken) =>
        _problems.ClearAsync(cluster, part, message, cancellationToken);

    /// <summary>Problems that stand, latest first.</summary>
    public Task<IReadOnlyList<SourceProblem>> GetProblemsAsync(string cluster, CancellationToken cancellationToken) =>
        _problems.GetAsync(cluster, cancellationToken);

    private static DateTimeOffset? Instant(long? micros) => micros is { } m ? TimeWindow.FromMicrosSinceEpoch(m) : null;

    private RunRow ToRow(RunEntity run, string cluster, LeaseEntity? lease)
    {
        var now = Now();

        // Whoever writes holds the lease; once it has ended or is another's, nobody can write under this run any more.
        var isAbandoned = run.State == (int)RunState.Running
            && (run.FencingNumber is { } fencing
                ? lease is null || lease.FencingNumber != fencing || lease.Expires <= now
                : run.SeenAt + (Silence.Ticks / TimeSpan.TicksPerMicrosecond) < now);
        return new RunRow(
            run.Id, cluster, (RunTrigger)run.Trigger, (RunState)run.State, TimeWindow.FromMicrosSinceEpoch(run.StartedAt), Instant(run.EndedAt),
            run.EventsInserted, run.EventsKnown, run.Quarantined, run.BytesScanned, run.Error, run.Progress, isAbandoned)
        {
            EventsLate = run.EventsLate,
            AloneBytes = run.AloneBytes,
            PricePicos = run.PricePicos,
        };
    }

    private long Now() => TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
}

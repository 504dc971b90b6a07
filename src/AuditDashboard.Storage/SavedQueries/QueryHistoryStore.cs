using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.SavedQueries;

/// <summary>The last queries that readers ran.</summary>
public sealed class QueryHistoryStore(AuditDatabase database)
{
    /// <summary>The last runs of an owner, newest first.</summary>
    /// <param name="owner">Who ran them.</param>
    /// <param name="limit">Most runs, 1 or more.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<QueryRunRecord>> GetAsync(string owner, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.QueryAsync<IReadOnlyList<QueryRunRecord>>(
            async (context, token) =>
            {
                var rows = await context.QueryHistory.Where(h => h.Owner == owner).OrderByDescending(h => h.Id).Take(limit).ToListAsync(token);
                return
                [
                    .. rows.Select(h => new QueryRunRecord
                    {
                        Text = h.Text,
                        Source = h.Source,
                        Cluster = h.Cluster,
                        Window = new TimeWindow(h.FromTime, h.ToTime),
                        StartedAt = TimeWindow.FromMicrosSinceEpoch(h.StartedAt),
                        Elapsed = TimeSpan.FromMicroseconds(h.ElapsedMicros),
                        Outcome = (QueryRunOutcome)h.Outcome,
                        Rows = h.Rows,
                        Records = h.Records,
                        Bytes = h.Bytes,
                    }),
                ];
            },
            cancellationToken);
    }

    /// <summary>Adds a run and drops the owner's oldest beyond so many.</summary>
    /// <param name="owner">Who ran it.</param>
    /// <param name="run">The run.</param>
    /// <param name="keep">Runs that are kept, 0 or more.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    public Task AddAsync(string owner, QueryRunRecord run, int keep, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keep);
        return database.WriteAsync(
            (connection, _) =>
            {
                using var insert = new PreparedStatement(
                    connection,
                    """
                    INSERT INTO main.query_history
                        (owner, text, source, cluster, from_time, to_time, started_at, elapsed_micros, outcome, rows, records, bytes)
                    VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11)
                    """,
                    12);
                insert.Execute(
                    StorableText.Keep(owner), StorableText.Keep(run.Text), run.Source, StorableText.Keep(run.Cluster), run.Window.FromMicros, run.Window.ToMicros,
                    TimeWindow.ToMicrosSinceEpoch(run.StartedAt), (long)run.Elapsed.TotalMicroseconds, (int)run.Outcome, run.Rows, run.Records, run.Bytes);
                using var trim = new PreparedStatement(
                    connection,
                    "DELETE FROM main.query_history WHERE owner = @0 AND id NOT IN (SELECT id FROM main.query_history WHERE owner = @0 ORDER BY id DESC LIMIT @1)",
                    2);
                return trim.Execute(StorableText.Keep(owner), keep);
            },
            cancellationToken);
    }
}

using AuditDashboard.Kubernetes.History;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Schema;
using AuditDashboard.Storage.Text;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.LookBacks;

/// <summary>Looks further back: asked for, under way and ended. They are here and not in a job's memory, so that a restart loses none.</summary>
public sealed class LookBackStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Ended ones that are kept a cluster.</summary>
    internal const int Kept = 1_000;

    /// <summary>Notes that one is asked for; one for the same object that is still open is given instead.</summary>
    /// <param name="cluster">A cluster that is stored.</param>
    /// <param name="key">The object.</param>
    /// <param name="eventId">Id of the event whose version before is looked for.</param>
    /// <param name="window">From how far back to that event.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>Its number, and whether it is new.</returns>
    /// <exception cref="StorageException">The cluster is not stored.</exception>
    public Task<(long Id, bool IsNew)> AskAsync(
        string cluster, ObjectKey key, string eventId, TimeWindow window, string person, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                var clusterId = ClusterRows.Find(connection, cluster) ?? throw new StorageException($"The database does not know a cluster {cluster}.");
                var (space, name) = (StorableText.Keep(key.Namespace), StorableText.Keep(key.Name));
                using var open = new PreparedStatement(
                    connection, "SELECT id FROM look_back WHERE cluster_id = @0 AND kind = @1 AND namespace = @2 AND name = @3 AND state <= 2 LIMIT 1", 4);
                if (open.Number(clusterId, (int)key.Kind, space, name) is { } known)
                {
                    return (known, false);
                }

                using var trim = new PreparedStatement(
                    connection,
                    "DELETE FROM main.look_back WHERE cluster_id = @0 AND state > 2 AND id <= (SELECT id FROM look_back WHERE cluster_id = @0 ORDER BY id DESC LIMIT 1 OFFSET @1)",
                    2);
                trim.Execute(clusterId, Kept);
                using var insert = new PreparedStatement(
                    connection,
                    """
                    INSERT INTO main.look_back (cluster_id, kind, namespace, name, event_id, from_time, to_time, person, state, is_cancel_asked, events, bytes, asked_at)
                    VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, 0, 0, 0, @9) RETURNING id
                    """,
                    10);
                var id = insert.Number(
                    clusterId, (int)key.Kind, space, name, eventId, window.FromMicros, window.ToMicros, StorableText.Keep(person), (int)LookBackState.Waiting, Now());
                return (id ?? throw new StorageException("The database gave no row number for a look back."), true);
            },
            cancellationToken);

    /// <summary>One by its number; null if there is none.</summary>
    public async Task<LookBack?> FindAsync(long id, CancellationToken cancellationToken) =>
        await ReadAsync(rows => rows.Where(row => row.Id == id), 1, cancellationToken) is [var found] ? found : null;

    /// <summary>The newest for an object; null if there was none.</summary>
    public async Task<LookBack?> FindLatestAsync(string cluster, ObjectKey key, CancellationToken cancellationToken)
    {
        var (kind, space, name) = ((int)key.Kind, StorableText.Keep(key.Namespace), StorableText.Keep(key.Name));
        return (await ReadAsync(rows => rows.Where(row => row.Kind == kind && row.Namespace == space && row.Name == name), 100, cancellationToken))
            .FirstOrDefault(row => row.Cluster == cluster);
    }

    /// <summary>Those that wait or were under way, oldest first.</summary>
    public async Task<IReadOnlyList<LookBack>> GetOpenAsync(CancellationToken cancellationToken) =>
        [.. (await ReadAsync(rows => rows.Where(row => row.State <= (int)LookBackState.Running), 1_000, cancellationToken)).Reverse()];

    /// <summary>Events of a cluster that were looked back for since an instant.</summary>
    public async Task<IReadOnlySet<string>> GetEventsAsync(string cluster, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var from = TimeWindow.ToMicrosSinceEpoch(since);
        return (await ReadAsync(rows => rows.Where(row => row.AskedAt >= from), Kept, cancellationToken))
            .Where(row => row.Cluster == cluster).Select(row => row.EventId).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Notes how far one is.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="reachedMicros">How far back it has looked, microseconds since 1970.</param>
    /// <param name="events">New events since the last report.</param>
    /// <param name="bytes">Bytes read since the last report.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>False if it is to end: a person cancelled it, or it has ended.</returns>
    public Task<bool> ReportAsync(long id, long reachedMicros, long events, long bytes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                using var update = new PreparedStatement(
                    connection,
                    """
                    UPDATE main.look_back SET state = 2, reached = min(coalesce(reached, @1), @1), events = events + @2, bytes = bytes + @3
                    WHERE id = @0 AND id IN (SELECT id FROM look_back) AND state <= 2 RETURNING is_cancel_asked
                    """,
                    4);
                return update.Number(id, reachedMicros, events, bytes) == 0;
            },
            cancellationToken);

    /// <summary>Asks one to end; one that waits ends at once.</summary>
    /// <returns>False if it has ended already.</returns>
    public Task<bool> CancelAsync(long id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                using var update = new PreparedStatement(
                    connection,
                    """
                    UPDATE main.look_back SET is_cancel_asked = 1, state = CASE state WHEN 1 THEN 6 ELSE state END, ended_at = CASE state WHEN 1 THEN @1 ELSE NULL END
                    WHERE id = @0 AND id IN (SELECT id FROM look_back) AND state <= 2
                    """,
                    2);
                return update.Execute(id, Now()) > 0;
            },
            cancellationToken);

    /// <summary>Notes how one ended. One that has ended stays as it is.</summary>
    public Task EndAsync(long id, LookBackState state, string text, string? foundEventId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                using var update = new PreparedStatement(
                    connection, "UPDATE main.look_back SET state = @1, text = @2, found_event_id = @3, ended_at = @4 WHERE id = @0 AND id IN (SELECT id FROM look_back) AND state <= 2", 5);
                return update.Execute(id, (int)state, StorableText.Keep(text), foundEventId, Now());
            },
            cancellationToken);

    private Task<IReadOnlyList<LookBack>> ReadAsync(Func<IQueryable<LookBackEntity>, IQueryable<LookBackEntity>> choose, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<LookBack>>(
            async (context, token) =>
            {
                var rows = await (
                    from row in choose(context.LookBacks)
                    join c in context.Clusters on row.ClusterId equals c.Id
                    orderby row.Id descending
                    select new { row, c.Name }).Take(limit).ToListAsync(token);
                return [.. rows.Select(r => ToLookBack(r.row, r.Name))];
            },
            cancellationToken);

    private static LookBack ToLookBack(LookBackEntity row, string cluster) => new()
    {
        Id = row.Id,
        Cluster = cluster,
        Key = new ObjectKey((TrackedKind)row.Kind, row.Namespace, row.Name),
        EventId = row.EventId,
        Window = new TimeWindow(row.FromTime, row.ToTime),
        Person = row.Person,
        State = (LookBackState)row.State,
        IsCancelAsked = row.IsCancelAsked,
        Reached = Instant(row.Reached),
        FoundEventId = row.FoundEventId,
        Events = row.Events,
        Bytes = row.Bytes,
        Text = row.Text,
        AskedAt = TimeWindow.FromMicrosSinceEpoch(row.AskedAt),
        EndedAt = Instant(row.EndedAt),
    };

    private static DateTimeOffset? Instant(long? micros) => micros is { } m ? TimeWindow.FromMicrosSinceEpoch(m) : null;

    private long Now() => TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
}

using System.Globalization;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Retention;

/// <summary>What of a cluster would go.</summary>
/// <param name="Source">Where it is read.</param>
/// <param name="ExpiredTo">Up to when its time has expired already; null if none has.</param>
/// <param name="Events">Events that would be removed.</param>
/// <param name="Quarantined">Unreadable records that would be removed.</param>
/// <param name="Calls">Calls out of CloudTrail that would be removed.</param>
public sealed record ExpiryPreview(string Source, DateTimeOffset? ExpiredTo, long Events, long Quarantined, long Calls);

/// <summary>Removes what is older than it is to be kept.</summary>
/// <remarks>
/// The mark comes first, in a transaction of its own: from then on that time counts as expired, neither as collected nor as owed. Then its events go in slices.
/// Killed anywhere, counts equal events, and the next time goes on up to the mark.
/// </remarks>
/// <param name="database">The database.</param>
/// <param name="crashPoints">Told of each numbered moment.</param>
/// <param name="clock">Says when a day was seen to be old enough.</param>
public sealed class ExpiryStore(AuditDatabase database, CrashPoints crashPoints, TimeProvider clock)
{
    /// <summary>Most events, unreadable records or calls that one transaction removes.</summary>
    internal const int SliceRows = 500;

    /// <summary>Who removes by schedule, for the tool's own activity log.</summary>
    public const string Schedule = "retention";

    /// <summary>What would go if everything before the horizon expired; null if the database does not know the cluster.</summary>
    public Task<ExpiryPreview?> PreviewAsync(string cluster, DateTimeOffset horizon, CancellationToken cancellationToken) => database.ReadAsync(
        (connection, _) =>
        {
            using var select = new PreparedStatement(
                connection,
                """
                SELECT source, expired_to,
                    (SELECT count(*) FROM event e WHERE e.cluster_id = c.id AND e.time < @1 AND (e.is_from_files = 0 OR e.first_seen < @1))
                    + (SELECT count(*) FROM event e WHERE e.cluster_id = c.id AND e.time IS NULL AND e.first_seen < @1),
                    (SELECT count(*) FROM quarantine q WHERE q.cluster_id = c.id AND q.seen_at < @1),
                    (SELECT count(*) FROM trail_call t
                     WHERE t.cluster_id = c.id AND (t.time IS NULL OR t.time < @1) AND (t.first_seen < @1 OR (t.is_from_files = 0 AND t.time IS NOT NULL)))
                FROM cluster c WHERE c.name = @0
                """,
                2);
            using var reader = select.Read(Text.StorableText.Keep(cluster), TimeWindow.ToMicrosSinceEpoch(horizon));
            return reader.Read()
                ? new ExpiryPreview(reader.GetString(0), reader.IsDBNull(1) ? null : TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(1)), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4))
                : null;
        },
        cancellationToken);

    /// <summary>Makes the time before a horizon expire: at once if a person says so, else once two looks, half a day apart, have found it old enough.</summary>
    /// <param name="lease">The cluster's lease.</param>
    /// <param name="horizon">First instant that is kept: the beginning of a UTC day.</param>
    /// <param name="person">Who says so; null for the schedule.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>Up to when the cluster's time has expired by now, whose events are to be removed; null if none has.</returns>
    /// <exception cref="LeaseLostException">The lease is no longer the cluster's; nothing was changed.</exception>
    public async Task<DateTimeOffset?> MarkAsync(ClusterLease lease, DateTimeOffset horizon, string? person, CancellationToken cancellationToken)
    {
        var wanted = TimeWindow.ToMicrosSinceEpoch(horizon);
        ArgumentOutOfRangeException.ThrowIfNotEqual(wanted % (24 * 60 * TimeWindow.MinuteMicros), 0, nameof(horizon));
        var expiredTo = await WriteAsync(
            lease,
            (connection, clusterId) =>
            {
                var mark = new ExpiryMark(connection, clusterId);
                var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
                var due = person is null ? PendingExpiry.Look(connection, clusterId, wanted, now) : wanted;
                if (due is { } to && mark.Write(to))
                {
                    ActivityStore.Add(
                        connection, database.ActivitySeal, now, ActivityKind.Expired, person ?? Schedule,
                        $"What the cluster {lease.Cluster} had from before {Day(to)} is old enough and is removed.", address: null);
                    crashPoints.Pass(CrashPoint.RemovalMarked);
                }

                return mark.ExpiredTo() ?? long.MinValue;
            },
            cancellationToken);
        return expiredTo == long.MinValue ? null : TimeWindow.FromMicrosSinceEpoch(expiredTo);
    }

    /// <summary>Removes at most 500 events, unreadable records or calls out of CloudTrail, of time that has expired.</summary>
    /// <param name="lease">The cluster's lease.</param>
    /// <param name="expiredTo">What <see cref="MarkAsync"/> gave.</param>
    /// <param name="from">What the slice before gave as its second value; null for the first.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>How many were removed, 0 once there are no more; and where the next slice begins.</returns>
    /// <exception cref="LeaseLostException">The lease is no longer the cluster's; nothing was removed.</exception>
    public async Task<(int Removed, DateTimeOffset Next)> RemoveSliceAsync(
        ClusterLease lease, DateTimeOffset expiredTo, DateTimeOffset? from, CancellationToken cancellationToken)
    {
        var horizon = TimeWindow.ToMicrosSinceEpoch(expiredTo);

        // Looked for outside of the transaction that writes, so that nobody waits while what is kept is passed over.
        var (ids, next) = await database.ReadAsync(
            (connection, _) => ClusterRows.Find(connection, lease.Cluster) is { } clusterId
                ? new SliceRemoval(connection, crashPoints, clusterId, SliceRows)
                    .Find(horizon, from is { } t ? TimeWindow.ToMicrosSinceEpoch(t) : long.MinValue)
                : throw new LeaseLostException(lease.Cluster),
            cancellationToken);
        var removed = await WriteAsync(
            lease,
            (connection, clusterId) =>
            {
                // What did not expire stays, whatever the caller says.
                var reached = Math.Min(horizon, new ExpiryMark(connection, clusterId).ExpiredTo() ?? long.MinValue);
                var removal = new SliceRemoval(connection, crashPoints, clusterId, SliceRows);
                return reached < horizon ? 0 : removal.Remove(ids, horizon) is > 0 and var count ? count : removal.RemoveCalls(horizon);
            },
            cancellationToken);
        return ((int)removed, TimeWindow.FromMicrosSinceEpoch(next));
    }

    /// <summary>Removes texts without an index that no event has any more, such as the names of programs.</summary>
    /// <exception cref="LeaseLostException">The lease is no longer the cluster's; nothing was removed.</exception>
    public async Task RemoveTextsAsync(ClusterLease lease, CancellationToken cancellationToken)
    {
        var unused = await database.ReadAsync(SharedTexts.FindUnused, cancellationToken);
        await WriteAsync(
            lease,
            (connection, _) =>
            {
                unused.Remove(connection, cancellationToken);
                crashPoints.Pass(CrashPoint.BeforeRemovalCommit);
                return 0;
            },
            cancellationToken);
    }

    /// <summary>Removes rows of the tool's own activity log that two looks, half a day apart, have found old enough; one new row says so.</summary>
    /// <param name="horizon">First instant that is kept.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>How many rows were removed.</returns>
    public async Task<int> RemoveActivityAsync(DateTimeOffset horizon, CancellationToken cancellationToken) => (int)await database.WriteAsync(
        (connection, _) =>
        {
            var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
            if (PendingExpiry.Look(connection, PendingExpiry.Activity, TimeWindow.ToMicrosSinceEpoch(horizon), now) is not { } due)
            {
                return 0L;
            }

            return ActivityStore.RemoveOldest(
                connection, database.ActivitySeal, due, now, Schedule,
                removed => string.Create(CultureInfo.InvariantCulture, $"Removed {removed} {(removed == 1 ? "entry" : "entries")} from before {Day(due)} from this log."));
        },
        cancellationToken);

    private static string Day(long micros) => TimeWindow.FromMicrosSinceEpoch(micros).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task<long> WriteAsync(ClusterLease lease, Func<SqliteConnection, long, long> write, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) => ClusterRows.Find(connection, lease.Cluster) is { } clusterId && LeaseRows.IsHeld(connection, clusterId, lease)
            ? write(connection, clusterId)
            : throw new LeaseLostException(lease.Cluster),
        cancellationToken,
        _ => crashPoints.Pass(CrashPoint.RemovalCommitted));
}

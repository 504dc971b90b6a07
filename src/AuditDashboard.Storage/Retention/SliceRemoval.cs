using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Retention;

/// <summary>Removes a slice of what is older than a horizon within one transaction: dated events first, then undated ones, then quarantined records.</summary>
internal sealed class SliceRemoval(SqliteConnection connection, CrashPoints crashPoints, long clusterId, int limit)
{
    /// <summary>Removes the slice.</summary>
    /// <param name="horizonMicros">First instant that is kept.</param>
    /// <returns>How many events or records went; 0 if none is left.</returns>
    public int Run(long horizonMicros) => Remove(Find(horizonMicros, long.MinValue).Ids, horizonMicros);

    /// <summary>Finds the events of the slice.</summary>
    /// <param name="horizonMicros">First instant that is kept.</param>
    /// <param name="fromMicros">Where an earlier slice ended: before it is only what is kept. Microseconds since 1970.</param>
    /// <returns>Their numbers, and where the next slice begins; no numbers if there is no such event left.</returns>
    public (IReadOnlyList<long> Ids, long NextMicros) Find(long horizonMicros, long fromMicros)
    {
        // Files are kept by when they were read.
        var (ids, last) = Ids(
            """
            SELECT id, time FROM event INDEXED BY ix_event_cluster_time
            WHERE cluster_id = @0 AND time < @1 AND time >= @3 AND (is_from_files = 0 OR first_seen < @1) ORDER BY time LIMIT @2
            """,
            horizonMicros, fromMicros);
        if (ids.Count == 0)
        {
            (ids, _) = Ids(
                "SELECT id, 0 FROM event INDEXED BY ix_event_undated WHERE time IS NULL AND cluster_id = @0 AND first_seen < @1 LIMIT @2", horizonMicros);
            last = horizonMicros;
        }

        return (ids, last);
    }

    /// <summary>Removes events that were found; where none were, unreadable records.</summary>
    /// <returns>How many went.</returns>
    public int Remove(IReadOnlyList<long> ids, long horizonMicros)
    {
        if (ids.Count == 0)
        {
            return RemoveQuarantined(horizonMicros);
        }

        using var removal = new EventRemoval(connection, crashPoints, clusterId);
        removal.Remove(ids);
        crashPoints.Pass(CrashPoint.BeforeRemovalCommit);
        return ids.Count;
    }

    /// <summary>Removes a slice of the calls out of CloudTrail.</summary>
    /// <returns>How many went; 0 if none is left.</returns>
    public int RemoveCalls(long horizonMicros)
    {
        // As events: by their time, and files by when they were read too; those without a time by when they were seen.
        using var delete = new PreparedStatement(
            connection,
            """
            DELETE FROM trail_call WHERE id IN (
                SELECT id FROM trail_call
                WHERE cluster_id = @0 AND (time IS NULL OR time < @1) AND (first_seen < @1 OR (is_from_files = 0 AND time IS NOT NULL)) LIMIT @2)
            """,
            3);
        return delete.Execute(clusterId, horizonMicros, limit);
    }

    private (List<long> Ids, long Last) Ids(string sql, params ReadOnlySpan<object?> values)
    {
        using var select = new PreparedStatement(connection, sql, values.Length + 2);
        using var reader = select.Read([clusterId, values[0], limit, .. values[1..]]);
        var (ids, last) = (new List<long>(limit), 0L);
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
            last = reader.GetInt64(1);
        }

        return (ids, last);
    }

    private int RemoveQuarantined(long horizonMicros)
    {
        // Their time may be unreadable, so it is when they were seen that counts. What they may match goes with them.
        using var delete = new PreparedStatement(
            connection, "DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE cluster_id = @0 AND seen_at < @1 LIMIT @2)", 3);
        return delete.Execute(clusterId, horizonMicros, limit);
    }
}

using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Retention;

/// <summary>Removes a slice of what is older than a horizon within one transaction: dated events first, then undated ones, then quarantined records.</summary>
internal sealed class SliceRemoval(SqliteConnection connection, CrashPoints crashPoints, long clusterId, int limit)
{
    /// <summary>Removes the slice.</summary>
    /// <param name="horizonMicros">First instant that is kept.</param>
    /// <returns>How many events or records went; 0 if none is left.</returns>
    public int Run(long horizonMicros)
    {
        var ids = Ids(
            """
            SELECT id FROM event INDEXED BY ix_event_cluster_time
            WHERE cluster_id = @0 AND time < @1 AND (is_from_files = 0 OR first_seen < @1) ORDER BY time LIMIT @2
            """,
            horizonMicros);
        if (ids.Count == 0)
        {
            ids = Ids("SELECT id FROM event INDEXED BY ix_event_undated WHERE time IS NULL AND cluster_id = @0 AND first_seen < @1 LIMIT @2", horizonMicros);
        }

        if (ids.Count == 0)
        {
            return RemoveQuarantined(horizonMicros);
        }

        using var removal = new EventRemoval(connection, crashPoints, clusterId);
        removal.Remove(ids);
        crashPoints.Pass(CrashPoint.BeforeRemovalCommit);
        return ids.Count;
    }

    private List<long> Ids(string sql, long horizonMicros)
    {
        using var select = new PreparedStatement(connection, sql, 3);
        using var reader = select.Read(clusterId, horizonMicros, limit);
        var ids = new List<long>(limit);
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }

    private int RemoveQuarantined(long horizonMicros)
    {
        // Their time may be unreadable, so it is when they were seen that counts. What they may match goes with them.
        using var delete = new PreparedStatement(
            connection, "DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE cluster_id = @0 AND seen_at < @1 LIMIT @2)", 3);
        return delete.Execute(clusterId, horizonMicros, limit);
    }
}

using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Retention;

/// <summary>Makes time expire within one transaction: from its commit on nothing vouches for that time and nothing is owed of it, though its events are still there.</summary>
internal sealed class ExpiryMark(SqliteConnection connection, long clusterId)
{
    /// <summary>Since when nothing has expired: first instant that is kept; null if nothing ever expired.</summary>
    public long? ExpiredTo()
    {
        using var select = new PreparedStatement(connection, "SELECT expired_to FROM cluster WHERE id = @0", 1);
        return select.Number(clusterId);
    }

    /// <summary>Makes everything before the horizon expire. Never takes back what expired before.</summary>
    /// <returns>True if there was something to expire.</returns>
    public bool Write(long horizonMicros)
    {
        if (ExpiredTo() >= horizonMicros)
        {
            return false;
        }

        var oldest = Oldest(horizonMicros);
        if (oldest is null && !HasOthers(horizonMicros))
        {
            return false;
        }

        Execute("UPDATE cluster SET expired_from = coalesce(min(expired_from, @2), expired_from, @2), expired_to = @1 WHERE id = @0", horizonMicros, oldest);
        Execute("DELETE FROM coverage WHERE cluster_id = @0 AND to_time <= @1", horizonMicros);

        // Which rows lay where was never stored with the interval: what is left keeps its share by length.
        Execute(
            """
            UPDATE coverage SET rows = CAST(rows * (CAST(to_time - @1 AS REAL) / (to_time - from_time)) AS INTEGER),
                bytes_scanned = CAST(bytes_scanned * (CAST(to_time - @1 AS REAL) / (to_time - from_time)) AS INTEGER), from_time = @1
            WHERE cluster_id = @0 AND from_time < @1
            """,
            horizonMicros);
        Execute("DELETE FROM coverage_failure WHERE cluster_id = @0 AND to_time <= @1", horizonMicros);
        Execute("UPDATE coverage_failure SET from_time = @1 WHERE cluster_id = @0 AND from_time < @1", horizonMicros);

        // Files are kept by when they were read: of one that was read since, all of its time is still here.
        Execute("DELETE FROM file_span WHERE cluster_id = @0 AND to_time <= @1 AND collected_at < @1", horizonMicros);
        Execute("UPDATE file_span SET from_time = @1 WHERE cluster_id = @0 AND from_time < @1 AND collected_at < @1", horizonMicros);
        Execute("DELETE FROM trail_span WHERE cluster_id = @0 AND to_time <= @1 AND collected_at < @1", horizonMicros);
        Execute("UPDATE trail_span SET from_time = @1 WHERE cluster_id = @0 AND from_time < @1 AND collected_at < @1", horizonMicros);
        Execute("UPDATE late_check SET done_to = max(done_to, @1), pass_at = max(pass_at, @1) WHERE cluster_id = @0", horizonMicros);
        return true;
    }

    private long? Oldest(long horizonMicros)
    {
        using var select = new PreparedStatement(
            connection,
            """
            SELECT min(t) FROM (
                SELECT owed_from AS t FROM cluster WHERE id = @0
                UNION ALL SELECT min(from_time) FROM coverage WHERE cluster_id = @0
                UNION ALL SELECT min(from_time) FROM coverage_failure WHERE cluster_id = @0
                UNION ALL SELECT min(from_time) FROM file_span WHERE cluster_id = @0 AND collected_at < @1
                UNION ALL SELECT * FROM (
                    SELECT time FROM event INDEXED BY ix_event_cluster_time
                    WHERE cluster_id = @0 AND time < @1 AND (is_from_files = 0 OR first_seen < @1) ORDER BY time LIMIT 1))
            WHERE t < @1
            """,
            2);
        return select.Number(clusterId, horizonMicros);
    }

    private bool HasOthers(long horizonMicros)
    {
        using var select = new PreparedStatement(
            connection,
            """
            SELECT EXISTS (SELECT 1 FROM event INDEXED BY ix_event_undated WHERE time IS NULL AND cluster_id = @0 AND first_seen < @1)
                OR EXISTS (SELECT 1 FROM quarantine WHERE cluster_id = @0 AND seen_at < @1)
                OR EXISTS (
                    SELECT 1 FROM trail_call
                    WHERE cluster_id = @0 AND (time IS NULL OR time < @1) AND (first_seen < @1 OR (is_from_files = 0 AND time IS NOT NULL)))
            """,
            2);
        return select.Number(clusterId, horizonMicros) == 1;
    }

    private void Execute(string sql, params ReadOnlySpan<object?> values)
    {
        using var statement = new PreparedStatement(connection, sql, values.Length + 1);
        statement.Execute([clusterId, .. values]);
    }
}

using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Retention;

/// <summary>Nothing expires at first sight: a clock that is set forward by a year for an hour must not remove a year. A day is noted when it is old enough, and expires when a later look, half a day on, still finds it so.</summary>
internal static class PendingExpiry
{
    /// <summary>Number that stands for the tool's own activity log in place of a cluster's.</summary>
    public const long Activity = 0;

    /// <summary>Least time between the two looks.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromHours(12);

    /// <summary>Looks.</summary>
    /// <param name="connection">Inside a transaction.</param>
    /// <param name="clusterId">The cluster, or <see cref="Activity"/>.</param>
    /// <param name="horizonMicros">First instant that is kept, by the clock of now.</param>
    /// <param name="nowMicros">Now.</param>
    /// <returns>The first instant to keep that an earlier look noted, half a day ago or longer; null if none did.</returns>
    public static long? Look(SqliteConnection connection, long clusterId, long horizonMicros, long nowMicros)
    {
        var noted = Read(connection, clusterId);
        if (noted is not { } pending || pending.SeenAt > nowMicros || pending.Horizon > horizonMicros)
        {
            // The first look; or the clock was ahead at the earlier one, and what it noted never came true.
            Note(connection, clusterId, horizonMicros, nowMicros);
            return null;
        }

        if (nowMicros - pending.SeenAt < (long)BetweenLooks.TotalMicroseconds)
        {
            return null;
        }

        if (horizonMicros > pending.Horizon)
        {
            Note(connection, clusterId, horizonMicros, nowMicros);
        }

        return pending.Horizon;
    }

    private static (long Horizon, long SeenAt)? Read(SqliteConnection connection, long clusterId)
    {
        using var select = new PreparedStatement(connection, "SELECT horizon, seen_at FROM pending_expiry WHERE cluster_id = @0", 1);
        using var reader = select.Read(clusterId);
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    private static void Note(SqliteConnection connection, long clusterId, long horizonMicros, long nowMicros)
    {
        using var upsert = new PreparedStatement(
            connection,
            """
            INSERT INTO pending_expiry (cluster_id, horizon, seen_at) VALUES (@0, @1, @2)
            ON CONFLICT DO UPDATE SET horizon = excluded.horizon, seen_at = excluded.seen_at
            """,
            3);
        upsert.Execute(clusterId, horizonMicros, nowMicros);
    }
}

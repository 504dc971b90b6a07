using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Clusters;

/// <summary>A cluster that the database knows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">CloudWatch, Files, Demo, or Import for one that only imports made.</param>
/// <param name="OwedFrom">Since when its time is to be collected; null for files.</param>
/// <param name="LastEvent">Time of the newest stored event; null if none.</param>
/// <param name="LastRunAt">End of the last finished run; null if none.</param>
public sealed record ClusterRow(string Name, string Source, DateTimeOffset? OwedFrom, DateTimeOffset? LastEvent, DateTimeOffset? LastRunAt)
{
    /// <summary>Up to when its time has expired: nothing before is owed or collected any more. Null if none has.</summary>
    public DateTimeOffset? ExpiredTo { get; init; }
}

/// <summary>The clusters in the database.</summary>
public sealed class ClusterStore(AuditDatabase database)
{
    /// <summary>Makes the cluster if new, or updates its source; moves <paramref name="owedFrom"/> only further back, never forward, and never into time that has expired.</summary>
    public Task RegisterAsync(string cluster, string source, DateTimeOffset? owedFrom, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                using var upsert = new PreparedStatement(
                    connection,
                    """
                    INSERT INTO cluster (name, source, owed_from) VALUES (@0, @1, @2)
                    ON CONFLICT DO UPDATE SET source = excluded.source,
                        owed_from = coalesce(
                            min(owed_from, max(excluded.owed_from, coalesce(expired_to, excluded.owed_from))), owed_from,
                            max(excluded.owed_from, coalesce(expired_to, excluded.owed_from)))
                    """,
                    3);
                return upsert.Execute(
                    StorableText.Keep(cluster), StorableText.Keep(source), owedFrom is { } t ? TimeWindow.ToMicrosSinceEpoch(t) : null);
            },
            cancellationToken);

    /// <summary>All clusters by name.</summary>
    public Task<IReadOnlyList<ClusterRow>> GetAllAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ClusterRow>>(
            (connection, _) =>
            {
                using var select = new PreparedStatement(
                    connection,
                    """
                    SELECT name, source, owed_from,
                        (SELECT max(e.time) FROM event e WHERE e.cluster_id = c.id),
                        (SELECT max(r.ended_at) FROM run r WHERE r.cluster_id = c.id), expired_to
                    FROM cluster c ORDER BY name
                    """,
                    0);
                using var reader = select.Read();
                var rows = new List<ClusterRow>();
                while (reader.Read())
                {
                    rows.Add(new ClusterRow(reader.GetString(0), reader.GetString(1), Instant(reader, 2), Instant(reader, 3), Instant(reader, 4)) { ExpiredTo = Instant(reader, 5) });
                }

                return rows;
            },
            cancellationToken);

    private static DateTimeOffset? Instant(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(column));
}

using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Trail;

/// <summary>Reads stored calls of the AWS API. Singleton: holds nothing itself.</summary>
public sealed class TrailReads(AuditDatabase database)
{
    /// <summary>Most changes of who may get in that are read: years of a busy cluster.</summary>
    public const int MostChanges = 5_000;

    /// <summary>Most rows of workloads that are given.</summary>
    public const int MostWorkloads = 2_000;

    private const string Columns = "t.id, c.name, t.time, t.outcome, t.is_repeated, t.encoding, t.length, t.content, t.identity";

    /// <summary>The changes of who may get in, all that are stored of a cluster: earlier ones tell whom names stand for.</summary>
    public Task<TrailChanges> GetChangesAsync(string cluster, CancellationToken cancellationToken) => database.ReadAsync(
        (connection, _) =>
        {
            if (ClusterRows.Find(connection, cluster) is not { } id)
            {
                return new TrailChanges([], false, 0);
            }

            var rows = Read(
                connection,
                $"SELECT {Columns} FROM trail_call t JOIN cluster c ON c.id = t.cluster_id WHERE t.cluster_id = @0 AND t.kind = 1 AND t.time IS NOT NULL ORDER BY t.time DESC, t.id DESC LIMIT @1",
                id, MostChanges + 1);
            using var count = new PreparedStatement(connection, "SELECT count(*) FROM trail_call WHERE cluster_id = @0 AND kind = 1 AND time IS NULL", 1);
            var isCut = rows.Count > MostChanges;
            rows.Reverse();
            return new TrailChanges(isCut ? rows[1..] : rows, isCut, count.Number(id) ?? 0);
        },
        cancellationToken);

    /// <summary>One call by its id; null where there is none.</summary>
    /// <param name="id">Identity in hex, 64 characters.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<StoredTrailCall?> FindAsync(string id, CancellationToken cancellationToken) => database.ReadAsync(
        (connection, _) => Read(connection, $"SELECT {Columns} FROM trail_call t JOIN cluster c ON c.id = t.cluster_id WHERE t.identity = @0", Convert.FromHexString(id)).FirstOrDefault(),
        cancellationToken);

    /// <summary>Who took which role in a window, each with when that was first seen at all.</summary>
    /// <returns>At most <see cref="MostWorkloads"/> rows: denied before failed before succeeded, then first seen latest first.</returns>
    public Task<IReadOnlyList<WorkloadRow>> GetWorkloadsAsync(string cluster, TimeWindow window, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<WorkloadRow>>(
        (connection, _) =>
        {
            if (ClusterRows.Find(connection, cluster) is not { } id)
            {
                return [];
            }

            using var select = new PreparedStatement(
                connection,
                """
                SELECT subject, role, outcome, sum(time >= @1 AND time < @2), min(time), max(CASE WHEN time >= @1 AND time < @2 THEN time END)
                FROM trail_call WHERE cluster_id = @0 AND kind = 2 AND time IS NOT NULL
                GROUP BY subject, role, outcome HAVING sum(time >= @1 AND time < @2) > 0
                ORDER BY outcome DESC, min(time) DESC, subject, role LIMIT @3
                """,
                4);
            using var reader = select.Read(id, window.FromMicros, window.ToMicros, MostWorkloads);
            var rows = new List<WorkloadRow>();
            while (reader.Read())
            {
                rows.Add(new WorkloadRow(
                    reader.IsDBNull(0) ? null : reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), (CallOutcome)reader.GetInt32(2), reader.GetInt64(3),
                    TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(4)), TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(5))));
            }

            return rows;
        },
        cancellationToken);

    /// <summary>How many calls of workloads have no time.</summary>
    public Task<long> CountUndatedWorkloadsAsync(string cluster, CancellationToken cancellationToken) => database.ReadAsync(
        (connection, _) =>
        {
            using var count = new PreparedStatement(connection, "SELECT count(*) FROM trail_call WHERE cluster_id = @0 AND kind = 2 AND time IS NULL", 1);
            return ClusterRows.Find(connection, cluster) is { } id ? count.Number(id) ?? 0 : 0;
        },
        cancellationToken);

    /// <summary>The calls behind a row of workloads, newest first.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="window">The window.</param>
    /// <param name="subject">Service account; null for calls that do not name it.</param>
    /// <param name="role">Role; null for calls that do not name it.</param>
    /// <param name="outcome">How they ended.</param>
    /// <param name="limit">Most calls, 1 to 500.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<StoredTrailCall>> GetWorkloadCallsAsync(
        string cluster, TimeWindow window, string? subject, string? role, CallOutcome outcome, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 500);
        return database.ReadAsync<IReadOnlyList<StoredTrailCall>>(
            (connection, _) => ClusterRows.Find(connection, cluster) is { } id
                ? Read(
                    connection,
                    $"""
                    SELECT {Columns} FROM trail_call t JOIN cluster c ON c.id = t.cluster_id
                    WHERE t.cluster_id = @0 AND t.kind = 2 AND t.subject IS @1 AND t.role IS @2 AND t.outcome = @3 AND t.time >= @4 AND t.time < @5
                    ORDER BY t.time DESC, t.id DESC LIMIT @6
                    """,
                    id, subject, role, (int)outcome, window.FromMicros, window.ToMicros, limit)
                : [],
            cancellationToken);
    }

    /// <summary>What vouches for a cluster's calls.</summary>
    public Task<TrailCoverage> GetCoverageAsync(string cluster, CancellationToken cancellationToken) => database.ReadAsync(
        (connection, _) =>
        {
            if (ClusterRows.Find(connection, cluster) is not { } id)
            {
                return new TrailCoverage([], false);
            }

            using var select = new PreparedStatement(connection, "SELECT from_time, to_time FROM trail_span WHERE cluster_id = @0 ORDER BY from_time", 1);
            using var reader = select.Read(id);
            var spans = new List<TimeWindow>();
            while (reader.Read())
            {
                spans.Add(new TimeWindow(reader.GetInt64(0), reader.GetInt64(1)));
            }

            return new TrailCoverage(spans, spans.Count > 0);
        },
        cancellationToken);

    private static List<StoredTrailCall> Read(SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var select = new PreparedStatement(connection, sql, values.Length);
        using var reader = select.Read(values);
        var rows = new List<StoredTrailCall>();
        while (reader.Read())
        {
            var json = BodyCodec.Unpack((BodyEncoding)reader.GetInt32(5), reader.GetInt32(6), reader.GetFieldValue<byte[]>(7));
            long? time = reader.IsDBNull(2) ? null : reader.GetInt64(2);

            // What was stored as a call can be read as one; a record that a later version reads otherwise is left out rather than guessed at.
            if (TrailReader.Read(json, out _) is { } call)
            {
                rows.Add(new StoredTrailCall(
                    reader.GetInt64(0), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(8)), reader.GetString(1), time is { } micros ? TimeWindow.FromMicrosSinceEpoch(micros) : null, call with { TimeMicros = time },
                    (CallOutcome)reader.GetInt32(3), reader.GetBoolean(4), json));
            }
        }

        return rows;
    }
}

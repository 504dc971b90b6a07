using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Coverage;

/// <summary>Which queries coverage is asked for, and since when they are owed.</summary>
/// <param name="QueryId">The canned query.</param>
/// <param name="SelectionHash">Intervals collected under another hash do not count.</param>
public sealed record CoverageQuery(string QueryId, string SelectionHash);

/// <summary>Reads coverage for pages, the API and planning.</summary>
public sealed class CoverageReader(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Coverage of each query over a window; stretches adjoin and fill it.</summary>
    public Task<IReadOnlyList<CoverageLine>> GetLinesAsync(
        string cluster, TimeWindow window, IReadOnlyList<CoverageQuery> queries, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<CoverageLine>>(
            (connection, _) =>
            {
                // One moment: time that expires meanwhile must not be seen as owed and no longer collected.
                using var snapshot = connection.BeginTransaction(deferred: true);
                return ReadLines(connection, Find(connection, cluster), window, queries);
            },
            cancellationToken);

    /// <summary>Coverage of a window over all the queries together.</summary>
    /// <remarks>
    /// Where only part of the queries has a state, the worst counts: failed, not collected, expired, from files, out of scope, settling, collected.
    /// With nothing in scope the fraction is 0, never a claim that everything was collected.
    /// </remarks>
    public Task<CoverageSummary> GetSummaryAsync(
        string cluster, TimeWindow window, IReadOnlyList<CoverageQuery> queries, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, _) =>
            {
                using var snapshot = connection.BeginTransaction(deferred: true);
                var found = Find(connection, cluster);
                var lines = ReadLines(connection, found, window, queries);
                var spans = ReadFileSpans(connection, found?.Id, window);
                return CoverageSummaries.Of(
                    window,
                    lines,
                    spans.Count > 0,
                    Count(connection, "SELECT count(*) FROM main.event INDEXED BY ix_event_undated WHERE time IS NULL AND cluster_id = @0", found?.Id),
                    Count(connection, "SELECT count(*) FROM quarantine WHERE cluster_id = @0", found?.Id));
            },
            cancellationToken);

    /// <summary>Coverage of each query of CloudTrail over a window: as for other queries, but that files of CloudTrail are what vouches beside them.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="window">The window.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<CoverageLine>> GetTrailLinesAsync(
        string cluster, TimeWindow window, IReadOnlyList<CoverageQuery> queries, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<CoverageLine>>(
            (connection, _) =>
            {
                using var snapshot = connection.BeginTransaction(deferred: true);
                return ReadLines(connection, Find(connection, cluster), window, queries, TrailSpans);
            },
            cancellationToken);

    /// <summary>Coverage of a window over these queries of CloudTrail together, see <see cref="GetSummaryAsync"/>. Undated and unreadable records are not counted.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="window">The window.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<CoverageSummary> GetTrailSummaryAsync(
        string cluster, TimeWindow window, IReadOnlyList<CoverageQuery> queries, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, _) =>
            {
                using var snapshot = connection.BeginTransaction(deferred: true);
                var found = Find(connection, cluster);
                var lines = ReadLines(connection, found, window, queries, TrailSpans);
                return CoverageSummaries.Of(window, lines, ReadFileSpans(connection, found?.Id, window, TrailSpans).Count > 0, undatedEvents: 0, quarantinedRecords: 0);
            },
            cancellationToken);

    /// <summary>The collected intervals of one query (not those from files), optionally only the settled ones.</summary>
    public Task<IntervalSet> GetCollectedAsync(
        string cluster, CoverageQuery query, bool settledOnly, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, _) =>
            {
                var everything = new TimeWindow(long.MinValue, long.MaxValue);
                var pieces = ReadPieces(connection, Find(connection, cluster)?.Id, query, everything);
                return IntervalSet.Of(pieces.Where(p => p.State == CoverageState.Collected || !settledOnly).Select(p => p.Window));
            },
            cancellationToken);

    private static (long Id, long? OwedFrom, TimeWindow Expired)? Find(SqliteConnection connection, string cluster)
    {
        using var find = new PreparedStatement(connection, "SELECT id, owed_from, coalesce(expired_from, expired_to, 0), coalesce(expired_to, 0) FROM cluster WHERE name = @0", 1);
        using var reader = find.Read(StorableText.Keep(cluster));
        return reader.Read()
            ? (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), new TimeWindow(reader.GetInt64(2), reader.GetInt64(3)))
            : null;
    }

    private static long Count(SqliteConnection connection, string sql, long? clusterId)
    {
        using var count = new PreparedStatement(connection, sql, 1);
        return count.Number(clusterId) ?? 0;
    }

    private static List<CoverageStretch> ReadPieces(SqliteConnection connection, long? clusterId, CoverageQuery query, TimeWindow window)
    {
        using var select = new PreparedStatement(
            connection,
            """
            SELECT c.from_time, c.to_time, c.is_settled, c.collected_at, c.how FROM coverage c JOIN query q ON q.id = c.query_id
            WHERE c.cluster_id = @0 AND q.name = @1 AND c.selection_hash = @2 AND c.from_time < @4 AND c.to_time > @3
            ORDER BY c.from_time
            """,
            5);
        using var reader = select.Read(clusterId, query.QueryId, query.SelectionHash, window.FromMicros, window.ToMicros);
        var pieces = new List<CoverageStretch>();
        while (reader.Read())
        {
            pieces.Add(new CoverageStretch(
                new TimeWindow(reader.GetInt64(0), reader.GetInt64(1)),
                reader.GetBoolean(2) ? CoverageState.Collected : CoverageState.Settling,
                TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(3)),
                (CoverageHow)reader.GetInt32(4),
                Reason: null));
        }

        return pieces;
    }

    private static List<CoverageStretch> ReadFailures(SqliteConnection connection, long? clusterId, string queryId, TimeWindow window)
    {
        using var select = new PreparedStatement(
            connection,
            """
            SELECT f.from_time, f.to_time, f.reason FROM coverage_failure f JOIN query q ON q.id = f.query_id
            WHERE f.cluster_id = @0 AND q.name = @1 AND f.from_time < @3 AND f.to_time > @2
            ORDER BY f.from_time
            """,
            4);
        using var reader = select.Read(clusterId, queryId, window.FromMicros, window.ToMicros);
        var failures = new List<CoverageStretch>();
        while (reader.Read())
        {
            failures.Add(new CoverageStretch(
                new TimeWindow(reader.GetInt64(0), reader.GetInt64(1)), CoverageState.Failed, CollectedAt: null, How: null, reader.GetString(2)));
        }

        return failures;
    }

    private const string TrailSpans = "SELECT from_time, to_time, collected_at FROM trail_span WHERE cluster_id = @0 AND from_time < @2 AND to_time > @1 ORDER BY collected_at";
    private const string EventSpans = "SELECT from_time, to_time, collected_at FROM file_span WHERE cluster_id = @0 AND from_time < @2 AND to_time > @1 ORDER BY collected_at";

    private static List<CoverageStretch> ReadFileSpans(SqliteConnection connection, long? clusterId, TimeWindow window, string from = EventSpans)
    {
        using var select = new PreparedStatement(connection, from, 3);
        using var reader = select.Read(clusterId, window.FromMicros, window.ToMicros);
        var spans = new List<CoverageStretch>();
        while (reader.Read())
        {
            spans.Add(new CoverageStretch(
                new TimeWindow(reader.GetInt64(0), reader.GetInt64(1)), CoverageState.FromFiles,
                TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(2)), CoverageHow.Files, CoverageLayers.FromFilesReason));
        }

        return spans;
    }

    private List<CoverageLine> ReadLines(
        SqliteConnection connection, (long Id, long? OwedFrom, TimeWindow Expired)? cluster, TimeWindow window, IReadOnlyList<CoverageQuery> queries, string files = EventSpans)
    {
        if (window.IsEmpty)
        {
            return [.. queries.Select(q => new CoverageLine(q.QueryId, []))];
        }

        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        var spans = ReadFileSpans(connection, cluster?.Id, window, files);
        var expired = cluster?.Expired ?? default;
        CoverageStretch[] gone = expired.IsEmpty ? [] : [new CoverageStretch(expired, CoverageState.Expired, null, null, CoverageLayers.ExpiredReason)];
        long? owedFrom = cluster?.OwedFrom is { } from ? Math.Max(from, expired.ToMicros) : null;
        return
        [
            .. queries.Select(q => new CoverageLine(
                q.QueryId,
                new CoverageLayers(window)
                    .Lay(gone)
                    .Lay(spans)
                    .Lay(Owed(owedFrom, now, spans))
                    .Lay(ReadFailures(connection, cluster?.Id, q.QueryId, window))
                    .Lay(ReadPieces(connection, cluster?.Id, q, window))
                    .Stretches)),
        ];
    }

    private static List<CoverageStretch> Owed(long? owedFrom, long now, List<CoverageStretch> spans)
    {
        if (owedFrom is not { } from || from >= now)
        {
            return [];
        }

        var owed = new TimeWindow(from, now);
        var withFiles = IntervalSet.Of(spans.Select(s => s.Window)).Intersect(IntervalSet.Of([owed]));
        return
        [
            new CoverageStretch(owed, CoverageState.NotCollected, CollectedAt: null, How: null, Reason: null),
            .. withFiles.Intervals.Select(w => new CoverageStretch(w, CoverageState.NotCollected, null, null, CoverageLayers.OnlyFromFilesReason)),
        ];
    }
}

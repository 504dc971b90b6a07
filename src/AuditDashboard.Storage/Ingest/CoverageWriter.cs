using AuditDashboard.Storage.Coverage;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>Writes coverage within one transaction. Intervals of one cluster, query and selection never overlap: the newest statement about an instant counts.</summary>
internal sealed class CoverageWriter(SqliteConnection connection, long clusterId, long nowMicros)
{
    private sealed record Piece(long Id, TimeWindow Window, int How, bool IsSettled, long CollectedAt, long Rows, long Bytes);

    private const long MaxJoinedMicros = 60 * TimeWindow.MinuteMicros;

    private readonly long _expiredTo = ExpiredTo(connection, clusterId);

    /// <summary>Makes an interval collected; what of it has expired stays so.</summary>
    public void Add(long queryId, CoverageGain gain)
    {
        gain = gain with { Window = Kept(gain.Window) };
        if (gain.Window.IsEmpty)
        {
            return;
        }

        var added = new Piece(0, gain.Window, (int)gain.How, gain.IsSettled, nowMicros, gain.Rows, gain.BytesScanned);
        foreach (var old in Touching(queryId, gain.SelectionHash, gain.Window))
        {
            var outside = IntervalSet.Of([old.Window]).Except(IntervalSet.Of([gain.Window])).Intervals;
            if (outside.Count == 1 && outside[0] == old.Window)
            {
                if (IsOneWith(old, added))
                {
                    added = added with
                    {
                        Window = new TimeWindow(Math.Min(old.Window.FromMicros, added.Window.FromMicros), Math.Max(old.Window.ToMicros, added.Window.ToMicros)),
                        CollectedAt = Math.Max(old.CollectedAt, added.CollectedAt),
                        Rows = added.Rows + old.Rows,
                        Bytes = added.Bytes + old.Bytes,
                    };
                    Delete(old.Id);
                }

                continue;
            }

            Delete(old.Id);
            foreach (var rest in outside)
            {
                Insert(queryId, gain.SelectionHash, old with { Window = rest, Rows = Share(old.Rows, old.Window, rest), Bytes = Share(old.Bytes, old.Window, rest) });
            }
        }

        Insert(queryId, gain.SelectionHash, added);
        ClearFailures(queryId, gain.Window);
    }

    /// <summary>True if two adjoining pieces may be kept as one row: collected in the same way, and at the same moment or within an hour of time.</summary>
    /// <remarks>
    /// A schedule of seconds would otherwise leave a row each time for each query, and every reader of coverage would read them all.
    /// The row says the later moment of collection, at which all of it was collected.
    /// </remarks>
    private static bool IsOneWith(Piece old, Piece added) =>
        old.How == added.How && old.IsSettled == added.IsSettled
        && (old.CollectedAt == added.CollectedAt
            || (Math.Max(old.Window.ToMicros, added.Window.ToMicros) - Math.Min(old.Window.FromMicros, added.Window.FromMicros) <= MaxJoinedMicros
                && Math.Abs(old.CollectedAt - added.CollectedAt) <= MaxJoinedMicros));

    /// <summary>Notes that a file, or an import, held events of this span.</summary>
    /// <param name="origin">Fingerprint of the file, or the run.</param>
    /// <param name="span">From its first to its last event.</param>
    public void AddFileSpan(string origin, TimeWindow span)
    {
        using var upsert = new PreparedStatement(
            connection,
            """
            INSERT INTO file_span (cluster_id, origin, from_time, to_time, collected_at) VALUES (@0, @1, @2, @3, @4)
            ON CONFLICT DO UPDATE SET collected_at = CASE WHEN excluded.from_time < from_time THEN excluded.collected_at ELSE collected_at END,
                from_time = min(from_time, excluded.from_time), to_time = max(to_time, excluded.to_time)
            """,
            5);
        upsert.Execute(clusterId, origin, span.FromMicros, span.ToMicros, nowMicros);
    }

    /// <summary>Notes that an interval could not be collected; it replaces what was said of it before. Of what has expired nothing is owed, so nothing fails.</summary>
    public void AddFailure(long queryId, TimeWindow window, string reason)
    {
        window = Kept(window);
        if (window.IsEmpty)
        {
            return;
        }

        ClearFailures(queryId, window);
        using var insert = new PreparedStatement(
            connection,
            "INSERT INTO coverage_failure (cluster_id, query_id, from_time, to_time, reason, failed_at) VALUES (@0, @1, @2, @3, @4, @5)",
            6);
        insert.Execute(clusterId, queryId, window.FromMicros, window.ToMicros, reason, nowMicros);
    }

    /// <summary>Takes back what was collected of an interval and is not settled, under whatever selection.</summary>
    public void TakeBack(long queryId, TimeWindow window)
    {
        foreach (var (hash, old) in Unsettled(queryId, window))
        {
            Delete(old.Id);
            foreach (var rest in IntervalSet.Of([old.Window]).Except(IntervalSet.Of([window])).Intervals)
            {
                Insert(queryId, hash, old with { Window = rest, Rows = Share(old.Rows, old.Window, rest), Bytes = Share(old.Bytes, old.Window, rest) });
            }
        }
    }

    private TimeWindow Kept(TimeWindow window) => window with { FromMicros = Math.Max(window.FromMicros, _expiredTo) };

    private static long ExpiredTo(SqliteConnection connection, long clusterId)
    {
        using var select = new PreparedStatement(connection, "SELECT expired_to FROM cluster WHERE id = @0", 1);
        return select.Number(clusterId) ?? long.MinValue;
    }

    /// <summary>Cuts a window out of the failures of a query.</summary>
    private void ClearFailures(long queryId, TimeWindow window)
    {
        using var keepAfter = new PreparedStatement(
            connection,
            """
            INSERT INTO coverage_failure (cluster_id, query_id, from_time, to_time, reason, failed_at)
            SELECT cluster_id, query_id, @3, to_time, reason, failed_at FROM coverage_failure
            WHERE cluster_id = @0 AND query_id = @1 AND from_time < @2 AND to_time > @3
            """,
            4);
        keepAfter.Execute(clusterId, queryId, window.FromMicros, window.ToMicros);
        using var cutEnd = new PreparedStatement(
            connection,
            "UPDATE coverage_failure SET to_time = @2 WHERE cluster_id = @0 AND query_id = @1 AND from_time < @2 AND to_time > @2",
            3);
        cutEnd.Execute(clusterId, queryId, window.FromMicros);
        using var cutStart = new PreparedStatement(
            connection,
            "UPDATE coverage_failure SET from_time = @3 WHERE cluster_id = @0 AND query_id = @1 AND from_time >= @2 AND from_time < @3 AND to_time > @3",
            4);
        cutStart.Execute(clusterId, queryId, window.FromMicros, window.ToMicros);
        using var remove = new PreparedStatement(
            connection,
            "DELETE FROM coverage_failure WHERE cluster_id = @0 AND query_id = @1 AND from_time >= @2 AND to_time <= @3",
            4);
        remove.Execute(clusterId, queryId, window.FromMicros, window.ToMicros);
    }

    /// <summary>The part of a count that a piece of its interval keeps, by length: which rows lay where was never stored with it.</summary>
    private static long Share(long count, TimeWindow whole, TimeWindow part) =>
        (long)((Int128)count * (part.ToMicros - part.FromMicros) / (whole.ToMicros - whole.FromMicros));

    private List<Piece> Touching(long queryId, string hash, TimeWindow window)
    {
        using var select = new PreparedStatement(
            connection,
            """
            SELECT id, from_time, to_time, how, is_settled, collected_at, rows, bytes_scanned FROM coverage
            WHERE cluster_id = @0 AND query_id = @1 AND selection_hash = @2 AND from_time <= @4 AND to_time >= @3
            ORDER BY from_time
            """,
            5);
        var pieces = new List<Piece>();
        using var reader = select.Read(clusterId, queryId, hash, window.FromMicros, window.ToMicros);
        while (reader.Read())
        {
            pieces.Add(new Piece(
                reader.GetInt64(0), new TimeWindow(reader.GetInt64(1), reader.GetInt64(2)), reader.GetInt32(3), reader.GetBoolean(4),
                reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7)));
        }

        return pieces;
    }

    private List<(string Hash, Piece Piece)> Unsettled(long queryId, TimeWindow window)
    {
        using var select = new PreparedStatement(
            connection,
            """
            SELECT id, from_time, to_time, how, collected_at, rows, bytes_scanned, selection_hash FROM coverage
            WHERE cluster_id = @0 AND query_id = @1 AND is_settled = 0 AND from_time < @3 AND to_time > @2
            """,
            4);
        var pieces = new List<(string, Piece)>();
        using var reader = select.Read(clusterId, queryId, window.FromMicros, window.ToMicros);
        while (reader.Read())
        {
            pieces.Add((reader.GetString(7), new Piece(
                reader.GetInt64(0), new TimeWindow(reader.GetInt64(1), reader.GetInt64(2)), reader.GetInt32(3), IsSettled: false,
                reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6))));
        }

        return pieces;
    }

    private void Delete(long id)
    {
        using var delete = new PreparedStatement(connection, "DELETE FROM coverage WHERE id = @0", 1);
        delete.Execute(id);
    }

    private void Insert(long queryId, string hash, Piece piece)
    {
        using var insert = new PreparedStatement(
            connection,
            """
            INSERT INTO coverage (cluster_id, query_id, selection_hash, from_time, to_time, how, is_settled, collected_at, rows, bytes_scanned)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9)
            """,
            10);
        insert.Execute(
            clusterId, queryId, hash, piece.Window.FromMicros, piece.Window.ToMicros, piece.How, piece.IsSettled ? 1 : 0,
            piece.CollectedAt, piece.Rows, piece.Bytes);
    }
}

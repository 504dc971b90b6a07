using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>Collects what a transaction adds to the minute tables, and writes each touched bin once.</summary>
internal sealed class MinuteBins
{
    private readonly Dictionary<(long QueryId, long Minute), long> _counts = [];
    private readonly Dictionary<(long QueryId, long Minute), long> _stack = [];

    /// <summary>The minute of an instant, in minutes since 1970, rounded down before 1970 too.</summary>
    public static long MinuteOf(long micros) =>
        micros >= 0 ? micros / TimeWindow.MinuteMicros : ((micros + 1) / TimeWindow.MinuteMicros) - 1;

    /// <summary>A match that is new (1), or goes with its event (-1). Undated ones are in no bin.</summary>
    public void AddMatch(long queryId, long? timeMicros, int delta) => Add(_counts, queryId, timeMicros, delta);

    /// <summary>An event that is new under this query or moves to it (1), or that moves or goes away (-1).</summary>
    public void AddToStack(long queryId, long? timeMicros, int delta) => Add(_stack, queryId, timeMicros, delta);

    /// <summary>Writes everything.</summary>
    public void Write(SqliteConnection connection, long clusterId)
    {
        Write(connection, "minute_count", clusterId, _counts);
        Write(connection, "minute_stack", clusterId, _stack);
    }

    private static void Add(Dictionary<(long QueryId, long Minute), long> bins, long queryId, long? timeMicros, int delta)
    {
        if (timeMicros is { } micros)
        {
            var key = (queryId, MinuteOf(micros));
            bins[key] = bins.GetValueOrDefault(key) + delta;
        }
    }

    private static void Write(SqliteConnection connection, string table, long clusterId, Dictionary<(long QueryId, long Minute), long> bins)
    {
        using var upsert = new PreparedStatement(
            connection,
            $"INSERT INTO {table} (cluster_id, query_id, minute, n) VALUES (@0, @1, @2, @3) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            4);
        using var removeEmpty = new PreparedStatement(
            connection, $"DELETE FROM {table} WHERE cluster_id = @0 AND query_id = @1 AND minute = @2 AND n = 0", 3);
        foreach (var (key, n) in bins.OrderBy(b => b.Key))
        {
            if (n != 0)
            {
                upsert.Execute(clusterId, key.QueryId, key.Minute, n);
            }

            // Only a move or a removal takes away, so only then can a bin become empty; the database of a moved event
            // must be the same as one that knew the narrower query from the start.
            if (n < 0)
            {
                removeEmpty.Execute(clusterId, key.QueryId, key.Minute);
            }
        }
    }
}

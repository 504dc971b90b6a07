using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Bins;

/// <summary>Sums the minute tables into bins, and counts the cut minutes at the window's ends from the rows themselves.</summary>
internal sealed class MinuteSums(SqliteConnection connection, BinGrid grid, IReadOnlyList<long> clusterIds)
{
    /// <summary>Matches of a query.</summary>
    public int[] OfQuery(long queryId)
    {
        var counts = new int[grid.Count];
        foreach (var clusterId in clusterIds)
        {
            AddMinutes(counts, "minute_count", clusterId, queryId);
            foreach (var end in grid.CutEnds)
            {
                AddRows(
                    counts,
                    end,
                    $"SELECT count(*) FROM main.event_match INDEXED BY {EventIndex.MatchCluster} WHERE cluster_id = @0 AND query_id = @1 AND time >= @2 AND time < @3",
                    clusterId,
                    queryId);
            }
        }

        return counts;
    }

    /// <summary>Events whose narrowest query this is.</summary>
    public int[] OfStack(long queryId)
    {
        var counts = new int[grid.Count];
        foreach (var clusterId in clusterIds)
        {
            AddMinutes(counts, "minute_stack", clusterId, queryId);
            foreach (var end in grid.CutEnds)
            {
                AddRows(
                    counts,
                    end,
                    $"SELECT count(*) FROM main.event INDEXED BY {EventIndex.ClusterTime} WHERE cluster_id = @0 AND stack_query_id = @1 AND time >= @2 AND time < @3",
                    clusterId,
                    queryId);
            }
        }

        return counts;
    }

    /// <summary>All events.</summary>
    public int[] OfAll()
    {
        var counts = new int[grid.Count];
        foreach (var (id, _) in QueryNames.Load(connection).InStackOrder)
        {
            var part = OfStack(id);
            for (var i = 0; i < counts.Length; i++)
            {
                counts[i] += part[i];
            }
        }

        return counts;
    }

    private void AddMinutes(int[] counts, string table, long clusterId, long queryId)
    {
        var (from, to) = grid.WholeMinutes;
        using var select = new PreparedStatement(
            connection, $"SELECT minute, n FROM {table} WHERE cluster_id = @0 AND query_id = @1 AND minute >= @2 AND minute < @3", 4);
        using var reader = select.Read(clusterId, queryId, from, to);
        while (reader.Read())
        {
            counts[grid.IndexOfMinute(reader.GetInt64(0))] += (int)reader.GetInt64(1);
        }
    }

    private void AddRows(int[] counts, TimeWindow end, string sql, long clusterId, long queryId)
    {
        using var count = new PreparedStatement(connection, sql, 4);
        counts[grid.IndexOf(end.FromMicros)] += (int)(count.Number(clusterId, queryId, end.FromMicros, end.ToMicros) ?? 0);
    }
}

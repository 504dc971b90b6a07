using System.Runtime.InteropServices;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Events.Filtering;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Bins;

/// <summary>Counts the events of a filter into bins.</summary>
internal static class FilteredBins
{
    /// <summary>Reads the series: the greatest first, what is left in a last one.</summary>
    public static BinTable Read(SqliteConnection connection, BinGrid grid, ResolvedFilter filter, EventFacet? by, int maxSeries)
    {
        // Kept as pairs until the greatest values are known: a bin array for each of a million URIs would not fit in memory.
        var hits = ReadHits(connection, grid, filter, by);
        if (by is not { } facet)
        {
            return grid.Table([new BinSeries(string.Empty, Counts(hits, grid.Count))]);
        }

        var tally = new Dictionary<long, long>();
        foreach (var (key, _) in hits)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(tally, key, out _)++;
        }

        var ranking = FacetRanking.Of(connection, facet, tally, maxSeries);
        var top = ranking.Top.ToDictionary(t => t.Number, _ => new int[grid.Count]);
        var rest = new int[grid.Count];
        foreach (var (key, bin) in hits)
        {
            (top.GetValueOrDefault(ranking.SameAs.GetValueOrDefault(key, key)) ?? rest)[bin]++;
        }

        var series = ranking.Top.Select(t => new BinSeries(t.Text, top[t.Number]));
        return grid.Table(ranking.DistinctValues > maxSeries ? series.Append(new BinSeries(BinReader.RestKey, rest)) : series);
    }

    private static List<(long Key, int Bin)> ReadHits(SqliteConnection connection, BinGrid grid, ResolvedFilter filter, EventFacet? by)
    {
        var hits = new List<(long Key, int Bin)>();
        if (filter.IsImpossible || filter.Filter.OnlyUndated)
        {
            // What has no time is in no bin.
            return hits;
        }

        var scan = EventScan.Whole(connection, filter);
        using var command = Select(connection, scan, filter, by);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            hits.Add((by is null || reader.IsDBNull(1) ? FacetTexts.Absent : reader.GetInt64(1), grid.IndexOf(reader.GetInt64(0))));
        }

        return hits;
    }

    private static int[] Counts(List<(long Key, int Bin)> hits, int length)
    {
        var counts = new int[length];
        foreach (var (_, bin) in hits)
        {
            counts[bin]++;
        }

        return counts;
    }

    private static SqliteCommand Select(SqliteConnection connection, EventScan scan, ResolvedFilter filter, EventFacet? by)
    {
        var slice = TimeSlice.Of(filter.Filter);
        if (by == EventFacet.Query)
        {
            var command = scan.Select(connection, "e.id AS id, e.time AS time", slice);
            command.CommandText = $"SELECT f.time, y.query_id FROM ({command.CommandText}) f CROSS JOIN event_match y ON y.event_id = f.id";
            return command;
        }

        return scan.Select(connection, by is { } facet ? $"e.time, {FacetColumn.Of(facet).Sql}" : "e.time", slice);
    }
}

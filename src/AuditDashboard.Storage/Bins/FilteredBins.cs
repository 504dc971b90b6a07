using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Events.Filtering;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Bins;

/// <summary>Counts the events of a filter into bins.</summary>
internal static class FilteredBins
{
    /// <summary>Reads the series: the greatest first, what is left in a last one.</summary>
    public static BinTable Read(SqliteConnection connection, BinGrid grid, ResolvedFilter filter, EventFacet? by, int maxSeries)
    {
        var all = new int[grid.Count];

        // Kept as pairs until the greatest values are known: a bin array for each of a million URIs would not fit in memory.
        var hits = new List<(long Number, int Bin)>();

        // What has no time is in no bin.
        if (!filter.IsImpossible && !filter.Filter.OnlyUndated)
        {
            ReadHits(connection, grid, filter, by, all, hits);
        }

        if (by is not { } facet)
        {
            return grid.Table([new BinSeries(string.Empty, all)]);
        }

        var tally = new FacetTally();
        foreach (var (number, _) in hits)
        {
            tally.Add(number);
        }

        var ranking = FacetRanking.Of(connection, facet, tally.ToCounts(), maxSeries);
        var top = ranking.Top.ToDictionary(t => t.Number, _ => new int[grid.Count]);
        var rest = new int[grid.Count];
        foreach (var (number, bin) in hits)
        {
            (top.GetValueOrDefault(ranking.SameAs.GetValueOrDefault(number, number)) ?? rest)[bin]++;
        }

        var series = ranking.Top.Select(t => new BinSeries(t.Text, top[t.Number]));
        return grid.Table(ranking.DistinctValues > maxSeries ? series.Append(new BinSeries(BinReader.RestKey, rest)) : series);
    }

    private static void ReadHits(
        SqliteConnection connection, BinGrid grid, ResolvedFilter filter, EventFacet? by, int[] all, List<(long Number, int Bin)> hits)
    {
        var scan = EventScan.Whole(connection, filter);
        var slice = TimeSlice.Of(filter.Filter);
        if (by is not { } facet)
        {
            using var times = scan.Select(connection, "e.time", slice);
            while (times.Step())
            {
                all[grid.IndexOf(times.Number(0))]++;
            }

            return;
        }

        var isOneToOne = facet is not (EventFacet.Outcome or EventFacet.Query);
        using (var rows = scan.Select(connection, $"e.time, {FacetColumn.Of(facet).Sql}", slice))
        {
            while (rows.Step())
            {
                var bin = grid.IndexOf(rows.Number(0));
                var number = rows.NumberOrNull(1) ?? FacetTexts.Absent;
                if (isOneToOne)
                {
                    hits.Add((number, bin));
                    continue;
                }

                foreach (var value in FacetColumn.ValuesOf(facet, number))
                {
                    hits.Add((value, bin));
                }
            }
        }

        if (facet == EventFacet.Query && QueryBits.Beyond(connection) is { Count: > 0 } beyond)
        {
            using var rows = scan.SelectMatches(connection, "e.time", slice, beyond);
            while (rows.Step())
            {
                hits.Add((rows.Number(0), grid.IndexOf(rows.Number(2))));
            }
        }
    }
}

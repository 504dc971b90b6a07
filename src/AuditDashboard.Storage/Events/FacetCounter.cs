using AuditDashboard.Storage.Events.Filtering;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Events;

/// <summary>Counts the values of properties over a filtered window.</summary>
internal static class FacetCounter
{
    /// <summary>Counts each property; one scan for all that have no chips of their own, one more for each that has.</summary>
    public static IReadOnlyList<FacetCounts> Count(SqliteConnection connection, EventFilter filter, IReadOnlyList<EventFacet> facets, int top)
    {
        // All scans see the same state, so that the numbers beside each other agree.
        using var snapshot = connection.BeginTransaction(deferred: true);
        var resolved = ResolvedFilter.Of(connection, filter);
        var chipped = facets.Where(f => resolved.Chips.Any(c => c.Facet == f)).ToHashSet();
        var tallies = new Dictionary<EventFacet, Dictionary<long, long>>();
        Scan(connection, resolved, [.. facets.Where(f => !chipped.Contains(f)).Distinct()], tallies);
        foreach (var facet in chipped)
        {
            Scan(connection, resolved.Without(facet), [facet], tallies);
        }

        return
        [
            .. facets.Select(f =>
            {
                var ranking = FacetRanking.Of(connection, f, tallies[f], top);
                return new FacetCounts(f, [.. ranking.Top.Select(t => new FacetValue(t.Text, t.Count))], ranking.DistinctValues);
            }),
        ];
    }

    private static void Scan(
        SqliteConnection connection, ResolvedFilter filter, IReadOnlyList<EventFacet> facets, Dictionary<EventFacet, Dictionary<long, long>> tallies)
    {
        // Two facets may go by one column: outcomes are codes put together.
        var columns = facets.Select(f => FacetColumn.Of(f).Sql).Distinct(StringComparer.Ordinal).ToList();
        var counts = columns.Select(_ => new FacetTally()).ToArray();
        var slice = TimeSlice.Of(filter.Filter);
        var scan = filter.IsImpossible || columns.Count == 0 ? null : EventScan.Whole(connection, filter);
        if (scan is not null)
        {
            using var rows = scan.Select(connection, string.Join(", ", columns), slice);
            while (rows.Step())
            {
                for (var i = 0; i < counts.Length; i++)
                {
                    counts[i].Add(rows.NumberOrNull(i) ?? FacetTexts.Absent);
                }
            }
        }

        foreach (var facet in facets)
        {
            tallies[facet] = FacetColumn.ToValues(facet, counts[columns.IndexOf(FacetColumn.Of(facet).Sql)].ToCounts());
        }

        if (scan is not null && facets.Contains(EventFacet.Query) && QueryBits.Beyond(connection) is { Count: > 0 } beyond)
        {
            var more = new FacetTally();
            using var rows = scan.SelectMatches(connection, "1", slice, beyond);
            while (rows.Step())
            {
                more.Add(rows.Number(0));
            }

            foreach (var (query, count) in more.ToCounts())
            {
                tallies[EventFacet.Query][query] = count;
            }
        }
    }
}

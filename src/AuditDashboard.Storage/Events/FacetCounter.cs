using System.Runtime.InteropServices;
using AuditDashboard.Storage.Events.Filtering;
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
        foreach (var facet in facets)
        {
            tallies[facet] = [];
        }

        if (filter.IsImpossible || facets.Count == 0)
        {
            return;
        }

        var scan = EventScan.Whole(connection, filter);
        var slice = TimeSlice.Of(filter.Filter);
        var columns = facets.Where(f => f != EventFacet.Query).ToList();
        if (columns.Count > 0)
        {
            var counts = columns.Select(f => tallies[f]).ToArray();
            using var command = scan.Select(connection, string.Join(", ", columns.Select(f => FacetColumn.Of(f).Sql)), slice);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                for (var i = 0; i < counts.Length; i++)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(counts[i], Number(reader, i), out _)++;
                }
            }
        }

        if (facets.Contains(EventFacet.Query))
        {
            using var command = scan.Select(connection, "e.id", slice);
            command.CommandText = $"SELECT y.query_id, count(*) FROM ({command.CommandText}) f CROSS JOIN event_match y ON y.event_id = f.id GROUP BY y.query_id";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                tallies[EventFacet.Query][reader.GetInt64(0)] = reader.GetInt64(1);
            }
        }
    }

    /// <summary>The number of a value; absent is one of its own.</summary>
    private static long Number(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? FacetTexts.Absent : reader.GetInt64(column);
}

using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Events;

/// <summary>The greatest values of a property: by count, then by text.</summary>
/// <param name="Top">The greatest values.</param>
/// <param name="DistinctValues">How many values there are in all.</param>
/// <param name="SameAs">Numbers that read the same as another and count with it; empty but for odd resources.</param>
internal sealed record FacetRanking(
    IReadOnlyList<(long Number, string Text, long Count)> Top, int DistinctValues, IReadOnlyDictionary<long, long> SameAs)
{
    private static readonly Dictionary<long, long> None = [];

    /// <summary>Ranks the values of a tally.</summary>
    public static FacetRanking Of(SqliteConnection connection, EventFacet facet, Dictionary<long, long> tally, int top)
    {
        var sameAs = facet == EventFacet.Resource ? Merge(connection, ref tally) : None;

        // Ties at the edge are decided by their texts, so all values of the last count are needed, and no others:
        // a million different URIs must not be loaded to show twenty.
        var least = tally.Count <= top ? 0 : tally.Values.OrderDescending().ElementAt(top - 1);
        var above = tally.Where(t => t.Value > least).Select(t => t.Key).ToList();
        var tied = tally.Where(t => t.Value == least).Select(t => t.Key).ToList();
        var ranked = FacetTexts.Of(connection, facet, above, int.MaxValue)
            .Concat(FacetTexts.Of(connection, facet, tied, top))
            .Select(t => (t.Number, t.Text, Count: tally[t.Number]))
            .OrderByDescending(t => t.Count)
            .ThenBy(t => t.Text, FacetTexts.Order)
            .Take(top)
            .ToList();
        return new FacetRanking(ranked, tally.Count, sameAs);
    }

    /// <summary>Two resources may read the same (<c>a/b</c> alone, and <c>b</c> of <c>a</c>); a chip finds both, so they count as one.</summary>
    private static Dictionary<long, long> Merge(SqliteConnection connection, ref Dictionary<long, long> tally)
    {
        var sameAs = new Dictionary<long, long>();
        var merged = new Dictionary<long, long>();
        var texts = FacetTexts.Of(connection, EventFacet.Resource, [.. tally.Keys], int.MaxValue);
        foreach (var same in texts.GroupBy(t => t.Text, t => t.Number, StringComparer.Ordinal))
        {
            var first = same.First();
            foreach (var number in same)
            {
                merged[first] = merged.GetValueOrDefault(first) + tally[number];
                if (number != first)
                {
                    sameAs[number] = first;
                }
            }
        }

        tally = merged;
        return sameAs;
    }
}

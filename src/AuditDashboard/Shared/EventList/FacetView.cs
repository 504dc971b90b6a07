using AuditDashboard.Storage.Events;

namespace AuditDashboard.Shared.EventList;

/// <summary>One facet as it is drawn: its values with counts, which of them are filtered by, and how many are not shown.</summary>
/// <param name="Info">The property.</param>
/// <param name="Entries">The values shown.</param>
/// <param name="NotShown">How many values there are beyond those shown.</param>
/// <param name="Distinct">How many values there are.</param>
/// <param name="NotCounted">How many values beyond the most frequent were not read.</param>
public sealed record FacetView(FacetInfo Info, IReadOnlyList<FacetEntry> Entries, int NotShown, int Distinct, int NotCounted)
{
    /// <summary>Values shown before "more".</summary>
    public const int FirstValues = 5;

    /// <summary>Makes a view.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="state">What is filtered by, and whether the facet is opened.</param>
    /// <param name="find">Text that the values of an opened facet must hold, regardless of case; null or empty for all.</param>
    public static FacetView Of(FacetCounts counts, EventListState state, string? find = null)
    {
        var info = FacetInfo.Of(counts.Facet);
        var included = state.Included(counts.Facet);
        var excluded = state.Excluded(counts.Facet);
        var isOpen = state.Expanded.Contains(counts.Facet);
        var isWhole = counts.Values.Count >= counts.DistinctValues;
        var max = counts.Values.Count == 0 ? 1 : Math.Max(1, counts.Values.Max(v => v.Count));

        var known = counts.Values.Select(v => v.Value).ToHashSet(StringComparer.Ordinal);
        // What is filtered by stays in sight, and so does a kind of change that did not occur.
        var pinned = included.Concat(excluded).Concat(counts.Facet == EventFacet.Kind ? info.Values : []).Where(v => !known.Contains(v)).Distinct(StringComparer.Ordinal);
        var all = counts.Values.Select(v => Entry(v.Value, v.Count)).Concat(pinned.Select(v => Entry(v, isWhole ? 0 : null))).ToList();
        // Beyond the most frequent, what a filter pins is counted among the values that were not read.
        var values = Math.Max(all.Count, counts.DistinctValues);
        var shown = all.Where((e, i) => isOpen || i < FirstValues || e.IsIncluded || e.IsExcluded)
            .Where(e => !isOpen || string.IsNullOrEmpty(find) || e.Value.Contains(find, StringComparison.OrdinalIgnoreCase)).ToList();
        return new FacetView(
            info, shown, isOpen ? 0 : values - shown.Count, counts.DistinctValues, Math.Max(0, counts.DistinctValues - counts.Values.Count));

        FacetEntry Entry(string value, long? count) => new(
            value, count, (count ?? 0) / (double)max, included.Contains(value, StringComparer.Ordinal), excluded.Contains(value, StringComparer.Ordinal));
    }
}

/// <summary>A value of a facet.</summary>
/// <param name="Value">The value; empty for absent.</param>
/// <param name="Count">Events with it; null where it was not read.</param>
/// <param name="Share">0 to 1 of the most frequent value.</param>
/// <param name="IsIncluded">True if it is asked for.</param>
/// <param name="IsExcluded">True if it is filtered out.</param>
public sealed record FacetEntry(string Value, long? Count, double Share, bool IsIncluded, bool IsExcluded);

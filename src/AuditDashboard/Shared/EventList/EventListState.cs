using AuditDashboard.Storage.Events;

namespace AuditDashboard.Shared.EventList;

/// <summary>The state of a list of events beside its scope: filters, text, place, selection. All of it is in the URL, see <see cref="EventListUrl"/>.</summary>
public sealed record EventListState
{
    /// <summary>Most pages back that a link remembers.</summary>
    public const int MaxTrail = 40;

    /// <summary>Nothing filtered, nothing selected, at the newest events.</summary>
    public static EventListState Default { get; } = new();

    /// <summary>The chips, at most one "is" and one "is not" a property, ordered by property.</summary>
    public IReadOnlyList<FacetFilter> Chips { get; private init; } = [];

    /// <summary>Free text; null for none.</summary>
    public string? Search { get; private init; }

    /// <summary>Where each page begins after the first: the last is the page shown, those before lead back to newer ones. Empty for the newest page.</summary>
    public IReadOnlyList<EventCursor> Trail { get; private init; } = [];

    /// <summary>Id of the selected event, lower-case hex; null for none.</summary>
    public string? Selected { get; private init; }

    /// <summary>Shows the events without any time instead of those of the window.</summary>
    public bool IsUndated { get; private init; }

    /// <summary>Facets of which more than the first values are shown.</summary>
    public IReadOnlyList<EventFacet> Expanded { get; private init; } = [];

    /// <summary>The place that the page shown begins after; null for the newest.</summary>
    public EventCursor? After => Trail is [.., var last] ? last : null;

    /// <summary>True if something narrows the list.</summary>
    public bool IsFiltered => Chips.Count > 0 || Search is not null;

    /// <summary>The values that a property must have; empty for any.</summary>
    public IReadOnlyList<string> Included(EventFacet facet) => Find(facet, isExcluded: false)?.Values ?? [];

    /// <summary>The values that a property must not have.</summary>
    public IReadOnlyList<string> Excluded(EventFacet facet) => Find(facet, isExcluded: true)?.Values ?? [];

    /// <summary>Only events with this value: other chips of the property go.</summary>
    public EventListState Only(EventFacet facet, params IReadOnlyList<string> values) =>
        WithChips([.. Chips.Where(c => c.Facet != facet), new FacetFilter(facet, values, IsExcluded: false)]);

    /// <summary>Events with this value too.</summary>
    public EventListState Also(EventFacet facet, string value) => Put(facet, isExcluded: false, [.. Included(facet).Append(value).Distinct(StringComparer.Ordinal)]);

    /// <summary>No events with this value. If it was asked for, it is only asked for no longer.</summary>
    public EventListState Not(EventFacet facet, string value)
    {
        var included = Included(facet);
        return included.Contains(value, StringComparer.Ordinal) && included.Count > 1
            ? WithoutValue(facet, value, isExcluded: false)
            : WithoutValue(facet, value, isExcluded: false).AndNot(facet, value);
    }

    /// <summary>Of the same events, none with this value: for a property with several values an event, such as the queries that select it.</summary>
    public EventListState AndNot(EventFacet facet, string value) => Put(facet, isExcluded: true, [.. Excluded(facet).Append(value).Distinct(StringComparer.Ordinal)]);

    /// <summary>Without one value of a chip; without the chip if it was the last.</summary>
    public EventListState WithoutValue(EventFacet facet, string value, bool isExcluded) =>
        Put(facet, isExcluded, [.. (isExcluded ? Excluded(facet) : Included(facet)).Where(v => !string.Equals(v, value, StringComparison.Ordinal))]);

    /// <summary>Without a chip.</summary>
    public EventListState WithoutChip(EventFacet facet, bool isExcluded) => Put(facet, isExcluded, []);

    /// <summary>With other free text; blank means none.</summary>
    public EventListState WithSearch(string? text) =>
        this with { Search = string.IsNullOrWhiteSpace(text) ? null : text.Trim(), Trail = [] };

    /// <summary>Without chips and text.</summary>
    public EventListState Cleared() => this with { Chips = [], Search = null, Trail = [] };

    /// <summary>The next older page.</summary>
    public EventListState Older(EventCursor after) => this with { Trail = [.. Trail.Append(after).TakeLast(MaxTrail)] };

    /// <summary>The page before this one.</summary>
    public EventListState Newer() => this with { Trail = [.. Trail.SkipLast(1)] };

    /// <summary>The newest page.</summary>
    public EventListState Newest() => this with { Trail = [] };

    /// <summary>The same filters alone: no place, nothing selected or opened.</summary>
    public EventListState WholeList() => this with { Trail = [], Selected = null, Expanded = [] };

    /// <summary>With another event selected, or none.</summary>
    public EventListState Select(string? id) => this with { Selected = id };

    /// <summary>The events without any time, or those of the window again.</summary>
    public EventListState Undated(bool isUndated) => this with { IsUndated = isUndated, Trail = [] };

    /// <summary>Shows more, or only the first, values of a facet.</summary>
    public EventListState Expand(EventFacet facet, bool isExpanded) =>
        this with { Expanded = [.. Expanded.Where(f => f != facet).Concat(isExpanded ? [facet] : []).Order()] };

    /// <summary>Narrows a page's own filter to what this state asks for.</summary>
    public EventFilter ApplyTo(EventFilter filter) => filter with
    {
        Facets = [.. filter.Facets, .. Chips],
        Search = Search,
        OnlyUndated = IsUndated,
        Window = IsUndated ? null : filter.Window,
    };

    /// <summary>Makes a state of values that were checked before.</summary>
    internal static EventListState Of(
        IReadOnlyList<FacetFilter> chips, string? search, IReadOnlyList<EventCursor> trail, string? selected, bool isUndated, IReadOnlyList<EventFacet> expanded) =>
        new()
        {
            Chips = Ordered(chips),
            Search = search,
            Trail = trail,
            Selected = selected,
            IsUndated = isUndated,
            Expanded = expanded,
        };

    private FacetFilter? Find(EventFacet facet, bool isExcluded) => Chips.FirstOrDefault(c => c.Facet == facet && c.IsExcluded == isExcluded);

    private EventListState Put(EventFacet facet, bool isExcluded, IReadOnlyList<string> values)
    {
        var others = Chips.Where(c => c.Facet != facet || c.IsExcluded != isExcluded);
        return WithChips(values.Count == 0 ? [.. others] : [.. others, new FacetFilter(facet, values, isExcluded)]);
    }

    // Another filter makes other pages: the old places mean nothing there.
    private EventListState WithChips(IReadOnlyList<FacetFilter> chips) => this with { Chips = Ordered(chips), Trail = [] };

    private static IReadOnlyList<FacetFilter> Ordered(IReadOnlyList<FacetFilter> chips) => [.. chips.OrderBy(c => c.Facet).ThenBy(c => c.IsExcluded)];
}

using AuditDashboard.Queries;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Shared.EventList;

/// <summary>What a page's list of events is about.</summary>
public sealed record EventListProfile
{
    /// <summary>Rows of one page of the list.</summary>
    public const int PageSize = 100;

    /// <summary>One of the events, in words: "change".</summary>
    public required string Singular { get; init; }

    /// <summary>Several of them: "changes".</summary>
    public required string Plural { get; init; }

    /// <summary>Which events the page is about, without cluster, window and what the reader filters by.</summary>
    public required EventFilter Base { get; init; }

    /// <summary><see cref="Base"/> in words, shown as a chip that cannot be removed: no filter is hidden.</summary>
    public required string BaseText { get; init; }

    /// <summary>The facets shown, in order.</summary>
    public required IReadOnlyList<EventFacet> Facets { get; init; }

    /// <summary>How the chart is stacked.</summary>
    public required ChartSplit Split { get; init; }

    /// <summary>The canned queries whose coverage counts for this list.</summary>
    public required IReadOnlyList<CannedQuery> Queries { get; init; }

    /// <summary>Hint in the search field.</summary>
    public string SearchHint { get; init; } = "Search names, users, namespaces, URIs, addresses";

    /// <summary>True if writes to other API groups' resources of the same names are counted beside the list, and can be opened.</summary>
    public bool FoldsOtherApiGroups { get; init; }

    /// <summary>"1 change", "22 changes".</summary>
    public string Count(long events) => Text.Numbers.Count(events, Singular, Plural);
}

/// <summary>How a chart of events is stacked so that each event is drawn once.</summary>
public abstract record ChartSplit
{
    private ChartSplit()
    {
    }

    /// <summary>One series a value of a property.</summary>
    /// <param name="Facet">The property.</param>
    /// <param name="Order">Values whose series come first, in this order.</param>
    /// <param name="Look">Name and colour of a value's series.</param>
    public sealed record ByFacet(EventFacet Facet, IReadOnlyList<string> Order, Func<string, (string Label, string ColorToken)> Look) : ChartSplit;

    /// <summary>One series a canned query; an event that several select is drawn under the narrowest (the stack rule).</summary>
    /// <param name="Queries">The queries, in the order of the legend.</param>
    public sealed record ByQuery(IReadOnlyList<CannedQuery> Queries) : ChartSplit
    {
        /// <summary>The queries that take an event before this one does.</summary>
        public IReadOnlyList<string> Narrower(CannedQuery query) =>
            [.. Queries.Where(q => q.StackRank < query.StackRank || (q.StackRank == query.StackRank && string.CompareOrdinal(q.Id, query.Id) < 0)).Select(q => q.Id)];
    }
}

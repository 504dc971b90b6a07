using AuditDashboard.Queries;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Events;

/// <summary>What the page of events is about: the canned queries of its URL.</summary>
public static class EventsProfile
{
    private static readonly EventFacet[] Facets =
        [EventFacet.Actor, EventFacet.Verb, EventFacet.Resource, EventFacet.Namespace, EventFacet.Outcome, EventFacet.Code, EventFacet.SourceIp, EventFacet.Stage];

    /// <summary>Events of these queries; of none means all that are stored.</summary>
    public static EventListProfile Of(IReadOnlyList<CannedQuery> queries, QueryCatalog catalog) => new()
    {
        Singular = "event",
        Plural = "events",
        Base = new EventFilter { QueryIds = [.. queries.Select(q => q.Id)] },
        BaseText = queries.Count == 0 ? "all stored events (those that a canned query selects)" : string.Join(", ", queries.Select(q => q.Title)),
        Facets = queries.Count == 0 ? [.. Facets, EventFacet.Query] : Facets,
        Split = new ChartSplit.ByQuery(queries.Count == 0 ? catalog.Queries : queries),
        Queries = queries.Count == 0 ? catalog.Queries : queries,
    };

    /// <summary>Reads the queries asked for: <c>query=ID</c>, as often as there are queries.</summary>
    public static IReadOnlyList<CannedQuery> ReadQueries(PageQuery query, QueryCatalog catalog, ICollection<string> problems)
    {
        var ids = query.TakeAll("query").Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var found = catalog.Queries.Where(q => ids.Contains(q.Id)).ToList();
        if (found.Count < ids.Count)
        {
            problems.Add(found.Count == 0
                ? "The link asks for a canned query that does not exist. Showing all stored events."
                : "The link asks for a canned query that does not exist; it is left out.");
        }

        return found;
    }
}

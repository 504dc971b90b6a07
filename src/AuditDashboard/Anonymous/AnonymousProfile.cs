using AuditDashboard.Queries;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Anonymous;

/// <summary>What the page of anonymous activity is about.</summary>
public static class AnonymousProfile
{
    /// <summary>The lists of the page; the first is the default.</summary>
    public static IReadOnlyList<ListChoice> Choices { get; } =
    [
        new("", "All", ["anonymous", "anonymous-allowed", "anonymous-granted"], "anonymous event", "anonymous events",
            "requests of system:anonymous, refused or answered, and rights given to it"),
        new("refused", "Refused", ["anonymous"], "anonymous request refused", "anonymous requests refused", "requests of system:anonymous answered 401 or 403"),
        new("allowed", "Answered", ["anonymous-allowed"], "anonymous request answered", "anonymous requests answered",
            "requests of system:anonymous answered below 400, health and version pages left out"),
        new("granted", "Rights given", ["anonymous-granted"], "write of rights for anonymous users", "writes of rights for anonymous users",
            "RBAC writes that name system:anonymous or system:unauthenticated"),
    ];

    /// <summary>One of the lists.</summary>
    public static EventListProfile Of(ListChoice choice, QueryCatalog catalog) => new()
    {
        Singular = choice.Singular,
        Plural = choice.Plural,
        Base = new EventFilter { QueryIds = choice.QueryIds },
        BaseText = choice.BaseText,
        Facets = choice.Key == "granted"
            ? [EventFacet.Actor, EventFacet.SourceIp, EventFacet.Namespace, EventFacet.Name]
            : [EventFacet.SourceIp, EventFacet.RequestUri, EventFacet.Actor, EventFacet.UserAgent],
        Split = new ChartSplit.ByQuery(choice.In(catalog)),
        Queries = choice.In(catalog),
        SearchHint = "Search users, URIs, namespaces, addresses",
    };
}

using AuditDashboard.Queries;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Secrets;

/// <summary>What the page of secrets is about.</summary>
public static class SecretsProfile
{
    /// <summary>The lists of the page; the first is the default.</summary>
    public static IReadOnlyList<ListChoice> Choices { get; } =
    [
        new("", "401 and 403", ["secrets", "secrets-forbidden"], "refused read of secrets", "refused reads of secrets", "get, list, watch of secrets answered 401 or 403"),
        new("401", "401, not signed in", ["secrets"], "read of secrets answered 401", "reads of secrets answered 401", "get, list, watch of secrets answered 401"),
        new("403", "403, refused by RBAC", ["secrets-forbidden"], "read of secrets answered 403", "reads of secrets answered 403", "get, list, watch of secrets answered 403"),
    ];

    /// <summary>One of the lists.</summary>
    public static EventListProfile Of(ListChoice choice, QueryCatalog catalog) => new()
    {
        Singular = choice.Singular,
        Plural = choice.Plural,
        Base = new EventFilter { QueryIds = choice.QueryIds },
        BaseText = choice.BaseText,
        Facets = [EventFacet.Actor, EventFacet.SourceIp, EventFacet.Namespace, EventFacet.Name],
        Split = new ChartSplit.ByFacet(EventFacet.Code, ["403", "401"], SeriesOf),
        Queries = choice.In(catalog),
        SearchHint = "Search users, secrets, namespaces, addresses",
    };

    private static (string Label, string ColorToken) SeriesOf(string code) => code switch
    {
        "401" => ("401, not signed in", "--q-secrets"),
        "403" => ("403, refused by RBAC", "--q-secrets-forbidden"),
        _ => (code, "--t3"),
    };
}

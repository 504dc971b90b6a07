using AuditDashboard.Queries;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Changes;

/// <summary>What the page of changes is about, in its two views.</summary>
public static class ChangesProfile
{
    private const string Hint = "Search objects, users, namespaces, URIs, addresses";

    private static readonly string[] RbacQueries = ["roles", "rolebindings", "clusterroles", "clusterrolebindings"];

    private static readonly EventFacet[] Facets =
        [EventFacet.Kind, EventFacet.Actor, EventFacet.Verb, EventFacet.Namespace, EventFacet.Outcome, EventFacet.SourceIp];

    /// <summary>Writes to RBAC objects and aws-auth.</summary>
    public static EventListProfile Changes(QueryCatalog catalog) => new()
    {
        Singular = "change",
        Plural = "changes",
        Base = new EventFilter { OnlyChanges = true },
        BaseText = "writes to RBAC objects and aws-auth",
        Facets = Facets,
        Split = new ChartSplit.ByFacet(EventFacet.Kind, KindLooks.Values, KindLooks.SeriesOf),
        Queries = [.. catalog.Queries.Where(q => RbacQueries.Contains(q.Id) || q.Id == "aws-auth")],
        SearchHint = Hint,
        FoldsOtherApiGroups = true,
    };

    /// <summary>Writes to other API groups' resources of the same names, which the guide's queries find too.</summary>
    public static EventListProfile OtherApiGroups(QueryCatalog catalog) => new()
    {
        Singular = "write to other API groups’ roles",
        Plural = "writes to other API groups’ roles",
        Base = new EventFilter { OnlyOtherApiGroups = true },
        BaseText = "roles of other API groups than rbac.authorization.k8s.io",
        Facets = [EventFacet.ApiGroup, EventFacet.Resource, .. Facets.Where(f => f != EventFacet.Kind)],
        Split = new ChartSplit.ByFacet(EventFacet.ApiGroup, [], group => (group.Length == 0 ? "core" : group, "--t3")),
        Queries = [.. catalog.Queries.Where(q => RbacQueries.Contains(q.Id))],
        SearchHint = Hint,
    };

    /// <summary>Reads which of the views is asked for: <c>groups=other</c>.</summary>
    public static bool ReadOtherGroups(PageQuery query, ICollection<string> problems)
    {
        switch (query.Take("groups"))
        {
            case null or "" or "rbac":
                return false;
            case "other":
                return true;
            default:
                problems.Add("The link's groups is neither rbac nor other. Showing changes of RBAC and aws-auth.");
                return false;
        }
    }

    /// <summary>The view's pair of the URL; the default is left out.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ToPairs(bool isOtherGroups)
    {
        if (isOtherGroups)
        {
            yield return new("groups", "other");
        }
    }
}

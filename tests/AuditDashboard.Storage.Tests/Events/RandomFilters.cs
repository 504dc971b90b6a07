using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Tests.Support;
using CsCheck;

namespace AuditDashboard.Storage.Tests.Events;

/// <summary>Random filters over the texts of <see cref="EventWorld"/>, and over texts that nothing holds.</summary>
public static class RandomFilters
{
    private static readonly Gen<string> AnyText = Pick.One(
    [
        .. EventWorld.Users, .. EventWorld.Names, .. EventWorld.Namespaces, .. EventWorld.Ips, .. EventWorld.Resources, .. EventWorld.Queries,
        "create", "update", "get", "200", "401", "403", "0403", "404", "allowed", "refused by RBAC", "not signed in", "failed", "unknown", "Role", "aws-auth",
        "RoleBinding", "other API group", "audit-1", "audit-2", "audit-3", "ResponseComplete", "rbac.authorization.k8s.io", "kubectl/v1", "\0", "/", "no such thing", string.Empty,
    ]);

    private static readonly Gen<string?> Search = Pick.One<string?>(
    [
        null, null, null, null, "", "view", "VIEW", "%", "_", "\\", "a%b", "10.0", "2, fe", "secrets?", "Нина", "нина", "\0", "x\0Y", "\ud800", "𝒜", "ﬁ", "none of them", "'", "u",
    ]);

    private static readonly Gen<TimeWindow> Window =
        from start in Gen.Int[-70, 900]
        from micros in Pick.One(0L, 0, 1, -1, 30_000_000)
        from length in Pick.One(0L, 1L, 20_000_000L, 60_000_000L, 130_000_001L, 900_000_000L)
        let begin = TestEvents.T0 + (start * 1_000_000L) + micros
        select new TimeWindow(begin, begin + length);

    private static readonly Gen<TimeWindow?> MaybeWindow = Gen.Frequency(
        (1, Gen.Const((TimeWindow?)null)),
        (1, Gen.Const((TimeWindow?)new TimeWindow(-90_000_000, 10_000_000))),
        (1, Gen.Const((TimeWindow?)new TimeWindow(TestEvents.T0 - 1, TestEvents.T0 + 7_200_000_000))),
        (4, Window.Select(w => (TimeWindow?)w)));

    private static readonly Gen<FacetFilter> Chip =
        from facet in Pick.One(Enum.GetValues<EventFacet>())
        from values in AnyText.Array[1, 12]
        from excluded in Gen.Bool
        select new FacetFilter(facet, values, excluded);

    public static Gen<EventFilter> Any { get; } =
        from cluster in Pick.One([null, null, "no such cluster", .. EventWorld.Clusters])
        from window in MaybeWindow
        from queries in Pick.One([.. EventWorld.Queries, "no such query"]).Array[0, 3]
        from only in Gen.Int[0, 11]
        from chips in Chip.Array[0, 3]
        from search in Search
        select new EventFilter
        {
            Cluster = cluster,
            Window = window,
            QueryIds = [.. queries.Distinct()],
            OnlyChanges = only == 1,
            OnlyOtherApiGroups = only == 2,
            OnlyUndated = only == 3,
            Facets = chips,
            Search = search,
        };

    public static Gen<EventFilter> Windowed { get; } =
        from filter in Any
        from window in Gen.Frequency((1, Gen.Const(new TimeWindow(-90_000_000, 10_000_000))), (5, Window))
        select filter with { Window = window };
}

using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.History;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>
/// What a change can bear on. Whom it gives or takes something is found first: the subjects of the bindings that were changed, and of those that give a role
/// which was changed, itself or by aggregation. To compare what they may do takes all of their bindings and the roles of these, and nothing else.
/// </summary>
internal sealed class AccessNeighborhood
{
    private readonly IReadOnlyList<AccessObject> _unchanged;
    private readonly IReadOnlyList<AccessObject> _sides;
    private readonly IReadOnlyList<(AccessObject Item, AccessBinding Binding, IReadOnlyList<AccessPrincipal> Principals)> _bindings;

    private AccessNeighborhood(IReadOnlyList<AccessObject> unchanged, IReadOnlyList<AccessObject> sides)
    {
        _unchanged = unchanged;
        _sides = sides;
        _bindings = [.. unchanged
            .Select(item => (Item: item, Binding: item.ToBinding()))
            .Where(entry => entry.Binding is not null)
            .Select(entry => (entry.Item, entry.Binding!, PrincipalsOf(entry.Binding!)))]; // Those that are none were left out.
    }

    /// <summary>Finds those of the unchanged objects that count.</summary>
    /// <param name="unchanged">The objects that are the same on both sides.</param>
    /// <param name="before">The side before.</param>
    /// <param name="after">The side after.</param>
    public static IReadOnlyList<AccessObject> Of(IReadOnlyList<AccessObject> unchanged, AccessSide before, AccessSide after)
    {
        var near = new AccessNeighborhood(unchanged, [.. before.Objects, .. after.Objects]);
        var changed = before.Changed.Concat(after.Changed).Select(item => item.Key).Where(IsRole).ToHashSet();

        // A role that is taken as there on one side only is as good as changed.
        changed.UnionWith(before.Assumed.Count == after.Assumed.Count ? [] : before.Assumed.Concat(after.Assumed).Select(item => item.Key));
        var principals = near.PrincipalsOf(changed);
        return near.Take(principals);
    }

    private static bool IsRole(ObjectKey key) => key.Kind is TrackedKind.Role or TrackedKind.ClusterRole;

    private static IReadOnlyList<AccessPrincipal> PrincipalsOf(AccessBinding binding) => [.. binding.Subjects.Select(binding.PrincipalOf).OfType<AccessPrincipal>()];

    /// <summary>To whom something may be given or taken.</summary>
    private HashSet<AccessPrincipal> PrincipalsOf(HashSet<ObjectKey> changedRoles)
    {
        // A changed ClusterRole may be part of any that aggregates, by way of others too.
        HashSet<ObjectKey> touched = [.. changedRoles, .. changedRoles.Any(key => key.Kind == TrackedKind.ClusterRole) ? _unchanged.Concat(_sides).Where(Aggregates).Select(item => item.Key) : []];
        var principals = _sides.Select(item => item.ToBinding()).OfType<AccessBinding>().SelectMany(PrincipalsOf).ToHashSet();
        principals.UnionWith(_bindings.Where(entry => entry.Binding.RoleKey is { } key && touched.Contains(key)).SelectMany(entry => entry.Principals));
        principals.UnionWith(_sides.Where(item => item.Key.Kind == TrackedKind.AwsAuth).SelectMany(MappedBy));
        return principals;
    }

    private IReadOnlyList<AccessObject> Take(HashSet<AccessPrincipal> principals)
    {
        var bindings = _bindings.Where(entry => entry.Principals.Any(principals.Contains)).ToList();
        var roles = bindings.Select(entry => entry.Binding).Concat(_sides.Select(item => item.ToBinding()).OfType<AccessBinding>())
            .Select(binding => binding.RoleKey).OfType<ObjectKey>().ToHashSet();
        var isAggregated = _unchanged.Concat(_sides).Any(item => roles.Contains(item.Key) && Aggregates(item));
        return
        [
            .. bindings.Select(entry => entry.Item),
            .. _unchanged.Where(item => roles.Contains(item.Key) || item.Key.Kind == TrackedKind.AwsAuth || (isAggregated && item.Key.Kind == TrackedKind.ClusterRole)),
        ];
    }

    private static bool Aggregates(AccessObject item) => item.Key.Kind == TrackedKind.ClusterRole && item.Parts.Aggregates;

    private static IEnumerable<AccessPrincipal> MappedBy(AccessObject awsAuth) => AwsAuthParser.Parse(ObjectDiff.AwsAuthOf(awsAuth.Manifest)).Rows
        .SelectMany(row => row.Groups.Select(group => new AccessPrincipal(true, group)).Append(new AccessPrincipal(false, row.Username ?? "")));
}

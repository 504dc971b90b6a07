using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Changes;

/// <summary>What a change did, in the object's own terms: independent of the order and grouping of rules and subjects.</summary>
public sealed record ObjectDiff
{
    private const long MaxComparisons = 5_000_000;

    /// <summary>Permissions that the role has after and had not before, wildcards as written.</summary>
    public IReadOnlyList<PermissionChange> Granted { get; init; } = [];

    /// <summary>Permissions that the role had before and has no more.</summary>
    public IReadOnlyList<PermissionChange> Taken { get; init; } = [];

    /// <summary>False where a role has more permissions than are written out, so that <see cref="Granted"/> and <see cref="Taken"/> are not all.</summary>
    public bool ArePermissionsComplete { get; init; } = true;

    /// <summary>Subjects that the binding has after and had not before.</summary>
    public IReadOnlyList<RbacSubject> SubjectsAdded { get; init; } = [];

    /// <summary>Subjects that the binding had before and has no more.</summary>
    public IReadOnlyList<RbacSubject> SubjectsRemoved { get; init; } = [];

    /// <summary>The role that the binding gave before; null where it is the same, or there was no binding.</summary>
    public RoleReference? RoleBefore { get; init; }

    /// <summary>The role that the binding gives after; null where it is the same, or there is no binding.</summary>
    public RoleReference? RoleAfter { get; init; }

    /// <summary>Label selectors, as JSON, of ClusterRoles whose rules are taken in after and not before.</summary>
    public IReadOnlyList<string> SelectorsAdded { get; init; } = [];

    /// <summary>Label selectors, as JSON, of ClusterRoles whose rules were taken in before and no more.</summary>
    public IReadOnlyList<string> SelectorsRemoved { get; init; } = [];

    /// <summary>The rows of aws-auth; null for other objects.</summary>
    public AwsAuthDiff? AwsAuth { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyList<FieldChange> Labels { get; init; } = [];

    /// <summary>Annotations, without the one in which <c>kubectl apply</c> keeps books.</summary>
    public IReadOnlyList<FieldChange> Annotations { get; init; } = [];

    /// <summary>Other members that say something, such as a service account's secrets, finalizers and owners.</summary>
    public IReadOnlyList<FieldChange> Fields { get; init; } = [];

    /// <summary>What the API server and kubectl keep books of: field managers, versions, times, the last applied text. Hidden by default.</summary>
    public IReadOnlyList<FieldChange> Bookkeeping { get; init; } = [];

    /// <summary>Whether nothing changed but what is kept books of.</summary>
    public bool IsEmpty =>
        Granted.Count + Taken.Count + SubjectsAdded.Count + SubjectsRemoved.Count + SelectorsAdded.Count + SelectorsRemoved.Count == 0
        && ArePermissionsComplete && RoleBefore is null && RoleAfter is null
        && Labels.Count + Annotations.Count + Fields.Count == 0
        && (AwsAuth is null || AwsAuth is { BreaksParsing: false, RepairsParsing: false } && AwsAuth.Rows.All(row => row.Kind == AwsAuthChangeKind.Same));

    /// <summary>Compares two states of an object.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="before">The object before; null where there was none. A state that is not known cannot be compared.</param>
    /// <param name="after">The object after; null where there is none.</param>
    public static ObjectDiff Between(TrackedKind kind, ManifestObject? before, ManifestObject? after)
    {
        var diff = MetadataDiff.Between(before, after);
        return kind switch
        {
            TrackedKind.Role or TrackedKind.ClusterRole => WithRules(diff, before, after),
            TrackedKind.RoleBinding or TrackedKind.ClusterRoleBinding => WithSubjects(diff, before, after),
            TrackedKind.AwsAuth => diff with { AwsAuth = AwsAuthDiff.Between(AwsAuthOf(before), AwsAuthOf(after)) },
            _ => diff,
        };
    }

    /// <summary>The texts of aws-auth in an object; those of none where there is none.</summary>
    public static AwsAuthText AwsAuthOf(ManifestObject? manifest) =>
        manifest?.ObjectAt("data") is { } data ? new AwsAuthText(data.TextAt("mapRoles"), data.TextAt("mapUsers"), data.TextAt("mapAccounts")) : AwsAuthText.Empty;

    private static ObjectDiff WithRules(ObjectDiff diff, ManifestObject? before, ManifestObject? after)
    {
        var old = PermissionSet.Of(PolicyRule.Read(before));
        var now = PermissionSet.Of(PolicyRule.Read(after));
        var (added, removed) = Sets(Selectors(before), Selectors(after));
        return diff with
        {
            Granted = Only(now, old),
            Taken = Only(old, now),
            ArePermissionsComplete = (old.IsComplete && now.IsComplete) || before?["rules"] is { } rules && rules.Equals(after?["rules"]),
            SelectorsAdded = added,
            SelectorsRemoved = removed,
        };
    }

    private static IReadOnlyList<PermissionChange> Only(PermissionSet here, PermissionSet there)
    {
        // Only a wildcard, or a permission on all names, covers another.
        var wide = there.Permissions
            .Where(p => p.Verb == "*" || p.ApiGroup == "*" || p.Resource == "*" || p.NonResourceUrl?.EndsWith('*') == true)
            .ToList();
        var only = here.Permissions.Where(p => !there.Permissions.Contains(p)).ToList();

        // Beyond all that people write, comparing each with each would take minutes; then nothing is said to be covered.
        wide = (long)wide.Count * only.Count > MaxComparisons ? [] : wide;
        return [.. only
            .OrderBy(p => p.ToString(), StringComparer.Ordinal)
            .Select(p => new PermissionChange(p, (p.ResourceName is not null && there.Permissions.Contains(p with { ResourceName = null })) || wide.Any(w => w.Covers(p))))];
    }

    private static ObjectDiff WithSubjects(ObjectDiff diff, ManifestObject? before, ManifestObject? after)
    {
        var (added, removed) = Sets(RbacSubject.Read(before), RbacSubject.Read(after));
        var (old, now) = (RoleReference.Read(before), RoleReference.Read(after));
        return diff with
        {
            SubjectsAdded = added,
            SubjectsRemoved = removed,
            RoleBefore = old == now ? null : old,
            RoleAfter = old == now ? null : now,
        };
    }

    private static IReadOnlyList<string> Selectors(ManifestObject? role) =>
        [.. (role?.ObjectAt("aggregationRule")?.ListAt("clusterRoleSelectors") ?? []).Select(selector => Canonical(selector).ToString())];

    /// <summary>With members in one order, so that two of the same content are the same text.</summary>
    private static ManifestValue Canonical(ManifestValue value) => value switch
    {
        ManifestObject members => ManifestObject.Of(members.Members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => new KeyValuePair<string, ManifestValue>(m.Key, Canonical(m.Value)))),
        ManifestList list => new ManifestList([.. list.Items.Select(Canonical)]),
        _ => value,
    };

    private static (IReadOnlyList<T> Added, IReadOnlyList<T> Removed) Sets<T>(IReadOnlyList<T> before, IReadOnlyList<T> after) =>
        ([.. after.Except(before)], [.. before.Except(after)]);
}

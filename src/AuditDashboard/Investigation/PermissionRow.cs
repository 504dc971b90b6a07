using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Investigation;

/// <summary>A verb of a row.</summary>
/// <param name="Text">The verb.</param>
/// <param name="IsHot">True if it leads further than it says.</param>
/// <param name="IsCovered">True if another permission of the other side allows it too.</param>
public readonly record struct PermissionVerb(string Text, bool IsHot, bool IsCovered);

/// <summary>Permissions that differ in the verb alone, as a row of a table.</summary>
/// <param name="Side">On which side of the change they are.</param>
/// <param name="Namespace">Where they count; empty for the whole cluster.</param>
/// <param name="Group">The API group; "core", or "URL" for what is no resource.</param>
/// <param name="Resource">The resource with its subresource and the one object it is limited to, or the URL.</param>
/// <param name="Verbs">The verbs.</param>
/// <param name="Way">The binding and role that give them; null in the difference of a role, which does not say.</param>
public sealed record PermissionRow(ChangeSide Side, string Namespace, string Group, string Resource, IReadOnlyList<PermissionVerb> Verbs, AccessBinding? Way)
{
    /// <summary>Whether one of the verbs leads further.</summary>
    public bool IsHot => Verbs.Any(verb => verb.IsHot);

    /// <summary>Groups permissions: those that lead further first, then by group and resource.</summary>
    /// <param name="permissions">The permissions, each with where it counts, whether it is covered, and the way.</param>
    /// <param name="side">On which side of the change they are.</param>
    public static IReadOnlyList<PermissionRow> Of(IEnumerable<(Permission Permission, string Namespace, bool IsCovered, AccessBinding? Way)> permissions, ChangeSide side) =>
    [
        .. permissions
            .GroupBy(p => (p.Namespace, Group: p.Permission.NonResourceUrl is not null ? "URL" : p.Permission.ApiGroup is null or "" ? "core" : p.Permission.ApiGroup, Resource: ResourceOf(p.Permission), p.Way))
            .Select(rows => new PermissionRow(
                side, rows.Key.Namespace, rows.Key.Group, rows.Key.Resource,
                [.. rows.Select(p => new PermissionVerb(p.Permission.Verb, EscalationMarks.Of(p.Permission, p.Namespace).Count > 0, p.IsCovered)).Distinct()], rows.Key.Way))
            .OrderByDescending(row => row.IsHot).ThenBy(row => row.Namespace, StringComparer.Ordinal).ThenBy(row => row.Group, StringComparer.Ordinal).ThenBy(row => row.Resource, StringComparer.Ordinal),
    ];

    private static string ResourceOf(Permission permission) =>
        permission.NonResourceUrl ?? (permission.ResourceName is null ? permission.CombinedResource : $"{permission.CombinedResource} \"{permission.ResourceName}\"");
}

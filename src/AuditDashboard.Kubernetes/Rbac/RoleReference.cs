using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Rbac;

/// <summary>The role that a binding gives.</summary>
/// <param name="Kind">Role or ClusterRole, as written.</param>
/// <param name="Name">The name.</param>
public readonly record struct RoleReference(string Kind, string Name)
{
    /// <summary><c>roleRef</c> of a binding; null where it has none.</summary>
    public static RoleReference? Read(ManifestObject? binding) =>
        binding?.ObjectAt("roleRef") is { } role ? new RoleReference(role.TextAt("kind") ?? "", role.TextAt("name") ?? "") : null;

    /// <summary>Such as <c>ClusterRole admin</c>.</summary>
    public override string ToString() => $"{Kind} {Name}";
}

using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Rbac;

/// <summary>A subject of a binding.</summary>
/// <param name="Kind">User, Group or ServiceAccount, as written.</param>
/// <param name="Name">The name.</param>
/// <param name="Namespace">A service account's namespace; empty for others.</param>
public readonly record struct RbacSubject(string Kind, string Name, string Namespace)
{
    /// <summary>The subjects of a binding; those without a kind are left out. The API group follows from the kind, so it is not kept.</summary>
    /// <param name="binding">The RoleBinding or ClusterRoleBinding; null gives none.</param>
    public static IReadOnlyList<RbacSubject> Read(ManifestObject? binding) => binding is null ? [] :
        [.. binding.ListAt("subjects").OfType<ManifestObject>()
            .Where(subject => subject.TextAt("kind") is not null)
            .Select(subject => new RbacSubject(
                subject.TextAt("kind")!, subject.TextAt("name") ?? "", subject.TextAt("kind") == "ServiceAccount" ? subject.TextAt("namespace") ?? "" : ""))]; // Those without were left out.

    /// <summary>Such as <c>Group ops</c> or <c>ServiceAccount web/builder</c>.</summary>
    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}

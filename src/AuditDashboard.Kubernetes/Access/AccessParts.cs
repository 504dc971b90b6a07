using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>What tells whom an object bears on, and by which roles.</summary>
/// <param name="Role">The role that a binding gives; null for what is no binding, or names none.</param>
/// <param name="Subjects">The subjects of a binding.</param>
/// <param name="Aggregates">Whether it is a ClusterRole that takes its rules from others.</param>
internal sealed record AccessParts(RoleReference? Role, IReadOnlyList<RbacSubject> Subjects, bool Aggregates)
{
    /// <summary>Reads them.</summary>
    public static AccessParts Of(ManifestObject manifest) =>
        new(RoleReference.Read(manifest), RbacSubject.Read(manifest), manifest.ObjectAt("aggregationRule") is not null);
}

using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Changes;

/// <summary>A permission that a role has on one side of a change only.</summary>
/// <param name="Permission">The permission, as the role writes it.</param>
/// <param name="IsCovered">Another permission of the other side allows it too: of a granted one, that it was allowed already; of one taken, that it is still allowed.</param>
public sealed record PermissionChange(Permission Permission, bool IsCovered);

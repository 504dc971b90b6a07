using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>A permission that someone has, and where.</summary>
/// <param name="Namespace">The namespace; empty for the whole cluster.</param>
/// <param name="Permission">The permission.</param>
/// <param name="Binding">The first binding that gives it.</param>
public sealed record HeldPermission(string Namespace, Permission Permission, AccessBinding Binding);

/// <summary>What a change allows one user or group, and no longer allows.</summary>
/// <param name="Principal">The user or group.</param>
/// <param name="Gained">What it may do after and could not before, by whatever binding.</param>
/// <param name="Lost">What it could do before and may not after.</param>
public sealed record PermissionDelta(AccessPrincipal Principal, IReadOnlyList<HeldPermission> Gained, IReadOnlyList<HeldPermission> Lost);

using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>One way in which something is allowed.</summary>
/// <param name="Principal">The user or group that it is allowed to.</param>
/// <param name="Binding">The binding; null for <c>system:masters</c>, which needs none.</param>
/// <param name="Rule">The rule of the binding's role that allows it; null for <c>system:masters</c>.</param>
/// <param name="AwsRows">Rows of aws-auth that make IAM principals this user or put them into this group.</param>
public sealed record AccessPath(AccessPrincipal Principal, AccessBinding? Binding, PolicyRule? Rule, IReadOnlyList<AwsAuthRow> AwsRows)
{
    /// <summary>Such as <c>Group ops, by ClusterRoleBinding admins of ClusterRole cluster-admin</c>.</summary>
    public string Words => Binding is null
        ? $"{Principal}, which no RBAC rule limits"
        : $"{Principal}, by {Binding.Key} of {Binding.Role}";
}

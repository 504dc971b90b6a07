using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Grants;

/// <summary>What <c>authorization.k8s.io/reason</c> says allowed a request. It is written by the API server; no client can choose it, but names in it may be hostile.</summary>
public abstract record DecisionReason
{
    private DecisionReason()
    {
    }

    /// <summary>RBAC: a binding of a role to one of the user's subjects. Of several that allow the same, RBAC names the first that it meets: cluster role bindings come before role bindings.</summary>
    /// <param name="Binding">The binding.</param>
    /// <param name="RoleKind"><c>Role</c> or <c>ClusterRole</c>; null where the text does not say (cut short).</param>
    /// <param name="RoleName">The role; null where the text does not say.</param>
    /// <param name="Subject">To whom the binding gives it; null where the text does not say.</param>
    public sealed record Rbac(GrantBinding Binding, string? RoleKind, string? RoleName, RbacSubject? Subject) : DecisionReason;

    /// <summary>An access policy of EKS, associated with an access entry.</summary>
    /// <param name="PrincipalArn">The entry's IAM principal.</param>
    /// <param name="PolicyArn">The policy.</param>
    public sealed record EksAccessPolicy(string PrincipalArn, string PolicyArn) : DecisionReason;

    /// <summary>Allowed, but by what is not said: the group <c>system:masters</c>, which is allowed everything before RBAC is asked, or the authorizer of nodes.</summary>
    public sealed record NotSaid : DecisionReason;

    /// <summary>Another authorizer's text.</summary>
    /// <param name="Text">The text as it stands.</param>
    public sealed record Other(string Text) : DecisionReason;
}

/// <summary>A binding by its place: the namespace of a RoleBinding, null for a ClusterRoleBinding, and its name.</summary>
public sealed record GrantBinding(string? Namespace, string Name)
{
    /// <summary>"RoleBinding web/deployers" or "ClusterRoleBinding admins".</summary>
    public override string ToString() => Namespace is null ? "ClusterRoleBinding " + Name : $"RoleBinding {Namespace}/{Name}";
}

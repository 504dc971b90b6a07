using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Grants;

/// <summary>Which grant is asked about: one binding, or every binding of one role.</summary>
public abstract record GrantQuestion
{
    private GrantQuestion()
    {
    }

    /// <summary>One binding.</summary>
    /// <param name="Binding">The binding.</param>
    /// <param name="Subjects">To whom it gives its role, as far as known; those that RBAC never names make the answer "cannot tell".</param>
    public sealed record OfBinding(GrantBinding Binding, IReadOnlyList<RbacSubject> Subjects) : GrantQuestion;

    /// <summary>Every binding of a role.</summary>
    /// <param name="Namespace">The namespace of a Role; null for a ClusterRole.</param>
    /// <param name="Name">Its name.</param>
    public sealed record OfRole(string? Namespace, string Name) : GrantQuestion;

    /// <summary>The question that a change of a stored object raises; null where it is no RBAC object or has no name.</summary>
    /// <param name="kind">What the change is about.</param>
    /// <param name="space">Its namespace; null for those without.</param>
    /// <param name="name">Its name.</param>
    /// <param name="subjects">Subjects of a binding, as far as known.</param>
    public static GrantQuestion? Of(ChangeKind kind, string? space, string? name, IReadOnlyList<RbacSubject> subjects) => (kind, space, name) switch
    {
        (_, _, null or "") => null,
        (ChangeKind.RoleBinding, { Length: > 0 }, _) => new OfBinding(new GrantBinding(space, name), subjects),
        (ChangeKind.ClusterRoleBinding, _, _) => new OfBinding(new GrantBinding(null, name), subjects),
        (ChangeKind.Role, { Length: > 0 }, _) => new OfRole(space, name),
        (ChangeKind.ClusterRole, _, _) => new OfRole(null, name),
        _ => null,
    };

    /// <summary>True if a reason names the grant.</summary>
    public bool IsNamedBy(DecisionReason? reason) => reason is DecisionReason.Rbac rbac && this switch
    {
        OfBinding(var binding, _) => rbac.Binding == binding,
        OfRole(null, var name) => rbac.RoleKind == "ClusterRole" && rbac.RoleName == name,
        OfRole(var space, var name) => rbac.RoleKind == "Role" && rbac.RoleName == name && rbac.Binding.Namespace == space,
        _ => false,
    };
}

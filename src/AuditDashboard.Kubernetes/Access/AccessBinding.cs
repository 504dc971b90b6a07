using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>A binding: whom it gives which role, and where.</summary>
/// <param name="Key">The RoleBinding or ClusterRoleBinding.</param>
/// <param name="Role">The role, as written.</param>
/// <param name="Subjects">The subjects, as written.</param>
public sealed record AccessBinding(ObjectKey Key, RoleReference Role, IReadOnlyList<RbacSubject> Subjects)
{
    /// <summary>The namespace in which it counts; empty for all.</summary>
    public string Namespace => Key.Namespace;

    /// <summary>The role's key; null where the authorizer finds none, as for a Role that a ClusterRoleBinding names.</summary>
    public ObjectKey? RoleKey => Role.Kind switch
    {
        "ClusterRole" => new ObjectKey(TrackedKind.ClusterRole, "", Role.Name),
        "Role" when Namespace.Length > 0 => new ObjectKey(TrackedKind.Role, Namespace, Role.Name),
        _ => null,
    };

    /// <summary>Whether it can bear on a question: cluster bindings on all, others on what lies in their namespace.</summary>
    public bool Reaches(AccessQuestion question) => Namespace.Length == 0 || (question.NonResourceUrl is null && question.Namespace == Namespace);

    /// <summary>Whom a subject stands for: a service account becomes the user that it signs in as. Null where it stands for nobody.</summary>
    /// <param name="subject">A subject of this binding.</param>
    public AccessPrincipal? PrincipalOf(RbacSubject subject)
    {
        switch (subject.Kind)
        {
            case "User":
                return new AccessPrincipal(false, subject.Name);
            case "Group":
                return new AccessPrincipal(true, subject.Name);
            case "ServiceAccount":
                var space = subject.Namespace.Length > 0 ? subject.Namespace : Namespace;
                return space.Length == 0 ? null : new AccessPrincipal(false, $"system:serviceaccount:{space}:{subject.Name}");
            default:
                return null;
        }
    }
}

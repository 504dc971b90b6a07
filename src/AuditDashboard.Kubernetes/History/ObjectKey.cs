namespace AuditDashboard.Kubernetes.History;

/// <summary>Names an object within a cluster. Objects made one after another under one name share it; their uid tells them apart.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">The namespace; empty for what lies in none.</param>
/// <param name="Name">The name.</param>
public readonly record struct ObjectKey(TrackedKind Kind, string Namespace, string Name)
{
    /// <summary>Such as <c>RoleBinding web/deployers</c>.</summary>
    public override string ToString() =>
        Kind == TrackedKind.AwsAuth ? "aws-auth" : Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}

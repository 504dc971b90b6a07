namespace AuditDashboard.Kubernetes.History;

/// <summary>The kinds of objects whose versions are followed.</summary>
public enum TrackedKind
{
    /// <summary>A Role of rbac.authorization.k8s.io.</summary>
    Role,

    /// <summary>A ClusterRole.</summary>
    ClusterRole,

    /// <summary>A RoleBinding.</summary>
    RoleBinding,

    /// <summary>A ClusterRoleBinding.</summary>
    ClusterRoleBinding,

    /// <summary>A ServiceAccount.</summary>
    ServiceAccount,

    /// <summary>The ConfigMap aws-auth in kube-system.</summary>
    AwsAuth,
}

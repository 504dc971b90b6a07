namespace AuditDashboard.Kubernetes.Rbac;

/// <summary>What a change is about. The numbers are stored.</summary>
public enum ChangeKind
{
    /// <summary>Not a change in the sense of the Changes page.</summary>
    None = 0,

    /// <summary>A Role of rbac.authorization.k8s.io.</summary>
    Role = 1,

    /// <summary>A RoleBinding.</summary>
    RoleBinding = 2,

    /// <summary>A ClusterRole.</summary>
    ClusterRole = 3,

    /// <summary>A ClusterRoleBinding.</summary>
    ClusterRoleBinding = 4,

    /// <summary>The ConfigMap aws-auth in kube-system.</summary>
    AwsAuth = 5,

    /// <summary>Another API group's resource that has the same name as one of RBAC's: folded apart.</summary>
    OtherApiGroup = 9,
}

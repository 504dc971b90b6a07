namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>The ways in which access is given.</summary>
public enum AccessWay
{
    /// <summary>A RoleBinding: in its namespace.</summary>
    RoleBinding,

    /// <summary>A ClusterRoleBinding: everywhere.</summary>
    ClusterRoleBinding,

    /// <summary>A row of <c>aws-auth</c>.</summary>
    AwsAuth,

    /// <summary>An access entry of EKS, or a policy that it holds.</summary>
    AccessEntry,

    /// <summary>What holds for the whole cluster: its authentication mode, its logging, an <c>aws-auth</c> that cannot be read.</summary>
    Cluster,
}

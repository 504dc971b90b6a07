namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>What a call to EKS did, or would have done, to who may get in.</summary>
public enum AccessChangeKind
{
    /// <summary><c>CreateAccessEntry</c>.</summary>
    EntryCreated,

    /// <summary><c>UpdateAccessEntry</c>.</summary>
    EntryUpdated,

    /// <summary><c>DeleteAccessEntry</c>.</summary>
    EntryDeleted,

    /// <summary><c>AssociateAccessPolicy</c>.</summary>
    PolicyAssociated,

    /// <summary><c>DisassociateAccessPolicy</c>.</summary>
    PolicyDisassociated,

    /// <summary><c>UpdateClusterConfig</c> with the authentication mode or the logging in it.</summary>
    ClusterConfig,
}

/// <summary>A call to EKS that changes who may get into a cluster, or tried to.</summary>
public sealed record AccessChange : TrailCall
{
    /// <summary>What it did.</summary>
    public required AccessChangeKind Kind { get; init; }

    /// <summary>The IAM principal that the entry is for, an ARN with its path, escapes of the address undone; null for <see cref="AccessChangeKind.ClusterConfig"/> or where absent.</summary>
    public string? PrincipalArn { get; init; }

    /// <summary>The Kubernetes user name that it maps to, as EKS answered, else as asked for; null where the record tells none.</summary>
    public string? Username { get; init; }

    /// <summary>The Kubernetes groups that it maps to; null where the record tells none: an update without them leaves those that are there.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>The entry's type, such as <c>STANDARD</c> or <c>EC2_LINUX</c>; null where the record tells none.</summary>
    public string? EntryType { get; init; }

    /// <summary>ARN of the EKS access policy, such as <c>arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy</c>; null where it is about none.</summary>
    public string? PolicyArn { get; init; }

    /// <summary>The last part of <see cref="PolicyArn"/>, such as <c>AmazonEKSClusterAdminPolicy</c>; null where there is no policy.</summary>
    public string? PolicyName => PolicyArn is { } arn ? arn[(arn.LastIndexOf('/') + 1)..] : null;

    /// <summary><c>cluster</c> or <c>namespace</c>, as written; null where the record tells none.</summary>
    public string? ScopeType { get; init; }

    /// <summary>The namespaces of a policy whose scope is namespaces.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>The authentication mode asked for: <c>CONFIG_MAP</c>, <c>API_AND_CONFIG_MAP</c> or <c>API</c>; null where the call is not about it.</summary>
    public string? AuthenticationMode { get; init; }

    /// <summary>Types of logging that it switches off, such as <c>audit</c>.</summary>
    public IReadOnlyList<string> LoggingOff { get; init; } = [];

    /// <summary>Types of logging that it switches on.</summary>
    public IReadOnlyList<string> LoggingOn { get; init; } = [];

    /// <summary>Whether it switches the audit log off: from then on nothing of the cluster is collected.</summary>
    public bool StopsAudit => LoggingOff.Contains("audit", StringComparer.OrdinalIgnoreCase);
}

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>How a workload came by its role.</summary>
public enum WorkloadCallKind
{
    /// <summary><c>AssumeRoleWithWebIdentity</c> with a service account's token (IRSA).</summary>
    WebIdentity,

    /// <summary><c>AssumeRoleForPodIdentity</c>: the agent on the node asks, so the caller is the node's role.</summary>
    PodIdentity,

    /// <summary><c>AssumeRole</c> by <c>pods.eks.amazonaws.com</c>, the step behind <see cref="PodIdentity"/>, whose session tags name the service account.</summary>
    PodIdentityRole,
}

/// <summary>A call by which a workload of a cluster takes an IAM role, or tries to.</summary>
public sealed record WorkloadCall : TrailCall
{
    /// <summary>How.</summary>
    public required WorkloadCallKind Kind { get; init; }

    /// <summary>Namespace of the service account; null where the record does not name it.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of the service account; null where the record does not name it.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>The service account as <c>namespace/name</c>; null where the record does not name it.</summary>
    public string? Subject => Namespace is null ? null : Namespace + "/" + ServiceAccount;

    /// <summary>ARN of the role asked for; null where the record does not name it.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Name of the session, which the caller chose; null where absent.</summary>
    public string? SessionName { get; init; }

    /// <summary>The issuer of the token, without <c>https://</c>, such as <c>oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE</c>; null for Pod Identity or where absent.</summary>
    public string? Issuer { get; init; }

    /// <summary>Whether the role was refused, and not for want of a right time or a busy service alone.</summary>
    public bool IsDenied => ErrorCode is { } code && (code.Contains("AccessDenied", StringComparison.OrdinalIgnoreCase) || code.Contains("Unauthorized", StringComparison.OrdinalIgnoreCase)
        || code is "InvalidIdentityToken" or "InvalidIdentityTokenException" or "IDPRejectedClaim" or "InvalidTokenException");
}

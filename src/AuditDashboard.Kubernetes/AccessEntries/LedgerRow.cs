using AuditDashboard.Kubernetes.History;

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>One thing that was given to, or taken from, one principal.</summary>
public sealed record LedgerRow
{
    /// <summary>When, in microseconds since 1970.</summary>
    public required long TimeMicros { get; init; }

    /// <summary>How it is given.</summary>
    public required AccessWay Way { get; init; }

    /// <summary>What happened.</summary>
    public required LedgerEffect Effect { get; init; }

    /// <summary>Whom it is about: the IAM principal where it is known for certain.</summary>
    public required LedgerPrincipal Principal { get; init; }

    /// <summary>What, in words that quote the log, such as <c>ClusterRole admin in namespace web</c>.</summary>
    public required string What { get; init; }

    /// <summary>By which name it got to the principal, such as <c>through group ops</c>; null where the principal is named itself.</summary>
    public string? Through { get; init; }

    /// <summary>The object that says so; null for calls to EKS.</summary>
    public ObjectKey? Object { get; init; }

    /// <summary>The caller's number of the stored event; null for calls to EKS.</summary>
    public long? WriteId { get; init; }

    /// <summary>The caller's number of the stored call; null for changes of objects.</summary>
    public long? CallId { get; init; }

    /// <summary>The call; null for changes of objects.</summary>
    public AccessChange? Call { get; init; }

    /// <summary>Whether it opens everything: <c>system:masters</c>, cluster-admin, or a policy of EKS that does.</summary>
    public bool IsPowerful { get; init; }
}

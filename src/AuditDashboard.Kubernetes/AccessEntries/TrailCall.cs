using AuditDashboard.Kubernetes.Actors;

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>A call of the AWS API that bears on a cluster's access, as a record of CloudTrail tells it. All texts may be hostile.</summary>
public abstract record TrailCall
{
    /// <summary><c>eventName</c>, such as <c>CreateAccessEntry</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>eventID</c>; null where absent. AWS gives each event its own, so one that comes again with other content is worth a look.</summary>
    public string? EventId { get; init; }

    /// <summary><c>eventTime</c> in microseconds since 1970, whole seconds in CloudTrail; null where it cannot be read.</summary>
    public long? TimeMicros { get; init; }

    /// <summary><c>awsRegion</c>; null where absent. STS answers at its global endpoint too, so of those calls it tells nothing about the cluster.</summary>
    public string? Region { get; init; }

    /// <summary>The account that the call went to: <c>recipientAccountId</c>, else that of the caller; null where neither is there.</summary>
    public string? Account { get; init; }

    /// <summary>The cluster's name in EKS; null where the record names none.</summary>
    public string? ClusterName { get; init; }

    /// <summary><c>errorCode</c>; null where the call succeeded.</summary>
    public string? ErrorCode { get; init; }

    /// <summary><c>errorMessage</c>; null where absent.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether it failed, so that it changed and gave nothing.</summary>
    public bool IsFailed => ErrorCode is not null || ErrorMessage is not null;

    /// <summary>Who called.</summary>
    public required TrailCaller Caller { get; init; }

    /// <summary><c>sourceIPAddress</c>; null where absent.</summary>
    public SourceAddress? Address { get; init; }

    /// <summary>The program, as it claims; null where it claims none.</summary>
    public ClientProgram? Program { get; init; }
}

namespace AuditDashboard.Kubernetes.Audit;

/// <summary>The envelope of an <c>audit.k8s.io</c> Event, any version. Members that the record lacks are null or empty, never guessed.</summary>
/// <remarks>Bodies stay in the record; other parts read them on demand.</remarks>
public sealed record AuditEvent
{
    /// <summary>Event time in microseconds since 1970-01-01T00:00Z from the record alone: stageTimestamp, requestReceivedTimestamp, or the old <c>timestamp</c>; null = undated.</summary>
    public long? TimeMicros { get; init; }

    /// <summary><c>auditID</c>. Can be chosen by the client, so never an identity.</summary>
    public string? AuditId { get; init; }

    /// <summary><c>stage</c>: RequestReceived, ResponseStarted, ResponseComplete, Panic.</summary>
    public string? Stage { get; init; }

    /// <summary><c>level</c>: Metadata, Request, RequestResponse.</summary>
    public string? Level { get; init; }

    /// <summary><c>verb</c>, as the API server writes it.</summary>
    public string? Verb { get; init; }

    /// <summary><c>requestURI</c>.</summary>
    public string? RequestUri { get; init; }

    /// <summary><c>user</c>.</summary>
    public AuditUser User { get; init; } = AuditUser.None;

    /// <summary><c>impersonatedUser</c>; null where nobody was impersonated.</summary>
    public AuditUser? ImpersonatedUser { get; init; }

    /// <summary><c>sourceIPs</c>, client first, as text (may be hostile).</summary>
    public IReadOnlyList<string> SourceIps { get; init; } = [];

    /// <summary><c>userAgent</c>, chosen by the client.</summary>
    public string? UserAgent { get; init; }

    /// <summary><c>objectRef</c>; null on non-resource requests.</summary>
    public AuditObjectRef? ObjectRef { get; init; }

    /// <summary><c>responseStatus.code</c>; null where absent (RequestReceived).</summary>
    public int? Code { get; init; }

    /// <summary><c>responseStatus.reason</c>.</summary>
    public string? StatusReason { get; init; }

    /// <summary><c>responseStatus.message</c>.</summary>
    public string? StatusMessage { get; init; }

    /// <summary><c>annotations</c>.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Oddities of the record that a reader should know of.</summary>
    public AuditEventFlags Flags { get; init; }

    /// <summary><c>authorization.k8s.io/decision</c>: allow or forbid; null where absent.</summary>
    public string? Decision => Annotations.GetValueOrDefault("authorization.k8s.io/decision");

    /// <summary><c>authorization.k8s.io/reason</c>; null where absent.</summary>
    public string? DecisionReason => Annotations.GetValueOrDefault("authorization.k8s.io/reason");
}

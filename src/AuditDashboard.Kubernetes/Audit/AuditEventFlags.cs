namespace AuditDashboard.Kubernetes.Audit;

/// <summary>Oddities of a record that leave it stored and matched, but that a reader should know of.</summary>
[Flags]
public enum AuditEventFlags
{
    /// <summary>Nothing odd.</summary>
    None = 0,

    /// <summary>The envelope has a member twice; the last one won.</summary>
    DuplicateEnvelopeMember = 1,

    /// <summary>A body or annotation has a member twice.</summary>
    DuplicateBodyMember = 2,

    /// <summary>Text holds lone surrogates or bytes that are not UTF-8; shown with replacement marks.</summary>
    InvalidText = 4,

    /// <summary>A body is nested deeper than the reader follows.</summary>
    TooDeep = 8,

    /// <summary>The API server left out bodies (<c>audit.k8s.io/truncated</c>).</summary>
    Truncated = 16,

    /// <summary>The same auditID and stage was stored before with other content.</summary>
    AuditIdReused = 32,

    /// <summary>The event time lies more than ten years from the time of reading.</summary>
    ImplausibleTime = 64,

    /// <summary>Secret material was taken out before storing.</summary>
    Redacted = 128,

    /// <summary>A member that no canned query looks at has another JSON type than the API server writes; it is left out of the envelope, the record keeps it.</summary>
    UnexpectedShape = 256,

    /// <summary>The source delivered it after its time had counted as settled: whoever had looked before did not see it.</summary>
    DeliveredLate = 512,
}

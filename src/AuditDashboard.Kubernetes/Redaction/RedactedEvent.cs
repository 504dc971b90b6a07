using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>An audit event that redaction has passed: the only form that storage accepts.</summary>
public sealed class RedactedEvent
{
    internal RedactedEvent(RecordId id, AuditEvent audit, ReadOnlyMemory<byte> json, long? timeMicros)
    {
        Id = id;
        Audit = audit;
        Json = json;
        TimeMicros = timeMicros;
    }

    /// <summary>Identity, computed from the record before redaction.</summary>
    public RecordId Id { get; }

    /// <summary>The envelope, redacted.</summary>
    public AuditEvent Audit { get; }

    /// <summary>The whole record, redacted, in UTF-8; otherwise byte for byte as it was.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Event time in microseconds since 1970: the source's, else the record's own; null = undated.</summary>
    public long? TimeMicros { get; }
}

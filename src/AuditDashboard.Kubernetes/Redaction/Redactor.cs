using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>Takes secrets out of events: each leaves its length and an HMAC under the installation's key.</summary>
public sealed class Redactor
{
    private readonly byte[] _key;

    /// <summary>Makes a redactor.</summary>
    /// <param name="key">The installation's HMAC key, at least 32 bytes.</param>
    public Redactor(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32);
        _key = [.. key];
    }

    /// <summary>Redacts one event. <c>aws-auth</c> is never redacted.</summary>
    /// <param name="id">Identity of the record before redaction.</param>
    /// <param name="audit">The envelope as read from <paramref name="record"/>.</param>
    /// <param name="record">The record, UTF-8.</param>
    /// <param name="sourceTimeMicros">The source's own <c>@timestamp</c> in microseconds since 1970; null where it has none.</param>
    public RedactedEvent Redact(RecordId id, AuditEvent audit, ReadOnlySpan<byte> record, long? sourceTimeMicros) =>
        throw new NotSupportedException("contract only" + _key.Length);

    /// <summary>Redacts the bytes of a record that cannot be read.</summary>
    public RedactedBytes RedactUnreadable(ReadOnlySpan<byte> record) => throw new NotSupportedException("contract only");
}

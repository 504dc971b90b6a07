namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>Raw bytes of a record that cannot be read, after redaction of token shapes: the only form that quarantine accepts.</summary>
public sealed class RedactedBytes
{
    internal RedactedBytes(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }
}

using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>A call of the AWS API with secrets taken out: the only form that storage accepts.</summary>
public sealed class RedactedCall
{
    internal RedactedCall(RecordId id, TrailCall call, ReadOnlyMemory<byte> json)
    {
        Id = id;
        Call = call;
        Json = json;
    }

    /// <summary>Identity of the record before redaction.</summary>
    public RecordId Id { get; }

    /// <summary>The call, as the redacted record tells it.</summary>
    public TrailCall Call { get; }

    /// <summary>The record, redacted; else as it was.</summary>
    public ReadOnlyMemory<byte> Json { get; }
}

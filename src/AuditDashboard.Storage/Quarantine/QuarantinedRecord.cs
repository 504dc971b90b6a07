using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;

namespace AuditDashboard.Storage.Quarantine;

/// <summary>A record whose envelope cannot be read, as it goes into quarantine.</summary>
/// <param name="Id">Identity of the raw bytes.</param>
/// <param name="Bytes">The bytes, redacted.</param>
/// <param name="Reason">Why, one sentence without content.</param>
/// <param name="Source">File and line, or log stream.</param>
/// <param name="TimeMicros">The source's time; null where it has none.</param>
/// <param name="MayMatch">Ids of canned queries whose literals its bytes hold: "unreadable, may match".</param>
public sealed record QuarantinedRecord(
    RecordId Id, RedactedBytes Bytes, string Reason, string Source, long? TimeMicros, IReadOnlyList<string> MayMatch);

/// <summary>A quarantined record as read back.</summary>
public sealed record QuarantineRow(
    long Id, string Reason, string Source, DateTimeOffset? Time, DateTimeOffset SeenAt, IReadOnlyList<string> MayMatch, ReadOnlyMemory<byte> Bytes);

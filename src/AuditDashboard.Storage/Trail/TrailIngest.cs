using AuditDashboard.Kubernetes.Redaction;

namespace AuditDashboard.Storage.Trail;

/// <summary>A call to store.</summary>
/// <param name="Call">The call, redacted.</param>
/// <param name="TimeMicros">Its time, microseconds since 1970; null where it has none.</param>
/// <param name="FromFiles">True if a file vouches for it (completeness in time unknown).</param>
public sealed record TrailIngest(RedactedCall Call, long? TimeMicros, bool FromFiles);

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>A call that is kept.</summary>
/// <param name="Id">The caller's number for it.</param>
/// <param name="Call">The call.</param>
public readonly record struct StoredCall(long Id, AccessChange Call);

namespace AuditDashboard.FaultCheck;

/// <summary>A query that the service ran to its end and whose first page it gave out: only what such queries were asked for can be collected.</summary>
/// <param name="FromSecond">First second, seconds since 1970.</param>
/// <param name="ToSecond">Last second, inclusive.</param>
public readonly record struct ProvenScan(long FromSecond, long ToSecond);

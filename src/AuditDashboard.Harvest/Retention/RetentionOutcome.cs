namespace AuditDashboard.Harvest.Retention;

/// <summary>What one look at one cluster did.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Removed">Events and unreadable records that were removed.</param>
/// <param name="IsDone">False if more of what has expired is still there, for the next time.</param>
/// <param name="Skipped">Why nothing was done, in a sentence; null if it was looked at.</param>
public sealed record RetentionOutcome(string Cluster, long Removed, bool IsDone, string? Skipped);

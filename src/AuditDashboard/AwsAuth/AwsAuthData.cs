using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.AwsAuth;

/// <summary>What the aws-auth page shows.</summary>
public sealed record AwsAuthData
{
    /// <summary>The window that was read.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>The writes of the history's page, newest first.</summary>
    public required IReadOnlyList<AwsAuthVersion> Versions { get; init; }

    /// <summary>Writes in the window.</summary>
    public required long Count { get; init; }

    /// <summary>Writes without a time, which lie in no window.</summary>
    public required long Undated { get; init; }

    /// <summary>Records that cannot be read and may be writes to aws-auth, of whatever time.</summary>
    public long Unreadable { get; init; }

    /// <summary>Where the next page of the history starts; null at its end.</summary>
    public required EventCursor? Next { get; init; }

    /// <summary>Coverage of the window for the query aws-auth; null if there is no such cluster yet.</summary>
    public required CoverageSummary? Coverage { get; init; }

    /// <summary>True if no part of the window was collected.</summary>
    public bool IsNothingCollected =>
        Coverage is null || !Coverage.Stretches.Any(s => s.State is CoverageState.Collected or CoverageState.Settling or CoverageState.FromFiles);
}

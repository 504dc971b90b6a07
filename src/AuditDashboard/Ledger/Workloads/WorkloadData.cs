using AuditDashboard.Storage;
using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Ledger.Workloads;

/// <summary>Which workloads took, or tried to take, which roles.</summary>
public sealed record WorkloadData
{
    /// <summary>The window.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>What was asked for.</summary>
    public required WorkloadState State { get; init; }

    /// <summary>The cluster; null where none was chosen and there are several, or none.</summary>
    public string? Cluster { get; init; }

    /// <summary>Why there is no answer; null where there is.</summary>
    public string? Problem { get; init; }

    /// <summary>Denied rows first, then those never seen before the window, then those that failed, then the others; the newest first in each.</summary>
    public IReadOnlyList<WorkloadItem> Items { get; init; } = [];

    /// <summary>Calls of all rows.</summary>
    public long Calls { get; init; }

    /// <summary>Calls without a time, which are in no window.</summary>
    public long Undated { get; init; }

    /// <summary>Calls of the open row, newest first.</summary>
    public IReadOnlyList<StoredTrailCall> Open { get; init; } = [];

    /// <summary>The call that is open; null for none.</summary>
    public StoredTrailCall? Call { get; init; }

    /// <summary>Whether enough of the time before the window was looked at to tell what is new in it.</summary>
    public bool LookedBefore { get; init; }

    /// <summary>What vouches for calls.</summary>
    public TrailCoverage Trail { get; init; } = new([], false);
}

/// <summary>A row with whether it is new.</summary>
/// <param name="Row">The row.</param>
/// <param name="IsNew">Whether nothing of it is stored from before the window, although earlier records were read: without them nobody can tell.</param>
public sealed record WorkloadItem(WorkloadRow Row, bool IsNew);

using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Ledger;

/// <summary>A row of the ledger with what it was read from.</summary>
/// <param name="Row">The row.</param>
/// <param name="Event">The event behind it; null for calls, and for what a listing showed.</param>
/// <param name="Call">The call behind it; null for events.</param>
public sealed record LedgerItem(LedgerRow Row, EventRow? Event, StoredTrailCall? Call);

/// <summary>What the ledger's page shows.</summary>
public sealed record LedgerData
{
    /// <summary>The window.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>What was asked for.</summary>
    public required LedgerState State { get; init; }

    /// <summary>The cluster; null where none was chosen and there are several, or none.</summary>
    public string? Cluster { get; init; }

    /// <summary>Why there is no answer; null where there is.</summary>
    public string? Problem { get; init; }

    /// <summary>Rows of the window, by way; all that the links beside the list count.</summary>
    public IReadOnlyList<(AccessWay Way, int Count)> Ways { get; init; } = [];

    /// <summary>Rows of the window.</summary>
    public int Total { get; init; }

    /// <summary>Rows that match what was asked for.</summary>
    public int Shown { get; init; }

    /// <summary>The page of rows, newest first.</summary>
    public IReadOnlyList<LedgerItem> Items { get; init; } = [];

    /// <summary>The principals of the rows, the one with the newest row first; one page of them where the state asks for principals.</summary>
    public IReadOnlyList<LedgerGroup> Groups { get; init; } = [];

    /// <summary>Principals of all rows that match.</summary>
    public int Principals { get; init; }

    /// <summary>Changes of objects in the window of which it cannot be told what they gave or took.</summary>
    public int Untold { get; init; }

    /// <summary>Calls without a time, which are in no window.</summary>
    public long Undated { get; init; }

    /// <summary>Whether there are more calls stored than are read; the oldest are left out.</summary>
    public bool IsCut { get; init; }

    /// <summary>The call that is open; null for none.</summary>
    public StoredTrailCall? Open { get; init; }

    /// <summary>What vouches for calls.</summary>
    public TrailCoverage Trail { get; init; } = new([], false);

    /// <summary>Coverage of the window over the queries that find changes of bindings and aws-auth; null where no cluster is known.</summary>
    public CoverageSummary? Coverage { get; init; }
}

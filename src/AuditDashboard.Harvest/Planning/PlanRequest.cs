using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Planning;

/// <summary>What a plan depends on; the planner looks at nothing else, not even at a clock.</summary>
internal sealed record PlanRequest
{
    /// <summary>What is to be collected: from the first instant owed to the last that the source can be asked for.</summary>
    public required TimeWindow Scope { get; init; }

    /// <summary>The moment of planning, microseconds since 1970.</summary>
    public required long NowMicros { get; init; }

    /// <summary>How long after an instant the source may still deliver events of it.</summary>
    public required TimeSpan DeliveryDelay { get; init; }

    /// <summary>Longest window of one scan, at least one second.</summary>
    public required TimeSpan MaxWindow { get; init; }

    /// <summary>True plans one scan a query instead of one for all queries that owe the same window.</summary>
    public bool ScanOneByOne { get; init; }

    /// <summary>True plans the whole scope again, whatever is collected: a person asked for it.</summary>
    public bool IsForced { get; init; }

    /// <summary>The queries with what is collected for each; at most 64.</summary>
    public required IReadOnlyList<QueryCoverage> Queries { get; init; }
}

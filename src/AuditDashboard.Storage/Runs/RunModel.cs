namespace AuditDashboard.Storage.Runs;

/// <summary>Why a run started. The numbers are stored.</summary>
public enum RunTrigger
{
    /// <summary>By the schedule.</summary>
    Schedule = 1,

    /// <summary>By hand, on a page.</summary>
    Manual = 2,

    /// <summary>By the command line.</summary>
    CommandLine = 3,

    /// <summary>An import of files.</summary>
    Import = 4,

    /// <summary>A look further back for the version before a change.</summary>
    LookBack = 5,
}

/// <summary>How a run stands. The numbers are stored.</summary>
public enum RunState
{
    /// <summary>It runs, or its process died before it could say more (see <see cref="RunRow.IsAbandoned"/>).</summary>
    Running = 1,

    /// <summary>Everything planned was collected.</summary>
    Succeeded = 2,

    /// <summary>Part of it failed.</summary>
    Failed = 3,

    /// <summary>Cancelled by a person or by shutdown.</summary>
    Cancelled = 4,
}

/// <summary>A finished or running harvest of one cluster.</summary>
public sealed record RunRow(
    long Id, string Cluster, RunTrigger Trigger, RunState State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    long EventsInserted, long EventsKnown, long Quarantined, long BytesScanned, string? Error, string? Progress, bool IsAbandoned)
{
    /// <summary>New events in time that had counted as settled.</summary>
    public long EventsLate { get; init; }

    /// <summary>Bytes that the same reading would have scanned query by query; 0 where the source bills nothing.</summary>
    public long AloneBytes { get; init; }

    /// <summary>Price of what the source bills, in units of 10⁻¹² US dollars; 0 where it bills nothing.</summary>
    public long PricePicos { get; init; }
}

/// <summary>What a run did for one query.</summary>
public sealed record RunQueryRow(long RunId, string QueryId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, RunState State, long Rows, long BytesScanned, string? Error);

/// <summary>Something that went wrong and still stands, in plain words.</summary>
/// <param name="Part">What it concerns: a source, a file, a window.</param>
/// <param name="Message">One sentence.</param>
/// <param name="FirstSeenAt">Since when.</param>
/// <param name="LastSeenAt">Last time.</param>
/// <param name="Count">How often.</param>
public sealed record SourceProblem(string Part, string Message, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, long Count);

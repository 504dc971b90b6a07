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
    long EventsInserted, long EventsKnown, long Quarantined, long BytesScanned, string? Error, string? Progress, bool IsAbandoned);

/// <summary>What a run did for one query.</summary>
public sealed record RunQueryRow(long RunId, string QueryId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, RunState State, long Rows, long BytesScanned, string? Error);

/// <summary>Something that went wrong and still stands, in plain words.</summary>
/// <param name="Part">What it concerns: a source, a file, a window.</param>
/// <param name="Message">One sentence.</param>
/// <param name="FirstSeenAt">Since when.</param>
/// <param name="LastSeenAt">Last time.</param>
/// <param name="Count">How often.</param>
public sealed record SourceProblem(string Part, string Message, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, long Count);

/// <summary>Run records and standing problems.</summary>
public sealed class RunStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Records the start of a run and gives its id.</summary>
    public Task<long> StartAsync(string cluster, RunTrigger trigger, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only" + database.Path + clock);

    /// <summary>Says how far a run is, in words, for open pages.</summary>
    public Task ReportAsync(long runId, string progress, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>Records the end of a run, with what it did per query.</summary>
    public Task EndAsync(long runId, RunState state, string? error, IReadOnlyList<RunQueryRow> queries, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only");

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<RunRow>> GetLatestAsync(string? cluster, int limit, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>The last <paramref name="limit"/> entries of one query, newest first.</summary>
    public Task<IReadOnlyList<RunQueryRow>> GetLatestOfQueryAsync(string cluster, string queryId, int limit, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>Notes a standing problem, or counts it up.</summary>
    public Task NoteProblemAsync(string cluster, string part, string message, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>Clears the problems of a part that works again (all parts if null).</summary>
    public Task ClearProblemsAsync(string cluster, string? part, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");

    /// <summary>Problems that stand.</summary>
    public Task<IReadOnlyList<SourceProblem>> GetProblemsAsync(string cluster, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");
}

namespace AuditDashboard.LogsInsights;

/// <summary>Where a query will run; notes about the text differ.</summary>
public enum QueryTarget
{
    /// <summary>In this process, over files or stored events.</summary>
    Local,

    /// <summary>On CloudWatch Logs Insights, which bills by bytes and sees all streams of a log group.</summary>
    CloudWatch,
}

/// <summary>A field that the records of a source are known to have.</summary>
/// <param name="Name">Flattened name; one that ends with <c>.*</c> stands for every field below.</param>
/// <param name="IsAlwaysPresent">True if every record has it, so that a negation cannot miss any.</param>
/// <param name="IsUnbounded">True if it takes a value of its own in nearly every record, so that grouping by it groups nothing.</param>
public sealed record KnownField(string Name, bool IsAlwaysPresent = false, bool IsUnbounded = false);

/// <summary>
/// Advice about a condition that is narrower than its author may think: where the filters ask for <paramref name="Value"/> of
/// <paramref name="Field"/> and for nothing but <paramref name="NarrowValue"/> of <paramref name="NarrowField"/>.
/// </summary>
/// <param name="Code">Code of the note, such as <c>N-SECRETS-401</c>.</param>
/// <param name="Field">The first field.</param>
/// <param name="Value">A value of it.</param>
/// <param name="NarrowField">The second field.</param>
/// <param name="NarrowValue">The only value of it that is asked for.</param>
/// <param name="Message">One sentence: what is missed and what to write.</param>
public sealed record ConditionAdvice(string Code, string Field, string Value, string NarrowField, string NarrowValue, string Message);

/// <summary>How a query text is compiled and run.</summary>
public sealed record QueryOptions
{
    /// <summary>The defaults: filters that follow a limit or sort are moved in front of it, as the engine decided in A13.</summary>
    public static QueryOptions Default { get; } = new();

    /// <summary>For queries that people type on a page of a shared server (threat T36): 10,000 groups, 10 seconds, 128 MiB.</summary>
    public static QueryOptions Interactive { get; } = new() { MemoryLimitBytes = 128L * 1024 * 1024, TimeLimit = TimeSpan.FromSeconds(10) };

    /// <summary>Runs commands strictly in written order, also a filter after a limit. Default false.</summary>
    public bool IsWrittenOrder { get; init; }

    /// <summary>Start of the window in microseconds since 1970, inclusive; null for no bound.</summary>
    public long? FromMicros { get; init; }

    /// <summary>End of the window in microseconds since 1970, exclusive; null for no bound.</summary>
    public long? ToMicros { get; init; }

    /// <summary>Rows to return instead of what the query's own limit says; null to leave the query's limit. Unit: rows.</summary>
    public int? LimitOverride { get; init; }

    /// <summary>Most memory that a run may hold for its rows and groups, in bytes; default 512 MiB.</summary>
    public long MemoryLimitBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Most groups of a <c>stats</c>; default 10,000. Memory bounds them too, so that the command line leaves it to that.</summary>
    public int MaximumGroups { get; init; } = 10_000;

    /// <summary>
    /// Most groups of a <c>stats</c> that groups by rounded times alone, such as <c>by bin(1m)</c>; default 1,000,000, where a year
    /// of minutes is 525,600. Their number is bounded by the window and not by what a client sends, so they need no low limit.
    /// </summary>
    public int MaximumTimeGroups { get; init; } = 1_000_000;

    /// <summary>Longest time that a run may take from its start, looked at every few rows; null for no bound, the default.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Where the query will run; default in this process.</summary>
    public QueryTarget Target { get; init; }

    /// <summary>
    /// On CloudWatch: part of the name of the streams that hold the records meant, such as <c>kube-apiserver-audit</c>; a query
    /// without any filter on <c>@logStream</c> gets a note. Null for no such note.
    /// </summary>
    public string? ExpectedLogStream { get; init; }

    /// <summary>The fields that records are known to have; empty to say nothing of fields that are not among them.</summary>
    public IReadOnlyList<KnownField> KnownFields { get; init; } = [];

    /// <summary>Advice about conditions; empty for none.</summary>
    public IReadOnlyList<ConditionAdvice> Advice { get; init; } = [];

    /// <summary>The clock that <c>now()</c> reads, once, when the run starts; it measures <see cref="TimeLimit"/> too.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

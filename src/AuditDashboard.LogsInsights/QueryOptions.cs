namespace AuditDashboard.LogsInsights;

/// <summary>How a query text is compiled and run.</summary>
public sealed record QueryOptions
{
    /// <summary>The defaults: filters that follow a limit or sort are moved in front of it, as the engine decided in A13.</summary>
    public static QueryOptions Default { get; } = new();

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

    /// <summary>Most groups of a <c>stats</c>; default 10,000.</summary>
    public int MaximumGroups { get; init; } = 10_000;

    /// <summary>The clock that <c>now()</c> reads, once, when the run starts.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

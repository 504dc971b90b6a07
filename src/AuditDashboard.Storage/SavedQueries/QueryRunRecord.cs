namespace AuditDashboard.Storage.SavedQueries;

/// <summary>How a run of a reader's query ended. The numbers are stored.</summary>
public enum QueryRunOutcome
{
    /// <summary>It read everything.</summary>
    Complete = 1,

    /// <summary>It ended early: the rows are those of a part.</summary>
    Partial = 2,

    /// <summary>It gave no result.</summary>
    Failed = 3,
}

/// <summary>One run of a reader's query.</summary>
public sealed record QueryRunRecord
{
    /// <summary>The query.</summary>
    public required string Text { get; init; }

    /// <summary>Word of what it was run over, such as <c>collected</c> or <c>files</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the cluster; null for all.</summary>
    public required string? Cluster { get; init; }

    /// <summary>The window.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How it ended.</summary>
    public required QueryRunOutcome Outcome { get; init; }

    /// <summary>Rows of the result.</summary>
    public required long Rows { get; init; }

    /// <summary>Records read.</summary>
    public required long Records { get; init; }

    /// <summary>Bytes read.</summary>
    public required long Bytes { get; init; }
}

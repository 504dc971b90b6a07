using AuditDashboard.LogsInsights;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Explore.Running;

/// <summary>What a run gave, with everything that says how far it can be believed.</summary>
public sealed record ExploreResult
{
    /// <summary>What was asked.</summary>
    public required ExploreRequest Request { get; init; }

    /// <summary>Names of the columns, in order.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The rows.</summary>
    public required IReadOnlyList<ExploreRow> Rows { get; init; }

    /// <summary>Rows that the query's missing <c>limit</c> left out.</summary>
    public long RowsLeftOut { get; init; }

    /// <summary>True if the text names a <c>SOURCE</c>, which says nothing here.</summary>
    public bool HasSource { get; init; }

    /// <summary>Notes and warnings on the text.</summary>
    public required IReadOnlyList<QueryDiagnostic> Notes { get; init; }

    /// <summary>Records read.</summary>
    public required long Records { get; init; }

    /// <summary>Records that passed the window and the filters.</summary>
    public required long Matched { get; init; }

    /// <summary>Bytes of messages read; twice over for a query with queries inside <c>in (…)</c>.</summary>
    public required long Bytes { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Why it ended early; None if it did not.</summary>
    public required ExploreStop Stop { get; init; }

    /// <summary>Of a run over collected events that ended early: time of the oldest event read, since it reads the newest first; else null.</summary>
    public DateTimeOffset? ReachedBackTo { get; init; }

    /// <summary>Coverage of the window; null for files, which vouch for no time, and where no cluster was ever read.</summary>
    public CoverageSummary? Coverage { get; init; }

    /// <summary>CloudWatch: what the run cost; else null.</summary>
    public RunCost? Cost { get; init; }

    /// <summary>CloudWatch: true if it gave as many rows as it gives at most to a query without <c>limit</c>.</summary>
    public bool IsPerhapsCut { get; init; }

    /// <summary>Files: lines that could not be read, and so were not searched.</summary>
    public long Unreadable { get; init; }

    /// <summary>Files: records without any time, which are in no window.</summary>
    public long Undated { get; init; }

    /// <summary>Files: names of the clusters whose files were read.</summary>
    public IReadOnlyList<string> FileClusters { get; init; } = [];
}

/// <summary>What a run cost.</summary>
/// <param name="Bytes">Bytes that are billed; null where the source does not say.</param>
/// <param name="Dollars">Their price. Unit: US dollars.</param>
public sealed record RunCost(long? Bytes, double Dollars);

/// <summary>One row.</summary>
/// <param name="Cells">A value a column, as the engine prints it; null where the row has none.</param>
/// <param name="EventId">Id of the event's page, if the row is one event (for files: if it were stored); null for a row that is made of several.</param>
public sealed record ExploreRow(IReadOnlyList<string?> Cells, string? EventId);

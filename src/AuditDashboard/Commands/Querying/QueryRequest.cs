using AuditDashboard.Commands.Output;
using AuditDashboard.Harvest.Input.Indexing;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;

namespace AuditDashboard.Commands.Querying;

/// <summary>What <c>query</c> was asked for.</summary>
internal sealed record QueryRequest
{
    /// <summary>Files, folders or <c>-</c>; empty where a cluster is queried.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The cluster whose stored events are queried; null where files are.</summary>
    public required string? Cluster { get; init; }

    /// <summary>Folder of indexes of large files; null to read all.</summary>
    public string? IndexFolder { get; init; }

    /// <summary>Smallest file that gets an index. Unit: bytes on disk.</summary>
    public long IndexMinimumBytes { get; init; } = InputIndexes.UsualMinimumBytes;

    /// <summary>The window.</summary>
    public required TimeBounds Bounds { get; init; }

    /// <summary>How rows are printed.</summary>
    public required OutputFormat Format { get; init; }

    /// <summary>Most rows (canned: a query); null for the query's own limit (canned: all).</summary>
    public required int? Limit { get; init; }

    /// <summary>True to print exact repeats once.</summary>
    public required bool IsDistinct { get; init; }

    /// <summary>True to print counts per minute instead of events.</summary>
    public required bool IsBins { get; init; }

    /// <summary>True to print what was scanned on standard error.</summary>
    public required bool HasStats { get; init; }

    /// <summary>The compiled query text; null where canned queries are run.</summary>
    public required InsightsQuery? Query { get; init; }

    /// <summary>Canned queries in the order given; empty where a text is run.</summary>
    public required IReadOnlyList<CannedQuery> Canned { get; init; }
}

using AuditDashboard.Api;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Exports.Tables;

/// <summary>A list to export.</summary>
internal sealed record Table
{
    /// <summary>The page's address, over a fixed window where it has one.</summary>
    public required string Page { get; init; }

    /// <summary>The cluster; null where the list is not of one.</summary>
    public string? Cluster { get; init; }

    /// <summary>The window; null where the list has none.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>What the rows are, in words, with what narrows them.</summary>
    public required string Contents { get; init; }

    /// <summary>The canned queries by which the rows were collected.</summary>
    public IReadOnlyList<CannedQuery> Queries { get; init; } = [];

    /// <summary>What of the window is collected.</summary>
    public IReadOnlyList<CoverageItem> Coverage { get; init; } = [];

    /// <summary>What must be known before the rows are believed: a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The rows.</summary>
    public required TableRows Rows { get; init; }
}

using AuditDashboard.Api;

namespace AuditDashboard.Exports.Tables;

/// <summary>What an export of rows that are not events holds: stands before them.</summary>
/// <param name="List">The list: the path of its page.</param>
/// <param name="Page">The page's address, without host.</param>
/// <param name="ExportedAt">When the rows were chosen: later ones are not in it.</param>
/// <param name="Cluster">The cluster; null where the list is not of one.</param>
/// <param name="From">First instant of the window; null where the list has none.</param>
/// <param name="To">First instant after it; null where the list has none.</param>
/// <param name="Contents">What the rows are, in words.</param>
/// <param name="Queries">The canned queries by which they were collected.</param>
/// <param name="Rows">How many rows; null where only the end tells.</param>
/// <param name="Notes">What must be known before the rows are believed.</param>
/// <param name="Coverage">What of the window is collected.</param>
internal sealed record TableAbout(
    string List,
    string Page,
    DateTimeOffset ExportedAt,
    string? Cluster,
    DateTimeOffset? From,
    DateTimeOffset? To,
    string Contents,
    IReadOnlyList<ExportQuery> Queries,
    long? Rows,
    IReadOnlyList<string> Notes,
    IReadOnlyList<CoverageItem> Coverage)
{
    /// <summary>What stands before the rows of a list.</summary>
    public static TableAbout Of(string list, Table table, DateTimeOffset now) => new(
        list, table.Page, now, table.Cluster, table.Window?.From, table.Window?.To, table.Contents, [.. table.Queries.Select(ExportQuery.Of)], table.Rows.Count, table.Notes, table.Coverage);
}

/// <summary>Stands after the rows: an export without it was cut off.</summary>
/// <param name="Rows">Rows written.</param>
internal sealed record TableEnd(long Rows);

using AuditDashboard.Shared.Urls;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Exports.Tables;

/// <summary>The button of a list whose rows are not events that offers the whole list as a file.</summary>
public sealed partial class TableMenu
{
    private static readonly (ExportFormat Format, string About)[] Formats =
    [
        (ExportFormat.Csv, "a row each, for spreadsheets"),
        (ExportFormat.Json, "one document"),
        (ExportFormat.Ndjson, "a line each"),
    ];

    /// <summary>The list: <see cref="ITableSource.Key"/>.</summary>
    [Parameter, EditorRequired]
    public required string List { get; set; }

    /// <summary>The page's address over a fixed window where it has one; null while there is no list to export.</summary>
    [Parameter, EditorRequired]
    public required string? PageUrl { get; set; }

    /// <summary>What would be exported, in words: "22 changes, 22 Nov 14:06 → 23 Nov 2026 14:06 UTC".</summary>
    [Parameter, EditorRequired]
    public required string What { get; set; }

    /// <summary>False for a list without a window.</summary>
    [Parameter]
    public bool HasWindow { get; set; } = true;

    private IReadOnlyList<ExportChoice> Choices => PageUrl is { } url
        ? [.. Formats.Select(form => new ExportChoice(form.Format, form.About, DashboardUrls.Export($"/{List}{Query(url)}", form.Format.Key)))]
        : [];

    private static string Query(string url) => url.IndexOf('?', StringComparison.Ordinal) is var start && start < 0 ? "" : url[start..];
}

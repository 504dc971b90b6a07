using AuditDashboard.Shared.Urls;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Exports;

/// <summary>The button of a list page that offers the whole list as a file.</summary>
public sealed partial class ExportMenu
{
    private static readonly (ExportFormat Format, string About)[] Formats =
    [
        (ExportFormat.Csv, "a row an event, for spreadsheets"),
        (ExportFormat.Json, "one document, with the records"),
        (ExportFormat.Ndjson, "a line an event, with the records"),
        (ExportFormat.About, "window, filters, coverage alone"),
    ];

    /// <summary>The page's address over a fixed window, see <see cref="DashboardUrls.Export"/>; null while there is no list to export.</summary>
    [Parameter, EditorRequired]
    public required string? PageUrl { get; set; }

    /// <summary>What would be exported, in words: "22 changes, 22 Nov 14:06 → 23 Nov 2026 14:06 UTC".</summary>
    [Parameter, EditorRequired]
    public required string What { get; set; }

    private IReadOnlyList<ExportChoice> Choices =>
        PageUrl is { } url ? [.. Formats.Select(form => new ExportChoice(form.Format, form.About, DashboardUrls.Export(url, form.Format.Key)))] : [];
}

using System.Text;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Quarantine;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Collection;

/// <summary>Records that could not be read, with paging.</summary>
public sealed partial class QuarantineTable
{
    private const int BytesShown = 8_000;

    /// <summary>The page of records.</summary>
    [Parameter, EditorRequired]
    public required QuarantinePage Page { get; set; }

    /// <summary>The scope of this cluster over the window.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>The page's own state.</summary>
    [Parameter, EditorRequired]
    public required CollectionState State { get; set; }

    /// <summary>True if the page shows this cluster alone.</summary>
    [Parameter, EditorRequired]
    public required bool IsAlone { get; set; }

    private string Url(CollectionState state) => DashboardUrls.Collection(Scope, state.ToPairs());

    // Bytes that are not UTF-8 show as replacement marks; the whole stays in the database.
    private static string TextOf(QuarantineRow row) => Encoding.UTF8.GetString(row.Bytes.Span[..Math.Min(row.Bytes.Length, BytesShown)]);
}

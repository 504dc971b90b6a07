using AuditDashboard.Queries;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.SavedQueries;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Explore.Editing;

/// <summary>Queries to begin with: saved ones and those of the catalog. Each is a link that runs it over the collected events.</summary>
public sealed partial class QueryList
{
    /// <summary>The reader.</summary>
    [Parameter, EditorRequired]
    public required Person? Person { get; set; }

    /// <summary>Saved queries.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<SavedQuery> Saved { get; set; }

    /// <summary>The catalog.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<CannedQuery> Canned { get; set; }

    /// <summary>The text that was run; null for none.</summary>
    [Parameter]
    public string? Current { get; set; }

    /// <summary>The URL of a text.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> UrlOf { get; set; }

    /// <summary>The reader removes a saved query.</summary>
    [Parameter]
    public EventCallback<SavedQuery> OnRemove { get; set; }
}

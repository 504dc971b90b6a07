using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>Switches between the lists of a page.</summary>
public sealed partial class ListSwitch
{
    /// <summary>The lists.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ListChoice> Choices { get; set; }

    /// <summary>The one shown.</summary>
    [Parameter, EditorRequired]
    public required ListChoice Chosen { get; set; }

    /// <summary>The URL of each.</summary>
    [Parameter, EditorRequired]
    public required Func<ListChoice, string> UrlFor { get; set; }

    /// <summary>What is switched, for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }
}

using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.States;

/// <summary>Everything was looked at and there is nothing: say over which window, and how to widen it.</summary>
public sealed partial class EmptyState
{
    /// <summary>One sentence: "No changes between 13:06 and 14:00 UTC. All of it was collected."</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Links such as "Clear the filters".</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}

using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.States;

/// <summary>Nothing is known, because it was not collected: never to be taken for "nothing happened".</summary>
public sealed partial class NotCollected
{
    /// <summary>One sentence: what was not collected, and since when.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Why, what will happen, and a link to Collection.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}

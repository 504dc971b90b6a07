using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.States;

/// <summary>Something failed: what, what still shows, and how to try again.</summary>
public sealed partial class FailedState
{
    /// <summary>What could not be shown: "The latest changes could not be read."</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>A sentence for people.</summary>
    [Parameter]
    public string? Message { get; set; }

    /// <summary>Offered as "Try again".</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }

    /// <summary>Details, folded by the caller.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}

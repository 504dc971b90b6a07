using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.States;

/// <summary>There is nothing to show for a window: says whether that means that nothing happened, or only that nobody looked.</summary>
public sealed partial class NothingSeen
{
    /// <summary>Coverage of the window; null where no cluster is known.</summary>
    [Parameter, EditorRequired]
    public required CoverageSummary? Coverage { get; set; }

    /// <summary>The window.</summary>
    [Parameter, EditorRequired]
    public required TimeWindow Window { get; set; }

    /// <summary>What there is nothing of, such as "changes"; follows "No".</summary>
    [Parameter, EditorRequired]
    public required string What { get; set; }

    /// <summary>What else is said where all of the window was collected.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}

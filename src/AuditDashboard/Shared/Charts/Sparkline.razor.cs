using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.Charts;

/// <summary>A small picture of bins: inline SVG, hatched where nothing was collected. The number beside it is for readers of any kind; the picture is hidden from screen readers.</summary>
public sealed partial class Sparkline
{
    /// <summary>One count a bin, oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<int> Counts { get; set; }

    /// <summary>CSS variable with the colour.</summary>
    [Parameter, EditorRequired]
    public required string ColorToken { get; set; }

    /// <summary>The window that the bins span.</summary>
    [Parameter, EditorRequired]
    public required TimeWindow Window { get; set; }

    /// <summary>Coverage of the window; empty if it is not known.</summary>
    [Parameter]
    public IReadOnlyList<CoverageStretch> Coverage { get; set; } = [];

    /// <summary>Height in pixels. Default 22.</summary>
    [Parameter]
    public int Height { get; set; } = 22;
}

using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.States;

/// <summary>Skeleton rows for a first load; later loads keep the old content (class <c>reloading</c> on its container).</summary>
public sealed partial class Loading
{
    /// <summary>How many rows. Default 4.</summary>
    [Parameter]
    public int Rows { get; set; } = 4;

    /// <summary>Said to screen readers. Default "Loading".</summary>
    [Parameter]
    public string Label { get; set; } = "Loading";
}

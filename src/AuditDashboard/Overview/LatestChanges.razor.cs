using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Overview;

/// <summary>The newest changes, each leading to its event.</summary>
public sealed partial class LatestChanges
{
    /// <summary>Newest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<EventRow> Rows { get; set; }

    /// <summary>The scope over the window.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>Coverage of the window.</summary>
    [Parameter]
    public CoverageSummary? Coverage { get; set; }

    // Within the window's last day the time of day is enough.
    private string TimeFormat(EventRow row) =>
        row.Time is { } time && time.UtcDateTime.Date == Scope.Resolve(time).To.UtcDateTime.Date ? "HH:mm:ss" : "d MMM HH:mm";
}

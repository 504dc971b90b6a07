using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
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

    /// <summary>The scope over the window, which is fixed.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>Coverage of the window.</summary>
    [Parameter]
    public CoverageSummary? Coverage { get; set; }

    private DateTimeOffset End => Scope.Resolve(DateTimeOffset.UnixEpoch).To;

    private string WindowText => UtcText.Window(Scope.Resolve(DateTimeOffset.UnixEpoch));

    private string TimeFormat(EventRow row) => row.Time is { } time ? UtcText.NearFormat(time, End) : "HH:mm:ss";
}

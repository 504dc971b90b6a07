using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Overview;

/// <summary>The newest change to aws-auth up to the window's end: who, when, from where, allowed or not.</summary>
public sealed partial class LastAwsAuth
{
    /// <summary>The event; null if none is stored.</summary>
    [Parameter, EditorRequired]
    public required EventRow? Row { get; set; }

    /// <summary>The window.</summary>
    [Parameter, EditorRequired]
    public required TimeWindow Window { get; set; }

    /// <summary>The scope over the window.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>Coverage of the window.</summary>
    [Parameter]
    public CoverageSummary? Coverage { get; set; }
}

using AuditDashboard.Kubernetes.Audit;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>Who is behind an event, hop by hop, each with its evidence.</summary>
public sealed partial class ActorPanel
{
    /// <summary>The event.</summary>
    [Parameter, EditorRequired]
    public required AuditEvent Audit { get; set; }
}

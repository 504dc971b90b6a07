using AuditDashboard.Kubernetes.Audit;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>Whether a request was allowed, and why, as the API server wrote it (<c>authorization.k8s.io/decision</c> and <c>reason</c>).</summary>
public sealed partial class DecisionText
{
    /// <summary>The event.</summary>
    [Parameter, EditorRequired]
    public required AuditEvent Audit { get; set; }

    /// <summary>The answer's code; null if the record holds none.</summary>
    [Parameter, EditorRequired]
    public int? Code { get; set; }
}

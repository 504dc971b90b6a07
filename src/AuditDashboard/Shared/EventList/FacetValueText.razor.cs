using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>A facet's value as text.</summary>
public sealed partial class FacetValueText
{
    /// <summary>The property.</summary>
    [Parameter, EditorRequired]
    public required EventFacet Facet { get; set; }

    /// <summary>The value; empty for absent.</summary>
    [Parameter, EditorRequired]
    public required string Value { get; set; }
}

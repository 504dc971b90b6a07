using AuditDashboard.Shared.Text;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>"only" and "not" beside a value: filter for it, filter it out.</summary>
public sealed partial class FilterLinks
{
    /// <summary>The property.</summary>
    [Parameter, EditorRequired]
    public required EventFacet Facet { get; set; }

    /// <summary>The value; null for absent.</summary>
    [Parameter, EditorRequired]
    public string? Value { get; set; }

    /// <summary>The state that the links start from.</summary>
    [Parameter, EditorRequired]
    public required EventListState State { get; set; }

    /// <summary>The URL of a state.</summary>
    [Parameter, EditorRequired]
    public required Func<EventListState, string> UrlFor { get; set; }

    /// <summary>True inside a table, which is one tab stop; the same links are in the panel of the row.</summary>
    [Parameter]
    public bool IsInTable { get; set; }

    /// <summary>The page of the actor that the value names; null for other values.</summary>
    [Parameter]
    public string? ActorUrl { get; set; }

    private FacetInfo Info => FacetInfo.Of(Facet);

    private string Plain => string.IsNullOrEmpty(Value) ? Info.EmptyText : LogSegments.ToPlain(Value, 80);
}

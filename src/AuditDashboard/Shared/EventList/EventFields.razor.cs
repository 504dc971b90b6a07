using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>The fields of an event, each with links that filter by it.</summary>
public sealed partial class EventFields
{
    /// <summary>The event.</summary>
    [Parameter, EditorRequired]
    public required EventRow Row { get; set; }

    /// <summary>The state that the links start from.</summary>
    [Parameter, EditorRequired]
    public required EventListState State { get; set; }

    /// <summary>The URL of a state.</summary>
    [Parameter, EditorRequired]
    public required Func<EventListState, string> UrlFor { get; set; }

    private IEnumerable<(EventFacet Facet, string? Value)> Fields()
    {
        var row = Row;
        if (KindLooks.NameOf(row.Kind) is { } kind)
        {
            yield return (EventFacet.Kind, kind);
        }

        yield return (EventFacet.Verb, row.Verb);
        yield return (EventFacet.Actor, row.User);
        yield return (EventFacet.Outcome, FacetWords.OfCode(row.Code));
        if (row.Code is { } code)
        {
            yield return (EventFacet.Code, code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (row.Resource is not null)
        {
            yield return (EventFacet.Resource, row.Subresource is null ? row.Resource : row.Resource + "/" + row.Subresource);
            yield return (EventFacet.Namespace, row.Namespace);
            yield return (EventFacet.Name, row.Name);
            yield return (EventFacet.ApiGroup, row.ApiGroup);
        }

        yield return (EventFacet.RequestUri, row.RequestUri);
        yield return (EventFacet.SourceIp, row.SourceIp);
        yield return (EventFacet.UserAgent, row.UserAgent);
        yield return (EventFacet.AuditId, row.AuditId);
        yield return (EventFacet.Stage, row.Stage);
    }
}

using AuditDashboard.Shared.Text;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>One facet: its values with counts over the whole filtered window, each a link to exactly those events.</summary>
public sealed partial class FacetList
{
    private string? _find;

    /// <summary>The counts.</summary>
    [Parameter, EditorRequired]
    public required FacetCounts Counts { get; set; }

    /// <summary>The state that the links start from.</summary>
    [Parameter, EditorRequired]
    public required EventListState State { get; set; }

    /// <summary>The URL of a state.</summary>
    [Parameter, EditorRequired]
    public required Func<EventListState, string> UrlFor { get; set; }

    /// <summary>Heading in place of the property's name, such as "Users"; null for that name.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>True draws a wide ranked list in place of a narrow rail.</summary>
    [Parameter]
    public bool IsRanked { get; set; }

    private FacetView View => FacetView.Of(Counts, State, _find);

    private bool IsOpen => State.Expanded.Contains(Counts.Facet);

    private string Plain(FacetEntry entry) => entry.Value.Length == 0 ? View.Info.EmptyText : LogSegments.ToPlain(entry.Value, 80);

    // The count behind a value is of the events with it whatever the facet's own chips say; once it is the only one asked for, the link takes it back.
    private string HrefOf(FacetEntry entry) => UrlFor(
        entry.IsIncluded && State.Included(Counts.Facet).Count == 1
            ? State.WithoutChip(Counts.Facet, isExcluded: false)
            : State.Only(Counts.Facet, entry.Value));
}

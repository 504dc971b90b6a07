using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>Every filter in force as a chip, the page's own first; chips that exclude say how many events they hide.</summary>
public sealed partial class FilterChips
{
    private const int MaxShown = 3;

    /// <summary>What the page itself shows, in words.</summary>
    [Parameter, EditorRequired]
    public required string BaseText { get; set; }

    /// <summary>The filters.</summary>
    [Parameter, EditorRequired]
    public required EventListState State { get; set; }

    /// <summary>How many events each excluding chip hides; a chip without a number has not been counted yet.</summary>
    [Parameter]
    public IReadOnlyDictionary<FacetFilter, long> Hidden { get; set; } = new Dictionary<FacetFilter, long>();

    /// <summary>The URL of a state.</summary>
    [Parameter, EditorRequired]
    public required Func<EventListState, string> UrlFor { get; set; }
}

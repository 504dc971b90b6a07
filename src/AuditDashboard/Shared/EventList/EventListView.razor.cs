using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>A list page's body: filters, count, chart, facets, rows, and the panel of the selected event.</summary>
public sealed partial class EventListView
{
    private bool _hasFacets;
    private int? _barMinutes;

    /// <summary>What the page is about.</summary>
    [Parameter, EditorRequired]
    public required EventListProfile Profile { get; set; }

    /// <summary>The last good answer; null until there was one.</summary>
    [Parameter, EditorRequired]
    public required EventListData? Data { get; set; }

    /// <summary>How far the data is.</summary>
    [Parameter, EditorRequired]
    public required LoadPhase Phase { get; set; }

    /// <summary>True while newer data is being read.</summary>
    [Parameter]
    public bool IsReloading { get; set; }

    /// <summary>A sentence if the last reading failed.</summary>
    [Parameter]
    public string? Failure { get; set; }

    /// <summary>Cluster and range.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>Filters, place and selection as they are in the URL.</summary>
    [Parameter, EditorRequired]
    public required EventListState State { get; set; }

    /// <summary>The URL of other filters.</summary>
    [Parameter, EditorRequired]
    public required Func<EventListState, string> UrlFor { get; set; }

    /// <summary>A range was dragged on the chart.</summary>
    [Parameter]
    public EventCallback<TimeWindow> OnZoom { get; set; }

    /// <summary>Back to the range before.</summary>
    [Parameter]
    public EventCallback OnZoomBack { get; set; }

    /// <summary>True if there is a range to go back to.</summary>
    [Parameter]
    public bool CanZoomBack { get; set; }

    /// <summary>A bar was clicked.</summary>
    [Parameter]
    public EventCallback<ChartBar> OnBar { get; set; }

    /// <summary>A text was entered.</summary>
    [Parameter]
    public EventCallback<string?> OnSearch { get; set; }

    /// <summary>Try again after a failure.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }

    /// <summary>Controls at the right of the count.</summary>
    [Parameter]
    public RenderFragment? Tools { get; set; }

    /// <summary>What stands below the chart.</summary>
    [Parameter]
    public RenderFragment? BelowChart { get; set; }

    /// <summary>True shows the facets as ranked lists above the rows, in place of a rail beside them.</summary>
    [Parameter]
    public bool IsRanked { get; set; }

    /// <summary>True shows the answer's code with the outcome.</summary>
    [Parameter]
    public bool ShowsCode { get; set; }

    /// <summary>How much a look at an event is called for, as a column of the list; null for none.</summary>
    [Parameter]
    public RenderFragment<EventRow>? RiskOf { get; set; }

    /// <summary>What an event makes allowed, as a column of the list; null for none.</summary>
    [Parameter]
    public RenderFragment<EventRow>? EffectOf { get; set; }

    /// <summary>True gives the chart more height.</summary>
    [Parameter]
    public bool HasTallChart { get; set; }

    /// <summary>Headings of facets that are called otherwise here.</summary>
    [Parameter]
    public IReadOnlyDictionary<EventFacet, string> FacetTitles { get; set; } = new Dictionary<EventFacet, string>();

    /// <summary>The URL that shows writes to other API groups' resources; null where there is no such view.</summary>
    [Parameter]
    public string? OtherApiGroupsUrl { get; set; }

    /// <summary>The panel of the selected event; null for that of any event.</summary>
    [Parameter]
    public RenderFragment<EventDetailContext>? DetailOf { get; set; }

    /// <summary>The address of the list as it is shown, over its fixed window.</summary>
    [Parameter, EditorRequired]
    public required string? ExportUrl { get; set; }

    private EventListData Shown => Data!; // asked only below the check in the markup

    private bool IsPanelOpen => State.Selected is not null && (Shown.Selected is not null || !IsReloading);

    private string Subtitle
    {
        get
        {
            var parts = new List<string>();
            if (Shown.Count.Requests != Shown.Count.Events)
            {
                parts.Add($"of {Numbers.Count(Shown.Count.Requests, "request")}");
            }

            parts.Add(State.IsUndated ? "without a time" : UtcText.Window(Shown.Request.Window));
            if (State.IsFiltered && !State.IsUndated)
            {
                parts.Add($"{Numbers.Count(Shown.Unfiltered)} without filters");
            }

            if (Shown.Chart is not null && _barMinutes is { } minutes)
            {
                parts.Add(BinRollup.Describe(minutes));
            }

            return string.Join(" · ", parts);
        }
    }

    private string ExportText => $"{Shown.Request.Profile.Count(Shown.Count.Events)}, {(State.IsUndated ? "without a time" : UtcText.Window(Shown.Request.Window))}";

    private string? Gaps => !State.IsUndated && Shown.Coverage is { Gaps: > 0 } coverage && !Shown.IsNothingCollected
        ? $"{UtcText.Length(coverage.NotCollected)} not collected in {Numbers.Count(coverage.Gaps, "gap")}"
        : null;

    private string? WhyNotCollected => Shown.Coverage?.Stretches.FirstOrDefault(s => s.Reason is not null)?.Reason;

    private string EmptyTitle => State.IsUndated
        ? $"No {Shown.Request.Profile.Plural} without a time{(State.IsFiltered ? " match the filters" : "")}."
        : $"No {Shown.Request.Profile.Plural}{(State.IsFiltered ? " match the filters" : "")} in {UtcText.Window(Shown.Request.Window)}.";

    private string EmptyDetail => State.IsUndated ? "Every record of these queries holds a time."
        : CoverageText.WhollyCollected(Shown.Coverage) is { } collected ? collected
        : Shown.Coverage is { } coverage ? "None seen, but not all of it is known: " + CoverageText.Of(coverage) + "."
        : "";

    /// <summary>The URL that selects the row above (−1) or below (+1) the selected one on this page; null for none.</summary>
    private string? Beside(int by)
    {
        var rows = Shown.Page.Rows;
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Id == State.Selected)
            {
                return i + by >= 0 && i + by < rows.Count ? UrlFor(State.Select(rows[i + by].Id)) : null;
            }
        }

        return null;
    }
}

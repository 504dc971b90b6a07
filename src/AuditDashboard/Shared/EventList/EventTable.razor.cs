using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AuditDashboard.Shared.EventList;

/// <summary>The list itself: newest first, one line an event, days and gaps as rows. One tab stop; arrows move inside.</summary>
public sealed partial class EventTable : IAsyncDisposable
{
    private ElementReference _element;
    private IJSObjectReference? _keys;

    /// <summary>The answer to show.</summary>
    [Parameter, EditorRequired]
    public required EventListData Data { get; set; }

    /// <summary>The state that the links start from.</summary>
    [Parameter, EditorRequired]
    public required EventListState State { get; set; }

    /// <summary>The URL of a state.</summary>
    [Parameter, EditorRequired]
    public required Func<EventListState, string> UrlFor { get; set; }

    /// <summary>What the table lists, for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>True shows the answer's code beside the outcome.</summary>
    [Parameter]
    public bool ShowsCode { get; set; }

    /// <summary>How much a look at an event is called for; null for a list without that column.</summary>
    [Parameter]
    public RenderFragment<EventRow>? RiskOf { get; set; }

    /// <summary>What an event makes allowed; null for a list without that column.</summary>
    [Parameter]
    public RenderFragment<EventRow>? EffectOf { get; set; }

    /// <summary>True if a panel takes part of the width.</summary>
    [Parameter]
    public bool HasPanel { get; set; }

    /// <summary>Cluster and range of the page around it; null outside a page.</summary>
    [CascadingParameter]
    public PageScope? Scope { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_keys is null)
        {
            return;
        }

        try
        {
            await _keys.InvokeVoidAsync("dispose");
            await _keys.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser went first, and the listener with it.
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./Shared/EventList/EventTable.razor.js");
            _keys = await module.InvokeAsync<IJSObjectReference>("attach", _element);
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone before its table was drawn.
        }
    }

    // All but the source address, which has a cell of its own: it goes where there is no room.
    private int Columns => 4 + (RiskOf is null ? 0 : 1) + (EffectOf is null ? 0 : 1);

    private static string LabelOf(EventRow row, string did) => string.Join(
        ' ',
        row.Time is { } time ? UtcText.TimeOfDay(time) : "undated",
        string.IsNullOrEmpty(row.User) ? "not signed in" : LogSegments.ToPlain(row.User, 120),
        LogSegments.ToPlain(did, 200) + ",",
        OutcomeLooks.Words(row.Code));

    private PageScope ActorScope(EventRow row) => (Scope ?? new PageScope()) with { Cluster = row.Cluster };

    private static string Marks(EventRow row) => EventFlags.Tag(row.Flags & ~AuditEventFlags.Redacted);
}

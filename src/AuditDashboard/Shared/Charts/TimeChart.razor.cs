using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AuditDashboard.Shared.Charts;

/// <summary>A click on a bar.</summary>
/// <param name="Window">The bar's window, cut to the chart's.</param>
/// <param name="SeriesKey">The series that was clicked; null for the whole bar.</param>
public sealed record ChartBar(TimeWindow Window, string? SeriesKey);

/// <summary>The one time chart: stacked bars of counts over UTC minutes, with coverage below, a legend and a table twin.</summary>
/// <remarks>
/// A stack's bars join into wider ones below 3 pixels a bar. A single series is drawn in the bins it has, up to 30 days of minutes, and can be joined.
/// When it is drawn, the element with class <c>plot</c> has the attribute <c>data-drawn</c>.
/// </remarks>
public sealed partial class TimeChart : IAsyncDisposable
{
    private const int RememberedModels = 4;

    // The browser may answer for bars that were replaced a moment ago, by a live page: their windows are still known.
    private readonly Queue<(int Version, ChartModel Model)> _recent = new();
    private ElementReference _plot;
    private DotNetObjectReference<TimeChart>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;
    private ChartModel? _drawn;
    private ChartModel? _source;
    private string? _isolated;
    private string? _problem;
    private double _plotPixels;
    private int _version;
    private bool _isJoined;
    private bool _isTable;
    private bool _isDisposed;

    /// <summary>What to draw.</summary>
    [Parameter, EditorRequired]
    public required ChartModel Model { get; set; }

    /// <summary>What the chart shows, for screen readers and the table's caption.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>Height of the drawing in pixels, 80 to 600. Default 176.</summary>
    [Parameter]
    public int Height { get; set; } = 176;

    /// <summary>False hides the legend (a chart with one series). Default true.</summary>
    [Parameter]
    public bool HasLegend { get; set; } = true;

    /// <summary>A range was dragged: the new absolute window, of whole bars.</summary>
    [Parameter]
    public EventCallback<TimeWindow> OnRange { get; set; }

    /// <summary>A double click, Shift and Z, Escape on the chart, or the button below it: back to the range before.</summary>
    [Parameter]
    public EventCallback OnBack { get; set; }

    /// <summary>True if there is a range to go back to: then a button says so.</summary>
    [Parameter]
    public bool CanGoBack { get; set; }

    /// <summary>A bar was clicked or chosen by keyboard.</summary>
    [Parameter]
    public EventCallback<ChartBar> OnBar { get; set; }

    /// <summary>The width of the bars was chosen, in minutes: for a title that says it (<see cref="BinRollup.Describe"/>).</summary>
    [Parameter]
    public EventCallback<int> OnWidthChosen { get; set; }

    /// <summary>Attributes of the figure.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? AdditionalAttributes { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!; // set by the framework before any method runs

    private bool CanShowMinutes => Model.Series.Count == 1 && _plotPixels > 0 && BinRollup.WidthForPixels(Model, _plotPixels) > Model.WidthMinutes;

    private string Summary
    {
        get
        {
            var model = _drawn ?? Model;
            var missing = TimeSpan.FromMicroseconds(model.Coverage.Where(s => s.State is CoverageState.NotCollected or CoverageState.Failed)
                .Sum(s => s.Window.ToMicros - s.Window.FromMicros));
            var expired = TimeSpan.FromMicroseconds(model.Coverage.Where(s => s.State == CoverageState.Expired).Sum(s => s.Window.ToMicros - s.Window.FromMicros));
            return $"{Numbers.Count(Model.Total, "event")} from {UtcText.WindowFull(Model.Window)}, {BinRollup.Describe(model.WidthMinutes)}."
                + (missing > TimeSpan.Zero ? $" {UtcText.Length(missing)} not collected." : "")
                + (expired > TimeSpan.Zero ? $" {UtcText.Length(expired)} no longer kept." : "");
        }
    }

    /// <summary>Called by the module when the plot has another width.</summary>
    [JSInvokable]
    public Task OnWidth(double pixels)
    {
        _plotPixels = pixels;
        return DrawAsync();
    }

    /// <summary>Called by the module: one bar of the drawing with this version, and the series in the stack (−1 for all).</summary>
    [JSInvokable]
    public Task OnBarChosen(int version, int index, int series)
    {
        if (Find(version) is not { } model || index < 0 || index >= model.BinCount)
        {
            return Task.CompletedTask;
        }

        var key = series >= 0 && series < model.Series.Count ? model.Series[series].Key : model.Series is [var only] ? only.Key : null;
        return OnBar.InvokeAsync(new ChartBar(model.BinWindow(index), key));
    }

    /// <summary>Called by the module: back to the range before.</summary>
    [JSInvokable]
    public Task OnBackChosen() => OnBack.InvokeAsync();

    /// <summary>Called by the module: the first and last bar of a range of the drawing with this version.</summary>
    [JSInvokable]
    public Task OnBarsChosen(int version, int first, int last)
    {
        if (Find(version) is not { } model || first < 0 || last < first || last >= model.BinCount)
        {
            return Task.CompletedTask;
        }

        return OnRange.InvokeAsync(new TimeWindow(model.BinWindow(first).FromMicros, model.BinWindow(last).ToMicros));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        try
        {
            if (_chart is not null)
            {
                await _chart.InvokeVoidAsync("dispose");
                await _chart.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser went first; the chart went with its page.
        }

        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                _self = DotNetObjectReference.Create(this);
                _module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/timechart.js");
                _plotPixels = await _module.InvokeAsync<double>("plotWidth", _plot);
                _chart = await _module.InvokeAsync<IJSObjectReference>("create", _plot, _self);
            }

            if (!ReferenceEquals(_source, Model))
            {
                await DrawAsync();
            }
        }
        catch (JSException)
        {
            _problem = "The chart could not be drawn in this browser. The table has the same numbers.";
            StateHasChanged();
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // The browser is gone, the circuit is going, or the page was left before the script came.
        }
    }

    private ChartModel? Find(int version) => _recent.FirstOrDefault(r => r.Version == version).Model;

    private bool IsHidden(ChartSeries series) => _isolated is { } key && key != series.Key;

    private Task IsolateAsync(string key)
    {
        _isolated = _isolated == key ? null : key;
        return DrawAsync();
    }

    private Task ToggleJoinAsync()
    {
        _isJoined = !_isJoined;
        return DrawAsync();
    }

    private async Task DrawAsync()
    {
        if (_chart is null || _isDisposed)
        {
            return;
        }

        _source = Model;
        var width = Model.Series.Count > 1 || _isJoined || Model.BinCount > BinRollup.MaxSingleBins
            ? BinRollup.WidthForPixels(Model, _plotPixels) : Model.WidthMinutes;
        var joined = BinRollup.Join(Model, width);
        if (_isolated is { } key && joined.Series.Any(s => s.Key == key))
        {
            joined = joined with { Series = [.. joined.Series.Where(s => s.Key == key)], Before = null }; // which is of all series
        }

        var isWidthNew = _drawn?.WidthMinutes != joined.WidthMinutes;
        _drawn = joined;
        _recent.Enqueue((++_version, joined));
        if (_recent.Count > RememberedModels)
        {
            _recent.Dequeue();
        }

        await _chart.InvokeVoidAsync("draw", ChartDrawing.Options(joined, _version), ChartDrawing.Counts(joined));
        if (isWidthNew)
        {
            await OnWidthChosen.InvokeAsync(joined.WidthMinutes);
        }

        StateHasChanged();
    }
}

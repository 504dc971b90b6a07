using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.Charts;

/// <summary>The chart's twin as a table, newest bar first, in pages of 100.</summary>
public sealed partial class ChartTable
{
    private const int PageSize = 100;

    private ChartModel? _model;
    private int _page;

    /// <summary>What the chart draws.</summary>
    [Parameter, EditorRequired]
    public required ChartModel Model { get; set; }

    /// <summary>What the chart shows.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>A bar was chosen.</summary>
    [Parameter]
    public EventCallback<ChartBar> OnBar { get; set; }

    private List<int> Rows { get; set; } = [];

    private IEnumerable<int> Page => Rows.Skip(_page * PageSize).Take(PageSize);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_model, Model))
        {
            return;
        }

        _model = Model;
        var missing = Model.Coverage.Where(s => s.State is CoverageState.NotCollected or CoverageState.Failed or CoverageState.Due or CoverageState.Expired).ToList();
        Rows = [.. Enumerable.Range(0, Model.BinCount).Reverse()
            .Where(i => Model.Series.Any(s => s.Counts[i] > 0) || missing.Exists(m => Overlaps(m.Window, Model.BinWindow(i))))];
        _page = Math.Clamp(_page, 0, Math.Max(0, (Rows.Count - 1) / PageSize));
    }

    private string CoverageOf(TimeWindow window)
    {
        var states = Model.Coverage.Where(s => Overlaps(s.Window, window)).Select(s => CoverageText.Of(s.State)).Distinct().ToList();
        return states.Count == 0 ? "cannot tell" : string.Join(", ", states);
    }

    private static bool Overlaps(TimeWindow a, TimeWindow b) => a.FromMicros < b.ToMicros && b.FromMicros < a.ToMicros;
}

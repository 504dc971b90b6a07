using AuditDashboard.Explore.Running;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Explore.Results;

/// <summary>A result: what it was made of, what must be known before it is believed, and its rows as table, chart or text.</summary>
public sealed partial class ResultPanel
{
    private static readonly (ExploreView View, string Name)[] Views = [(ExploreView.Table, "Table"), (ExploreView.Chart, "Chart"), (ExploreView.Raw, "Raw")];

    private ExploreResult? _shaped;
    private ResultShape _shape = null!; // made in OnParametersSet, before anything is rendered
    private ResultChart _chart = null!; // made in OnParametersSet, before anything is rendered
    private IReadOnlyList<Caution> _cautions = [];

    /// <summary>The result.</summary>
    [Parameter, EditorRequired]
    public required ExploreResult Result { get; set; }

    /// <summary>The page's state: view, page of rows, selected row.</summary>
    [Parameter, EditorRequired]
    public required ExploreState State { get; set; }

    /// <summary>The URL of a state.</summary>
    [Parameter, EditorRequired]
    public required Func<ExploreState, string> UrlOf { get; set; }

    /// <summary>The page's scope, kept in links to events.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>The reader filters for, or out, a value.</summary>
    [Parameter]
    public EventCallback<FieldChoice> OnFilter { get; set; }

    /// <summary>The reader chose a range of the chart.</summary>
    [Parameter]
    public EventCallback<TimeWindow> OnZoom { get; set; }

    private int Pages => Math.Max(1, (Result.Rows.Count + ExploreState.PageSize - 1) / ExploreState.PageSize);

    // A link's page may lie behind the rows of today: the selected row decides, then the last page there is.
    private int Page => Math.Min(State.Row is { } row && row <= Result.Rows.Count ? ((row - 1) / ExploreState.PageSize) + 1 : State.Page, Pages);

    // Not read because there is nothing to read is not "nothing happened".
    private bool IsUnknown => Result is { Stop: ExploreStop.None, Records: 0, Request.Source: ExploreSource.Collected }
        && (Result.Coverage is null || Result.Coverage.Stretches.All(s => s.State is CoverageState.NotCollected or CoverageState.Failed or CoverageState.OutOfScope or CoverageState.Due or CoverageState.Expired));

    private IReadOnlyList<NumberedRow> PageRows =>
    [
        .. Result.Rows.Skip((Page - 1) * ExploreState.PageSize).Take(ExploreState.PageSize)
            .Select((row, i) => new NumberedRow(((Page - 1) * ExploreState.PageSize) + i + 1, row)),
    ];

    private string Position =>
        $"{Numbers.Count(((Page - 1) * ExploreState.PageSize) + 1)}–{Numbers.Count(Math.Min(Page * ExploreState.PageSize, Result.Rows.Count))} of {Numbers.Count(Result.Rows.Count)}";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_shaped, Result))
        {
            _shaped = Result;
            _shape = ResultShape.Of(Result);
            _chart = ResultChart.Of(Result, _shape);
            _cautions = [.. ExploreWords.Cautions(Result)];
        }
    }
}

/// <summary>A row with its number in the result, counted from 1.</summary>
public sealed record NumberedRow(int Number, ExploreRow Row);

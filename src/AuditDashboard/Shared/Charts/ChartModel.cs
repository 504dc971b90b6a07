using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Shared.Charts;

/// <summary>One series of a chart.</summary>
/// <param name="Key">Query id or a facet's value; handed back on a click.</param>
/// <param name="Label">Name for people; may be text from the log (it is only ever shown as text).</param>
/// <param name="ColorToken">CSS variable with the colour, such as <c>--q-roles</c>.</param>
/// <param name="Counts">One count a bin, oldest first.</param>
public sealed record ChartSeries(string Key, string Label, string ColorToken, IReadOnlyList<int> Counts)
{
    /// <summary>Sum of the counts.</summary>
    public long Total => Counts.Sum(c => (long)c);
}

/// <summary>A mark above the plot; at most 3 are drawn.</summary>
/// <param name="AtMicros">When, microseconds since 1970.</param>
/// <param name="Label">A few words; plain text.</param>
/// <param name="ColorToken">CSS variable with the colour.</param>
public sealed record ChartAnnotation(long AtMicros, string Label, string ColorToken = "--denied");

/// <summary>What a time chart shows: counts of events in bins of whole minutes.</summary>
public sealed record ChartModel
{
    /// <summary>The series, the topmost of the stack first; all of the same length.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Start of the first bin, microseconds since 1970; at or before the window's start.</summary>
    public required long StartMicros { get; init; }

    /// <summary>Width of a bin in minutes, 1 or more.</summary>
    public required int WidthMinutes { get; init; }

    /// <summary>The window that is drawn. The first and last bin hold only their part inside it.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>Coverage, adjoining, oldest first; empty if it is not known.</summary>
    public IReadOnlyList<CoverageStretch> Coverage { get; init; } = [];

    /// <summary>Marks, at most 3.</summary>
    public IReadOnlyList<ChartAnnotation> Annotations { get; init; } = [];

    /// <summary>Sums of the period before, of the same length: one a bin, as many as <see cref="BinCount"/>; null if it is not known as a whole, or not compared.</summary>
    public IReadOnlyList<int>? Before { get; init; }

    /// <summary>What the period before is called: "the 6 h before", "the day before".</summary>
    public string BeforeLabel => Window.Duration == TimeSpan.FromDays(1) ? "the day before" : $"the {Text.UtcText.Length(Window.Duration)} before";

    /// <summary>Number of bins.</summary>
    public int BinCount => Series.Count == 0 ? 0 : Series[0].Counts.Count;

    /// <summary>Sum over all series.</summary>
    public long Total => Series.Sum(s => s.Total);

    /// <summary>The window of one bin, cut to the chart's window.</summary>
    public TimeWindow BinWindow(int index)
    {
        var width = WidthMinutes * TimeWindow.MinuteMicros;
        var from = StartMicros + (index * width);
        return new TimeWindow(Math.Max(from, Window.FromMicros), Math.Min(from + width, Window.ToMicros));
    }

    /// <summary>Makes a model of a table of bins.</summary>
    /// <param name="table">Bins.</param>
    /// <param name="toSeries">Label and colour of a series by its key.</param>
    /// <param name="coverage">Coverage of the window, if known.</param>
    public static ChartModel From(BinTable table, Func<string, (string Label, string ColorToken)> toSeries, IReadOnlyList<CoverageStretch>? coverage = null) => new()
    {
        Series = [.. table.Series.Select(s => (s, look: toSeries(s.Key))).Select(x => new ChartSeries(x.s.Key, x.look.Label, x.look.ColorToken, x.s.Counts))],
        StartMicros = table.StartMicros,
        WidthMinutes = table.WidthMinutes,
        Window = table.Window,
        Coverage = coverage ?? [],
    };
}

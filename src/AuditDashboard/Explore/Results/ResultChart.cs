using System.Globalization;
using System.Text.RegularExpressions;
using AuditDashboard.Explore.Running;
using AuditDashboard.LogsInsights;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;

namespace AuditDashboard.Explore.Results;

/// <summary>What can be drawn of a result.</summary>
public abstract partial record ResultChart
{
    /// <summary>Most series of a chart over time; the rest is joined into one.</summary>
    public const int MaxSeries = 9;

    /// <summary>Most bars of groups.</summary>
    public const int MaxBars = 50;

    private const int MaxCount = 1 << 24; // the drawing's numbers are exact up to here
    // Keys of series: written as a reader sees them, two groups could have the same key.
    private const string Rest = "\0";
    private const string Absent = "\0\0";
    private const string Between = "\u001F";

    private static readonly string[] Colors =
    [
        "--q-secrets-forbidden", "--q-roles", "--q-anonymous", "--q-clusterrolebindings", "--q-aws-auth",
        "--q-clusterroles", "--q-denied", "--q-rolebindings", "--q-anonymous-allowed", "--q-secrets",
    ];

    private static readonly HashSet<string> Aggregates =
        [.. LanguageReference.Functions.Where(f => f.Kind == LanguageEntryKind.Aggregate).Select(f => f.Name.ToLowerInvariant())];

    private ResultChart()
    {
    }

    /// <summary>Counts over time, which add up: the dashboard's own chart.</summary>
    /// <param name="Model">The bars.</param>
    /// <param name="Title">What they count.</param>
    /// <param name="Note">What is left out or joined; null for nothing.</param>
    public sealed record Counts(ChartModel Model, string Title, string? Note) : ResultChart;

    /// <summary>A bar a row: groups, or bins whose values cannot be added up.</summary>
    /// <param name="Title">Name of the column of numbers.</param>
    /// <param name="Labels">Names of the columns that tell the rows.</param>
    /// <param name="Bars">The bars, in the result's order.</param>
    /// <param name="Axis">The axis of the values.</param>
    /// <param name="Note">What is left out; null for nothing.</param>
    public sealed record Groups(string Title, IReadOnlyList<string> Labels, IReadOnlyList<ResultBar> Bars, ValueAxis Axis, string? Note) : ResultChart;

    /// <summary>Nothing can be drawn.</summary>
    /// <param name="Reason">Why, and what to write.</param>
    public sealed record Nothing(string Reason) : ResultChart;

    /// <summary>The chart of a result.</summary>
    public static ResultChart Of(ExploreResult result, ResultShape shape)
    {
        if (result.Rows.Count == 0)
        {
            return new Nothing("There are no rows to draw.");
        }

        var columns = Enumerable.Range(0, result.Columns.Count).ToList();
        var text = result.Request.Text;
        var value = columns.FindIndex(i => shape.IsNumber[i] && ColumnOrigin.Of(text, result.Columns[i]) is { } f && Aggregates.Contains(f));
        if (value < 0)
        {
            var time = columns.FindIndex(i => shape.IsTime[i]);
            return time >= 0 ? RowsOverTime(result, time)
                : new Nothing("The rows have no time and no counts. Add @timestamp to 'fields', or count with 'stats count(*) by bin(5m)'.");
        }

        var bin = columns.FindIndex(i => shape.IsTime[i] && ColumnOrigin.Of(text, result.Columns[i]) is "bin" or "datefloor" or "dateceil");
        var groups = columns.Where(i => i != value && i != bin && !IsAggregate(text, result.Columns[i])).ToList();
        ResultChart? overTime = bin >= 0 ? OverTime(result, bin, value, groups) : null;
        return overTime ?? BarsOf(result, value, bin >= 0 ? [bin, .. groups] : groups);
    }

    private static bool IsAggregate(string text, string column) => ColumnOrigin.Of(text, column) is { } f && Aggregates.Contains(f);

    private static Counts RowsOverTime(ExploreResult result, int time)
    {
        var cells = result.Rows.Select(r => CellText.TryReadTime(r.Cells[time], out var t) ? t : (DateTimeOffset?)null).OfType<DateTimeOffset>()
            .Select(t => new Cell(TimeWindow.ToMicrosSinceEpoch(t), "", 1)).ToList();
        var width = BinRollup.WidthFor(result.Request.Window, 400);
        return new Counts(
            Build(result, cells, width, [], _ => "rows"), "Rows of this result",
            Joined("The bars count the rows shown, not all that match; 'stats count(*) by bin(5m)' counts all.", LeftOut(result, cells, width)));
    }

    // Null where the values do not add up, so that they must not be joined into wider bars or stacked: averages, distinct counts, weeks.
    private static Counts? OverTime(ExploreResult result, int bin, int value, List<int> groups)
    {
        var cells = new List<Cell>();
        foreach (var row in result.Rows)
        {
            if (CellText.TryReadTime(row.Cells[bin], out var time) && CellText.TryReadNumber(row.Cells[value], out var number))
            {
                if (number is not (>= 0 and < MaxCount) || number % 1 != 0)
                {
                    return null;
                }

                cells.Add(new Cell(TimeWindow.ToMicrosSinceEpoch(time), string.Join(Between, groups.Select(g => row.Cells[g] ?? Absent)), (int)number));
            }
        }

        if (cells.Sum(c => (long)c.Count) > int.MaxValue // more than a bar can hold once rows are joined
            || ColumnOrigin.Of(result.Request.Text, result.Columns[value]) is not ("count" or "sum") || WidthOf(result.Columns[bin], cells) is not { } width)
        {
            return null;
        }

        var ranked = cells.GroupBy(c => c.Series).OrderByDescending(g => g.Sum(c => (long)c.Count)).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key).ToList();
        var shown = ranked.Count <= MaxSeries + 1 ? ranked : ranked.Take(MaxSeries).ToList();
        var isShown = shown.ToHashSet(StringComparer.Ordinal);
        var model = Build(
            result, cells.ConvertAll(c => isShown.Contains(c.Series) ? c : c with { Series = Rest }), width, shown,
            s => s == Rest ? Numbers.Count(ranked.Count - shown.Count, "other") : groups.Count == 0 ? result.Columns[value]
                : string.Join(" · ", s.Split(Between).Select(part => part == Absent ? "absent" : part)));
        var without = result.Rows.Count - cells.Count;
        return new Counts(
            model, result.Columns[value],
            Joined(without > 0 ? $"{Numbers.Count(without, "row")} without a time or a number are left out." : null, LeftOut(result, cells, width)));
    }

    private static Groups BarsOf(ExploreResult result, int value, List<int> labels)
    {
        var rows = result.Rows.Where(r => CellText.TryReadNumber(r.Cells[value], out _)).ToList();
        var bars = rows.Take(MaxBars).Select(r => new ResultBar(
            [.. labels.Select(l => r.Cells[l])], CellText.TryReadNumber(r.Cells[value], out var number) ? number : 0, r.Cells[value] ?? "")).ToList();
        return new Groups(
            result.Columns[value], [.. labels.Select(l => result.Columns[l])], bars, ValueAxis.Of(bars.Select(b => b.Value)),
            rows.Count > bars.Count ? $"The first {MaxBars} of {Numbers.Count(rows.Count, "row")}, in the result's own order; the table has all." : null);
    }

    private static ChartModel Build(ExploreResult result, List<Cell> cells, int width, List<string> order, Func<string, string> label)
    {
        var window = result.Request.Window;
        var step = width * TimeWindow.MinuteMicros;
        var start = FloorTo(window.FromMicros, step);
        var count = (int)BinRollup.CountBins(window, width);
        var series = order.ToDictionary(key => key, _ => new int[count], StringComparer.Ordinal);
        foreach (var cell in cells.Where(c => c.Micros >= start && c.Micros < window.ToMicros))
        {
            if (!series.TryGetValue(cell.Series, out var counts))
            {
                series[cell.Series] = counts = new int[count];
            }

            counts[(FloorTo(cell.Micros, step) - start) / step] += cell.Count;
        }

        return new ChartModel
        {
            Series = [.. series.Select((s, i) => new ChartSeries(s.Key, label(s.Key), Colors[i % Colors.Length], s.Value))],
            StartMicros = start,
            WidthMinutes = width,
            Window = window,
            Coverage = result.Coverage?.Stretches ?? [],
        };
    }

    // Bins may be of a time of the record's own, which lies where it likes.
    private static string? LeftOut(ExploreResult result, List<Cell> cells, int width)
    {
        var window = result.Request.Window;
        var outside = cells.Count(c => c.Micros >= window.ToMicros || c.Micros < FloorTo(window.FromMicros, width * TimeWindow.MinuteMicros));
        return outside > 0 ? $"{Numbers.Count(outside, "row")} outside the window are not drawn." : null;
    }

    // bin(5m) says its width; a name given with 'as' does not: then the distances between bins do.
    private static int? WidthOf(string column, List<Cell> cells)
    {
        var starts = cells.Select(c => c.Micros).Distinct().Order().ToList();
        var width = BinPattern().Match(column) is { Success: true } match && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 30_000
            ? number * (char.ToLowerInvariant(match.Groups[2].Value[0]) switch { 'm' => 1L, 'h' => 60L, _ => 1440L })
            : starts.Zip(starts.Skip(1), (a, b) => b - a).Aggregate(0L, Gcd) / TimeWindow.MinuteMicros;
        width = width == 0 ? 1 : width;

        // Bars are aligned to multiples of their width since 1970; weeks, months and seconds are not.
        return width <= 40_320 && starts.TrueForAll(s => s % (width * TimeWindow.MinuteMicros) == 0) ? (int)width : null;
    }

    private static string? Joined(params string?[] sentences) => string.Join(' ', sentences.OfType<string>()) is { Length: > 0 } text ? text : null;

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);

    private static long FloorTo(long value, long step) => value - (((value % step) + step) % step);

    [GeneratedRegex(@"^\s*bin\s*\(\s*(\d+)\s*(m|min|mins|minute|minutes|h|hr|hrs|hour|hours|d|day|days)\s*\)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BinPattern();

    private readonly record struct Cell(long Micros, string Series, int Count);
}

/// <summary>One bar of a group.</summary>
/// <param name="Labels">The values that tell the row; null for absent.</param>
/// <param name="Value">The number.</param>
/// <param name="Text">The number as the engine printed it.</param>
public sealed record ResultBar(IReadOnlyList<string?> Labels, double Value, string Text);

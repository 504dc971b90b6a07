using System.Globalization;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;

namespace AuditDashboard.Shared.Charts;

/// <summary>Joins 1-minute bins into wider ones. Bins stay aligned to multiples of their width since 1970, and every sum stays the same.</summary>
public static class BinRollup
{
    /// <summary>Most bins a series of a stack is drawn with.</summary>
    public const int MaxStackBins = 1_500;

    /// <summary>Most bins of a chart with a single series: 30 days of minutes and the bins cut at both ends.</summary>
    public const int MaxSingleBins = 43_202;

    /// <summary>The widths that bins are joined to, in minutes.</summary>
    public static IReadOnlyList<int> Widths { get; } = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 20160, 40320];

    /// <summary>The narrowest width that keeps a window within so many bins.</summary>
    public static int WidthFor(TimeWindow window, int maxBins = MaxStackBins)
    {
        foreach (var width in Widths)
        {
            if (CountBins(window, width) <= maxBins)
            {
                return width;
            }
        }

        return Widths[^1];
    }

    /// <summary>The narrowest width, not below the model's, at which a bar has at least so many pixels.</summary>
    public static int WidthForPixels(ChartModel model, double plotPixels, double minBarPixels = 3)
    {
        var maxBins = Math.Max(1, (int)(plotPixels / minBarPixels));
        return Widths.FirstOrDefault(w => w >= model.WidthMinutes && w % model.WidthMinutes == 0 && CountBins(model.Window, w) <= maxBins, Widths[^1]);
    }

    /// <summary>How many aligned bins of a width touch a window.</summary>
    public static long CountBins(TimeWindow window, int widthMinutes)
    {
        if (window.IsEmpty)
        {
            return 0;
        }

        var width = widthMinutes * TimeWindow.MinuteMicros;
        return FloorDiv(window.ToMicros - 1, width) - FloorDiv(window.FromMicros, width) + 1;
    }

    /// <summary>The period before a window, of the same length, whose bins lie as those of the window do; null if no such period exists, or its bins would lie otherwise.</summary>
    public static TimeWindow? WindowBefore(TimeWindow window, int widthMinutes)
    {
        var length = window.ToMicros - window.FromMicros;
        return length > 0 && length % (widthMinutes * TimeWindow.MinuteMicros) == 0 && window.FromMicros >= length
            ? new TimeWindow(window.FromMicros - length, window.FromMicros) : null;
    }

    /// <summary>The sum over all series, bin by bin.</summary>
    public static int[] Sums(BinTable table)
    {
        var sums = new int[CountBins(table.Window, table.WidthMinutes)];
        foreach (var series in table.Series)
        {
            for (var i = 0; i < series.Counts.Count; i++)
            {
                sums[i] = checked(sums[i] + series.Counts[i]);
            }
        }

        return sums;
    }

    /// <summary>Joins the model's bins into wider ones.</summary>
    /// <param name="model">The model.</param>
    /// <param name="widthMinutes">A multiple of the model's width; the same width gives the same model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not a multiple of the model's.</exception>
    public static ChartModel Join(ChartModel model, int widthMinutes)
    {
        if (widthMinutes < model.WidthMinutes || widthMinutes % model.WidthMinutes != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(widthMinutes), "Bins can be joined only into a multiple of their width.");
        }

        if (widthMinutes == model.WidthMinutes || model.BinCount == 0)
        {
            return model;
        }

        var narrow = model.WidthMinutes * TimeWindow.MinuteMicros;
        var wide = widthMinutes * TimeWindow.MinuteMicros;
        var start = FloorDiv(model.StartMicros, wide) * wide;
        var last = model.StartMicros + ((model.BinCount - 1) * narrow);
        var count = (int)((last - start) / wide) + 1;
        return model with
        {
            StartMicros = start,
            WidthMinutes = widthMinutes,
            Series = [.. model.Series.Select(s => s with { Counts = Sum(s.Counts, model.StartMicros, narrow, start, wide, count) })],
            Before = model.Before is { } before ? Sum(before, model.StartMicros, narrow, start, wide, count) : null,
        };
    }

    /// <summary>The unit of a bar in words: <c>bars of 5 min from 1-minute bins</c>.</summary>
    public static string Describe(int widthMinutes)
    {
        var width = widthMinutes switch
        {
            1 => "1 min",
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{widthMinutes} min"),
            < 1440 => string.Create(CultureInfo.InvariantCulture, $"{widthMinutes / 60} h"),
            1440 => "1 day",
            _ => string.Create(CultureInfo.InvariantCulture, $"{widthMinutes / 1440} days"),
        };
        return widthMinutes == 1 ? "bars of 1 min" : $"bars of {width} from 1-minute bins";
    }

    private static int[] Sum(IReadOnlyList<int> counts, long narrowStart, long narrow, long wideStart, long wide, int wideCount)
    {
        var sums = new int[wideCount];
        for (var i = 0; i < counts.Count; i++)
        {
            var index = (narrowStart + (i * narrow) - wideStart) / wide;
            sums[index] = checked(sums[index] + counts[i]);
        }

        return sums;
    }

    private static long FloorDiv(long value, long by) => value >= 0 ? value / by : ((value + 1) / by) - 1;
}

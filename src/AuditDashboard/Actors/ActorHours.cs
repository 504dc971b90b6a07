using System.Globalization;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;

namespace AuditDashboard.Actors;

/// <summary>Activity by day and hour of the day, UTC. Hours at the ends of the window hold only their part inside it.</summary>
public sealed record ActorHours
{
    /// <summary>Most days.</summary>
    public const int MaxDays = 14;

    private const long HourMicros = 60 * TimeWindow.MinuteMicros;
    private const long DayMicros = 24 * HourMicros;

    private ActorHours(TimeWindow window, IReadOnlyList<ActorDay> days)
    {
        Window = window;
        Days = days;
    }

    /// <summary>The part of the window that is shown: its last <see cref="MaxDays"/> days.</summary>
    public TimeWindow Window { get; }

    /// <summary>Days, the newest first.</summary>
    public IReadOnlyList<ActorDay> Days { get; }

    /// <summary>The greatest count of an hour; 0 if there is nothing.</summary>
    public int Max => Days.Count == 0 ? 0 : Days.Max(day => day.Hours.Max(hour => hour.Events));

    /// <summary>The part of a window that <see cref="Of"/> shows.</summary>
    public static TimeWindow Shown(TimeWindow window)
    {
        var lastDay = FloorDay(window.ToMicros - 1);
        return window with { FromMicros = Math.Max(window.FromMicros, lastDay - ((MaxDays - 1) * DayMicros)) };
    }

    /// <summary>Makes it of bins of one hour over <see cref="Shown"/>.</summary>
    /// <param name="bins">One series.</param>
    public static ActorHours Of(BinTable bins)
    {
        var counts = bins.Series.Count == 0 ? [] : bins.Series[0].Counts;
        var days = new SortedDictionary<long, ActorHour[]>();
        for (var i = 0; i < counts.Count; i++)
        {
            var from = bins.StartMicros + (i * HourMicros);
            var day = FloorDay(from);
            if (!days.TryGetValue(day, out var hours))
            {
                days.Add(day, hours = [.. Enumerable.Range(0, 24).Select(h => new ActorHour(Cut(bins.Window, day + (h * HourMicros)), 0))]);
            }

            var hour = (int)((from - day) / HourMicros);
            hours[hour] = hours[hour] with { Events = counts[i] };
        }

        return new ActorHours(bins.Window, [.. days.Reverse().Select(day => new ActorDay(TimeWindow.FromMicrosSinceEpoch(day.Key), day.Value))]);
    }

    /// <summary>Which hours of the day have events.</summary>
    public static IReadOnlyList<bool> HoursOfDay(BinTable bins)
    {
        var has = new bool[24];
        foreach (var day in Of(bins).Days)
        {
            for (var hour = 0; hour < 24; hour++)
            {
                has[hour] |= day.Hours[hour].Events > 0;
            }
        }

        return has;
    }

    /// <summary>Hours of the day in words: <c>07 to 16 and 22</c>; "none".</summary>
    public static string Words(IReadOnlyList<bool> hours)
    {
        if (hours.All(has => has))
        {
            return "all hours";
        }

        var parts = new List<string>();
        for (var hour = 0; hour < hours.Count; hour++)
        {
            if (!hours[hour])
            {
                continue;
            }

            var last = hour;
            while (last + 1 < hours.Count && hours[last + 1])
            {
                last++;
            }

            parts.Add(hour == last ? Text(hour) : $"{Text(hour)} to {Text(last)}");
            hour = last;
        }

        return parts.Count switch { 0 => "none", 1 => parts[0], _ => string.Join(", ", parts.SkipLast(1)) + " and " + parts[^1] };
    }

    private static string Text(int hour) => hour.ToString("00", CultureInfo.InvariantCulture);

    private static TimeWindow Cut(TimeWindow window, long from) => new(Math.Max(window.FromMicros, from), Math.Min(window.ToMicros, from + HourMicros));

    private static long FloorDay(long micros) => (long)Math.Floor(micros / (double)DayMicros) * DayMicros;
}

/// <summary>A day's hours.</summary>
/// <param name="Day">Its start, UTC.</param>
/// <param name="Hours">24 hours.</param>
public sealed record ActorDay(DateTimeOffset Day, IReadOnlyList<ActorHour> Hours);

/// <summary>An hour.</summary>
/// <param name="Window">The hour, cut to the window; empty where it lies outside.</param>
/// <param name="Events">Events in it.</param>
public readonly record struct ActorHour(TimeWindow Window, int Events);

using System.Globalization;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;

namespace AuditDashboard.Shared.Scope;

/// <summary>Ranges in words, and the fields of the picker.</summary>
public static class RangeText
{
    private static readonly string[] FieldFormats =
    [
        "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm",
    ];

    /// <summary>The latest instant that a window may begin at: the end of the year 9000.</summary>
    public static long LatestMicros { get; } = TimeWindow.ToMicrosSinceEpoch(new DateTimeOffset(9000, 12, 31, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The relative ranges on offer.</summary>
    public static IReadOnlyList<TimeRange> Choices { get; } =
    [
        new TimeRange.Relative(TimeSpan.FromMinutes(15)), new TimeRange.Relative(TimeSpan.FromHours(1)), new TimeRange.Relative(TimeSpan.FromHours(6)),
        new TimeRange.Relative(TimeSpan.FromHours(12)), TimeRange.Default, new TimeRange.Relative(TimeSpan.FromDays(2)),
        new TimeRange.Relative(TimeSpan.FromDays(7)), new TimeRange.Relative(TimeSpan.FromDays(30)), new TimeRange.Relative(TimeSpan.FromDays(90)),
    ];

    /// <summary><c>Last 24 hours</c>, or <c>Fixed window</c>.</summary>
    public static string Name(TimeRange range) => range switch
    {
        TimeRange.Relative(var span) when span == TimeSpan.FromHours(24) => "Last 24 hours",
        TimeRange.Relative(var span) when span.Ticks % TimeSpan.TicksPerDay == 0 => Last(span.Days, "day"),
        TimeRange.Relative(var span) when span.Ticks % TimeSpan.TicksPerHour == 0 => Last((int)span.TotalHours, "hour"),
        TimeRange.Relative(var span) when span.Ticks % TimeSpan.TicksPerMinute == 0 => Last((int)span.TotalMinutes, "minute"),
        TimeRange.Relative(var span) => Last((long)span.TotalSeconds, "second"),
        TimeRange.Absolute => "Fixed window",
        _ => "Window",
    };

    /// <summary>An instant as the picker's field has it: <c>2026-11-23 13:41:52</c>.</summary>
    public static string ToField(long micros) => UtcText.Format(TimeWindow.FromMicrosSinceEpoch(micros), "yyyy-MM-dd HH:mm:ss.FFFFFF");

    /// <summary>Reads a field: a date, with or without a time, always UTC.</summary>
    public static bool TryParseField(string? text, out long micros)
    {
        micros = 0;
        if (!DateTimeOffset.TryParseExact(
                text?.Trim(), FieldFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            || instant.Year is < 1970 or > 9000)
        {
            return false;
        }

        micros = TimeWindow.ToMicrosSinceEpoch(instant);
        return true;
    }

    private static string Last(long count, string unit) => count == 1 ? "Last " + unit : "Last " + Numbers.Count(count, unit);
}

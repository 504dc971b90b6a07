using System.Globalization;

namespace AuditDashboard.Settings;

/// <summary>Durations as text: a whole number with a unit (<c>500ms</c>, <c>15s</c>, <c>30m</c>, <c>6h</c>, <c>7d</c>) or <c>[d.]hh:mm:ss[.fff]</c>.</summary>
internal static class DurationText
{
    // Longest suffix first: "500ms" ends with "s" too.
    private static readonly (string Suffix, long Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
        ("d", TimeSpan.TicksPerDay),
    ];

    /// <summary>Reads a duration. A bare number is refused: .NET would take it for days.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        text = text.Trim();
        foreach (var (suffix, ticks) in Units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal))
            {
                continue;
            }

            var isWhole = long.TryParse(text[..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var count);
            if (!isWhole || count > TimeSpan.MaxValue.Ticks / ticks)
            {
                break;
            }

            duration = TimeSpan.FromTicks(count * ticks);
            return true;
        }

        duration = default;
        return text.Contains(':') && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration);
    }

    /// <summary>Prints a duration in the largest unit that divides it, such as <c>6h</c>.</summary>
    public static string Print(TimeSpan duration)
    {
        foreach (var (suffix, ticks) in Units.Reverse())
        {
            if (duration.Ticks % ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / ticks}{suffix}");
            }
        }

        return duration.ToString("c", CultureInfo.InvariantCulture);
    }
}

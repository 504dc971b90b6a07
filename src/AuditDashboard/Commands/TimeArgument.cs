using System.Globalization;
using System.Text.RegularExpressions;
using AuditDashboard.Storage;

namespace AuditDashboard.Commands;

/// <summary>Instants as text: RFC 3339 (<c>2026-11-23T13:00:00Z</c>), or relative to now (<c>-7d</c>, <c>-90m</c>, <c>now</c>).</summary>
internal static partial class TimeArgument
{
    /// <summary>What to write, for messages.</summary>
    public const string Hint = "Write a time such as 2026-11-23T13:00:00Z, or a relative one such as -7d, -12h or -90m.";

    /// <summary>Reads an instant.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">What relative times count from.</param>
    /// <param name="micros">Microseconds since 1970-01-01T00:00Z; finer fractions are cut off.</param>
    public static bool TryParse(string text, DateTimeOffset now, out long micros)
    {
        micros = default;
        if (text == "now")
        {
            micros = TimeWindow.ToMicrosSinceEpoch(now);
            return true;
        }

        if (RelativePattern().Match(text) is { Success: true } relative)
        {
            var unit = relative.Groups["unit"].Value switch
            {
                "s" => TimeSpan.TicksPerSecond,
                "m" => TimeSpan.TicksPerMinute,
                "h" => TimeSpan.TicksPerHour,
                "d" => TimeSpan.TicksPerDay,
                _ => TimeSpan.TicksPerDay * 7,
            };
            var count = long.Parse(relative.Groups["count"].Value, CultureInfo.InvariantCulture);
            if (count > now.UtcTicks / unit)
            {
                return false;
            }

            micros = TimeWindow.ToMicrosSinceEpoch(now.AddTicks(-count * unit));
            return true;
        }

        if (!InstantPattern().IsMatch(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return false;
        }

        micros = TimeWindow.ToMicrosSinceEpoch(instant);
        return true;
    }

    [GeneratedRegex(@"\A-(?<count>[0-9]{1,9})(?<unit>[smhdw])\z", RegexOptions.CultureInvariant)]
    private static partial Regex RelativePattern();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex InstantPattern();
}

using System.Globalization;
using AuditDashboard.Storage;

namespace AuditDashboard.Shared.Text;

/// <summary>Prints instants as the pages show them, always in UTC and in English, and as links carry them.</summary>
public static class UtcText
{
    private static readonly string[] UrlFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'",
    ];

    /// <summary><c>23 Nov 2026 13:41:52.418 UTC</c>.</summary>
    public static string Full(DateTimeOffset instant) => Format(instant, "d MMM yyyy HH:mm:ss.fff 'UTC'");

    /// <summary><c>23 Nov 2026 13:41:52 UTC</c>.</summary>
    public static string Second(DateTimeOffset instant) => Format(instant, "d MMM yyyy HH:mm:ss 'UTC'");

    /// <summary><c>23 Nov 13:41</c>, for headings that say UTC themselves.</summary>
    public static string Minute(DateTimeOffset instant) => Format(instant, "d MMM HH:mm");

    /// <summary><c>13:41:52</c>, for columns that say UTC in their head.</summary>
    public static string TimeOfDay(DateTimeOffset instant) => Format(instant, "HH:mm:ss");

    /// <summary>As short as it can be beside another instant: the time of day on its day, day and time in its year, else the whole date and time.</summary>
    public static string Near(DateTimeOffset instant, DateTimeOffset reference) => Format(instant, NearFormat(instant, reference));

    /// <summary>The format of <see cref="Near"/>.</summary>
    public static string NearFormat(DateTimeOffset instant, DateTimeOffset reference) =>
        instant.UtcDateTime.Date == reference.UtcDateTime.Date ? "HH:mm:ss"
        : instant.UtcDateTime.Year == reference.UtcDateTime.Year ? "d MMM HH:mm" : "d MMM yyyy HH:mm";

    /// <summary><c>23 Nov 2026</c>.</summary>
    public static string Day(DateTimeOffset instant) => Format(instant, "d MMM yyyy");

    /// <summary>Any invariant custom format, in UTC.</summary>
    public static string Format(DateTimeOffset instant, string format) => instant.ToUniversalTime().ToString(format, CultureInfo.InvariantCulture);

    /// <summary><c>22 Nov 14:06 → 23 Nov 2026 14:06 UTC</c>: links are read in other years too. With seconds where they matter, with both years where they differ.</summary>
    public static string Window(TimeWindow window)
    {
        var hasSeconds = window.FromMicros % TimeWindow.MinuteMicros != 0 || window.ToMicros % TimeWindow.MinuteMicros != 0;
        var time = hasSeconds && window.Duration < TimeSpan.FromHours(2) ? "HH:mm:ss" : "HH:mm";
        var year = window.From.UtcDateTime.Year != window.To.UtcDateTime.Year ? "d MMM yyyy " : "d MMM ";
        return $"{Format(window.From, year + time)} → {Format(window.To, "d MMM yyyy " + time)} UTC";
    }

    /// <summary>The whole window to the second (or finer): <c>22 Nov 2026 14:06:00 → 23 Nov 2026 14:06:00 UTC</c>.</summary>
    public static string WindowFull(TimeWindow window)
    {
        const string Format = "d MMM yyyy HH:mm:ss.FFFFFF";
        return $"{UtcText.Format(window.From, Format)} → {UtcText.Format(window.To, Format)} UTC";
    }

    /// <summary>RFC 3339 in UTC with as many digits as there are, at most microseconds: <c>2026-11-23T13:41:52.418Z</c>.</summary>
    public static string ToUrl(long micros) => Format(TimeWindow.FromMicrosSinceEpoch(micros), "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'");

    /// <summary>Reads RFC 3339 with any offset, to the second or finer, cut to microseconds; years 1970 to 9998.</summary>
    public static bool TryParseUrl(string text, out long micros)
    {
        micros = 0;
        if (!DateTimeOffset.TryParseExact(
                text, UrlFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            || instant.Year is < 1970 or > 9998)
        {
            return false;
        }

        micros = TimeWindow.ToMicrosSinceEpoch(instant);
        return true;
    }

    /// <summary>A length in words with its two greatest units: <c>12 min</c>, <c>3 h 20 min</c>, <c>2 d 4 h</c>.</summary>
    public static string Length(TimeSpan span)
    {
        var parts = new (long Count, string Unit)[]
        {
            ((long)span.TotalDays, "d"), (span.Hours, "h"), (span.Minutes, "min"), (span.Seconds, "s"),
        };
        var first = Array.FindIndex(parts, p => p.Count > 0);
        if (first < 0)
        {
            return span > TimeSpan.Zero ? "under 1 s" : "0 s";
        }

        var words = parts.Skip(first).Take(2).Where(p => p.Count > 0).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Count} {p.Unit}"));
        return string.Join(' ', words);
    }
}

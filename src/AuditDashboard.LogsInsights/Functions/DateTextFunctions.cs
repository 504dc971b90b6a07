using System.Globalization;
using System.Text;
using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Functions;

/// <summary>Instants as text and back: <c>formatDate</c> (also <c>strftime</c>) and <c>parseDate</c>.</summary>
internal static class DateTextFunctions
{
    /// <summary>The functions.</summary>
    public static IEnumerable<ScalarFunction> All =>
    [
        new("formatDate", 2, 3, (_, a) => Format(a)),
        new("strftime", 2, 3, (_, a) => Format(a)),
        new("parseDate", 2, 3, (_, a) => Parse(a)),
    ];

    private static Value Format(Value[] arguments)
    {
        if (DateFunctions.ToMicros(arguments[0]) is not { } micros || arguments[1].AsText() is not { } pattern || Zone(arguments) is not { } zone)
        {
            return default;
        }

        var instant = DateTime.UnixEpoch.AddMilliseconds(ValueFormat.Millis(micros));
        var offset = zone.GetUtcOffset(instant);

        // The first and last hours of the calendar have no local time in every zone.
        return instant.Ticks + offset.Ticks is var ticks && (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            ? default
            : Value.OfText(Format(new DateTime(ticks, DateTimeKind.Unspecified), offset, micros, pattern));
    }

    // %Y-%m-%d %H:%M:%S; a directive that is not known stays as it is written.
    private static string Format(DateTime local, TimeSpan offset, long micros, string pattern)
    {
        var output = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%' || i + 1 == pattern.Length)
            {
                output.Append(pattern[i]);
                continue;
            }

            var culture = CultureInfo.InvariantCulture;
            i++;
            output.Append(pattern[i] switch
            {
                'Y' => local.ToString("yyyy", culture),
                'y' => local.ToString("yy", culture),
                'm' => local.ToString("MM", culture),
                'd' => local.ToString("dd", culture),
                'e' => local.Day.ToString(culture).PadLeft(2),
                'H' => local.ToString("HH", culture),
                'I' => local.ToString("hh", culture),
                'M' => local.ToString("mm", culture),
                'S' => local.ToString("ss", culture),
                'L' => local.ToString("fff", culture),
                'f' => local.ToString("fff", culture) + "000",
                'p' => local.ToString("tt", culture),
                'a' => local.ToString("ddd", culture),
                'A' => local.ToString("dddd", culture),
                'b' or 'h' => local.ToString("MMM", culture),
                'B' => local.ToString("MMMM", culture),
                'j' => local.DayOfYear.ToString("000", culture),
                'F' => local.ToString("yyyy-MM-dd", culture),
                'T' => local.ToString("HH:mm:ss", culture),
                'D' => local.ToString("MM/dd/yy", culture),
                'R' => local.ToString("HH:mm", culture),
                'u' => (local.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)local.DayOfWeek).ToString(culture),
                'w' => ((int)local.DayOfWeek).ToString(culture),
                's' => Math.Floor((decimal)micros / 1_000_000).ToString(culture),
                'z' => string.Create(culture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hhmm}"),
                'n' => "\n",
                't' => "\t",
                '%' => "%",
                var other => "%" + other,
            });
        }

        return output.ToString();
    }

    private static Value Parse(Value[] arguments)
    {
        if (arguments[0].AsText() is not { } text || arguments[1].AsText() is not { } pattern || Zone(arguments) is not { } zone
            || Translate(pattern) is not { } format)
        {
            return default;
        }

        var culture = CultureInfo.InvariantCulture;
        if (format.HasZone)
        {
            return DateTimeOffset.TryParseExact(text, format.Pattern, culture, DateTimeStyles.None, out var instant)
                ? Value.OfNumber(instant.ToUnixTimeMilliseconds())
                : default;
        }

        if (!DateTime.TryParseExact(text, format.Pattern, culture, DateTimeStyles.None, out var local) || zone.IsInvalidTime(local))
        {
            return default;
        }

        return Value.OfNumber((local.Ticks - zone.GetUtcOffset(local).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);
    }

    // Java's yyyy-MM-dd'T'HH:mm:ss.SSSXXX in the framework's letters; null where it has a letter that has no counterpart.
    private static (string Pattern, bool HasZone)? Translate(string pattern)
    {
        var output = new StringBuilder();
        var hasZone = false;
        for (var i = 0; i < pattern.Length;)
        {
            var c = pattern[i];
            if (c == '\'')
            {
                var end = pattern.IndexOf('\'', i + 1);
                if (end < 0)
                {
                    return null;
                }

                AppendLiteral(output, end == i + 1 ? "'" : pattern[(i + 1)..end]);
                i = end + 1;
                continue;
            }

            var length = pattern.AsSpan(i).IndexOfAnyExcept(c) is var run && run < 0 ? pattern.Length - i : run;
            if (!char.IsAsciiLetter(c))
            {
                AppendLiteral(output, new string(c, length));
            }
            else if (Letter(c, length) is { } letters)
            {
                output.Append(letters);
                hasZone |= letters.Contains('z', StringComparison.Ordinal);
            }
            else
            {
                return null;
            }

            i += length;
        }

        // A pattern of one letter would be read as a standard format.
        return (output.Length == 1 ? "%" + output : output.ToString(), hasZone);
    }

    private static string? Letter(char letter, int length) => letter switch
    {
        'y' or 'u' => length == 2 ? "yy" : "yyyy",
        'M' when length <= 4 => new string('M', length),
        'd' when length <= 2 => new string('d', length),
        'E' => length <= 3 ? "ddd" : "dddd",
        'H' or 'h' or 'm' or 's' when length <= 2 => new string(letter, length),
        'S' when length <= 7 => new string('f', length),
        'a' => "tt",
        'X' or 'x' or 'Z' => "zzz",
        _ => null,
    };

    private static void AppendLiteral(StringBuilder output, string text)
    {
        foreach (var c in text)
        {
            output.Append('\\').Append(c);
        }
    }

    private static TimeZoneInfo? Zone(Value[] arguments)
    {
        if (arguments.Length < 3)
        {
            return TimeZoneInfo.Utc;
        }

        return arguments[2].AsText() is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }
}

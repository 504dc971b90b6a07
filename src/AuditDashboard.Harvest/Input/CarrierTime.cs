using System.Buffers.Text;

namespace AuditDashboard.Harvest.Input;

/// <summary>Reads the times that carriers write beside an event.</summary>
internal static class CarrierTime
{
    private const long MicrosPerSecond = 1_000_000;

    /// <summary>Reads <c>2023-07-31 01:58:12.101</c>, <c>2023-07-31T01:58:12.101Z</c> or an offset such as <c>+02:00</c>; without one it is UTC. Digits past microseconds are cut.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ' && text[10] != 't')
            || text[13] != ':' || text[16] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var rest = text[19..];
        long fraction = 0;
        if (rest.Length > 0 && rest[0] is (byte)'.' or (byte)',')
        {
            var digits = 1;
            for (; digits < rest.Length && rest[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
            {
                fraction = digits <= 6 ? (fraction * 10) + rest[digits] - '0' : fraction;
            }

            for (var i = digits; i <= 6; i++)
            {
                fraction *= 10;
            }

            rest = rest[digits..];
        }

        if (!TryOffsetMinutes(rest, out var offset))
        {
            return false;
        }

        var days = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Days;
        micros = ((((((days * 24L) + hour) * 60) + minute - offset) * 60) + second) * MicrosPerSecond + fraction;
        return true;
    }

    /// <summary>Reads milliseconds since 1970, as CloudWatch's API prints them.</summary>
    public static bool TryParseMillis(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (!Utf8Parser.TryParse(text, out long millis, out var used) || used != text.Length || Math.Abs(millis) > long.MaxValue / 1000)
        {
            return false;
        }

        micros = millis * 1000;
        return true;
    }

    private static bool TryOffsetMinutes(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8) || text.SequenceEqual(" UTC"u8))
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !TryDigits(text[1..3], out var hours) || !TryDigits(text[4..6], out var rest) || hours > 23 || rest > 59)
        {
            return false;
        }

        minutes = ((hours * 60) + rest) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + c - '0';
        }

        return true;
    }
}

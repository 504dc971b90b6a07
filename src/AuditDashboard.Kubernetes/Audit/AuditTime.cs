namespace AuditDashboard.Kubernetes.Audit;

/// <summary>Reads the timestamps of audit events.</summary>
public static class AuditTime
{
    private const long MicrosPerSecond = 1_000_000;
    private const long SecondsPerDay = 86_400;

    /// <summary>
    /// Reads an RFC 3339 instant with any number of fraction digits (cut to microseconds) and any offset. A space is taken for the <c>T</c>, and a
    /// missing zone for UTC, as pipelines write it: <c>2024-11-13 18:34:10.595141000</c>. A second 60 is the start of the next minute.
    /// Year 1 is how Go writes "no time", so it is not read as one.
    /// </summary>
    /// <param name="text">ASCII bytes.</param>
    /// <param name="micros">Microseconds since 1970-01-01T00:00Z; may be negative.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[13] != ':' || text[16] != ':'
            || !TryNumber(text[..4], out var year) || !TryNumber(text.Slice(5, 2), out var month) || !TryNumber(text.Slice(8, 2), out var day)
            || !TryNumber(text.Slice(11, 2), out var hour) || !TryNumber(text.Slice(14, 2), out var minute) || !TryNumber(text.Slice(17, 2), out var second)
            || year < 2 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var rest = text[19..];
        long fraction = 0;
        if (!rest.IsEmpty && rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            digits = digits < 0 ? rest.Length - 1 : digits;
            if (digits == 0)
            {
                return false;
            }

            for (var i = 1; i <= 6; i++)
            {
                fraction = (fraction * 10) + (i <= digits ? rest[i] - '0' : 0);
            }

            rest = rest[(digits + 1)..];
        }

        if (!TryOffset(rest, out var offset))
        {
            return false;
        }

        var days = new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        var seconds = (days * SecondsPerDay) + (((hour * 60) + minute - offset) * 60) + second;
        micros = (seconds * MicrosPerSecond) + fraction;
        return true;
    }

    /// <summary>Reads <c>Z</c>, <c>+02:00</c>, <c>+0200</c> or nothing, in minutes east of UTC.</summary>
    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text is [] or [(byte)'Z' or (byte)'z'])
        {
            return true;
        }

        var colon = text.Length == 6 && text[3] == ':' ? 1 : 0;
        if (text.Length != 5 + colon || text[0] is not ((byte)'+' or (byte)'-')
            || !TryNumber(text.Slice(1, 2), out var hours) || !TryNumber(text.Slice(3 + colon, 2), out var rest) || hours > 23 || rest > 59)
        {
            return false;
        }

        minutes = ((hours * 60) + rest) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}

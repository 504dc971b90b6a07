using System.Numerics;

namespace AuditDashboard.LogsInsights.Execution.Scanning;

/// <summary>Checks the parts of JSON that masks of bytes don't tell: numbers, words, and escapes other than those of quotes and backslashes.</summary>
internal static class JsonScalars
{
    /// <summary>First byte behind the number, <c>true</c>, <c>false</c> or <c>null</c> that starts at a place; -1 if none does, or if it is not ended by a comma, a bracket or a blank.</summary>
    public static int EndOf(ReadOnlySpan<byte> text, int start)
    {
        var end = text[start] switch
        {
            (byte)'t' => Word(text, start, "true"u8),
            (byte)'f' => Word(text, start, "false"u8),
            (byte)'n' => Word(text, start, "null"u8),
            _ => Number(text, start),
        };
        return end >= 0 && end < text.Length && text[end] is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\t' or (byte)'\r' ? end : -1;
    }

    /// <summary>True if a letter behind a backslash makes an escape.</summary>
    public static bool IsEscape(ReadOnlySpan<byte> text, int letter) => text[letter] switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' => true,
        (byte)'u' => letter + 4 < text.Length
            && char.IsAsciiHexDigit((char)text[letter + 1]) && char.IsAsciiHexDigit((char)text[letter + 2])
            && char.IsAsciiHexDigit((char)text[letter + 3]) && char.IsAsciiHexDigit((char)text[letter + 4]),
        _ => false,
    };

    /// <summary>True if all letters behind backslashes make escapes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where a block begins.</param>
    /// <param name="escapes">The letters, a bit for each byte of the block.</param>
    public static bool AreEscapes(ReadOnlySpan<byte> text, int at, ulong escapes)
    {
        for (; escapes != 0; escapes &= escapes - 1)
        {
            if (!IsEscape(text, at + BitOperations.TrailingZeroCount(escapes)))
            {
                return false;
            }
        }

        return true;
    }

    private static int Word(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> word) =>
        text[start..].StartsWith(word) ? start + word.Length : -1;

    // -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
    private static int Number(ReadOnlySpan<byte> text, int at)
    {
        if (text[at] == '-')
        {
            at++;
        }

        var digits = at;
        at = SkipDigits(text, at);
        if (at == digits || (text[digits] == '0' && at > digits + 1))
        {
            return -1;
        }

        if (at < text.Length && text[at] == '.')
        {
            digits = ++at;
            at = SkipDigits(text, at);
            if (at == digits)
            {
                return -1;
            }
        }

        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            at++;
            if (at < text.Length && text[at] is (byte)'+' or (byte)'-')
            {
                at++;
            }

            digits = at;
            at = SkipDigits(text, at);
            if (at == digits)
            {
                return -1;
            }
        }

        return at;
    }

    private static int SkipDigits(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at;
    }
}

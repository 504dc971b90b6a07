using System.Buffers;

namespace AuditDashboard.Harvest.Input;

/// <summary>Turns the bytes between the quotes of a JSON string into the text they mean, as UTF-8.</summary>
internal static class JsonText
{
    /// <summary>Writes the text of a string that a JSON reader accepted. Bytes that are not escaped are copied as they are, valid UTF-8 or not;
    /// a lone surrogate, which has no bytes of its own, becomes U+FFFD.</summary>
    /// <param name="raw">What stands between the quotes.</param>
    /// <param name="output">Receives the text.</param>
    public static void Unescape(ReadOnlySpan<byte> raw, IBufferWriter<byte> output)
    {
        // Text is never longer than its escaped form.
        var target = output.GetSpan(Math.Max(1, raw.Length));
        var written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            plain = plain < 0 ? raw.Length : plain;
            raw[..plain].CopyTo(target[written..]);
            written += plain;
            raw = raw[plain..];
            if (raw.Length < 2)
            {
                break;
            }

            if (raw[1] != 'u')
            {
                target[written++] = raw[1] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    var other => other,
                };
                raw = raw[2..];
                continue;
            }

            var unit = HexUnit(raw);
            raw = raw[6..];
            var rune = System.Text.Rune.ReplacementChar;
            if (!char.IsSurrogate(unit))
            {
                rune = new System.Text.Rune(unit);
            }
            else if (char.IsHighSurrogate(unit) && raw.Length >= 6 && raw[0] == '\\' && raw[1] == 'u' && char.IsLowSurrogate(HexUnit(raw)))
            {
                rune = new System.Text.Rune(unit, HexUnit(raw));
                raw = raw[6..];
            }

            written += rune.EncodeToUtf8(target[written..]);
        }

        output.Advance(written);
    }

    /// <summary>The text as a .NET string; invalid UTF-8 becomes U+FFFD.</summary>
    public static string ToText(ReadOnlySpan<byte> raw)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(1, raw.Length));
        Unescape(raw, buffer);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Cuts white space as JSON has it from both ends.</summary>
    public static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> text)
    {
        var span = text.Span;
        var start = 0;
        var end = span.Length;
        while (start < end && IsBlank(span[start]))
        {
            start++;
        }

        while (end > start && IsBlank(span[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>True for the four bytes that JSON has as white space.</summary>
    public static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static char HexUnit(ReadOnlySpan<byte> escape) =>
        (char)((HexDigit(escape[2]) << 12) | (HexDigit(escape[3]) << 8) | (HexDigit(escape[4]) << 4) | HexDigit(escape[5]));

    private static int HexDigit(byte digit) => digit switch
    {
        <= (byte)'9' => digit - '0',
        <= (byte)'F' => digit - 'A' + 10,
        _ => digit - 'a' + 10,
    };
}

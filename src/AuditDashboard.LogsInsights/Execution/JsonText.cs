using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>Reads JSON strings that an attacker may have written: lone surrogates and invalid UTF-8 become U+FFFD, nothing throws.</summary>
internal static class JsonText
{
    /// <summary>The text of a string token without its quotes.</summary>
    public static string Decode(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        if (!isEscaped)
        {
            return Encoding.UTF8.GetString(raw);
        }

        var rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        try
        {
            return Encoding.UTF8.GetString(rented.AsSpan(0, Unescape(raw, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Writes a string token's UTF-8 without escapes; gives the length, which is never more than the token's.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> output)
    {
        var written = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != (byte)'\\' || i + 1 >= raw.Length)
            {
                output[written++] = raw[i];
                continue;
            }

            i++;
            if (raw[i] != (byte)'u')
            {
                output[written++] = raw[i] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    var other => other,
                };
                continue;
            }

            var unit = HexAt(raw, i + 1);
            i += 4;
            var rune = Rune.ReplacementChar;
            if (!char.IsSurrogate(unit))
            {
                rune = new Rune(unit);
            }
            else if (char.IsHighSurrogate(unit) && i + 2 < raw.Length && raw[i + 1] == (byte)'\\' && raw[i + 2] == (byte)'u')
            {
                var low = HexAt(raw, i + 3);
                if (char.IsLowSurrogate(low))
                {
                    rune = new Rune(unit, low);
                    i += 6;
                }
            }

            written += rune.EncodeToUtf8(output[written..]);
        }

        return written;
    }

    // The reader has checked that four hexadecimal digits stand there; 0 otherwise.
    private static char HexAt(ReadOnlySpan<byte> raw, int at) =>
        at + 4 <= raw.Length && Utf8Parser.TryParse(raw.Slice(at, 4), out int unit, out var used, 'X') && used == 4 ? (char)unit : '\0';
}

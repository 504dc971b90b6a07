using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace AuditDashboard.Kubernetes.Json;

/// <summary>Strings of JSON as written in a record. Never throws: what is no text becomes U+FFFD.</summary>
internal static class JsonText
{
    /// <summary>The longest text that is unescaped on the stack, in bytes.</summary>
    private const int StackLimit = 256;

    /// <summary>Undoes escapes. The result is at most as long as <paramref name="raw"/>; a lone surrogate becomes U+FFFD.</summary>
    /// <param name="raw">The string's bytes between its quotes.</param>
    /// <param name="text">At least as long as <paramref name="raw"/>.</param>
    /// <param name="map">Where not empty (then longer than <paramref name="raw"/>): for each byte written, the offset in <paramref name="raw"/> of what it came from, and one entry for the end.</param>
    /// <returns>Number of bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> text, Span<int> map)
    {
        var written = 0;
        var at = 0;
        while (at < raw.Length)
        {
            var run = raw[at..].IndexOf((byte)'\\');
            run = run < 0 ? raw.Length - at : run;
            raw.Slice(at, run).CopyTo(text[written..]);
            if (!map.IsEmpty)
            {
                for (var i = 0; i < run; i++)
                {
                    map[written + i] = at + i;
                }
            }

            written += run;
            at += run;
            if (at == raw.Length)
            {
                break;
            }

            var taken = UnescapeOne(raw[at..], text[written..], out var bytes);
            if (!map.IsEmpty)
            {
                map.Slice(written, bytes).Fill(at);
            }

            written += bytes;
            at += taken;
        }

        if (!map.IsEmpty)
        {
            map[written] = raw.Length;
        }

        return written;
    }

    /// <summary>Whether an escaped text is this text.</summary>
    public static bool EscapedEquals(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> text)
    {
        // An escape is at most six times as long as what it stands for.
        if (raw.Length < text.Length || raw.Length > text.Length * 6)
        {
            return false;
        }

        byte[]? rented = null;
        var buffer = raw.Length <= StackLimit ? stackalloc byte[StackLimit] : rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        var equal = buffer[..Unescape(raw, buffer, default)].SequenceEqual(text);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return equal;
    }

    /// <summary>The text of a JSON string.</summary>
    public static string Decode(ReadOnlySpan<byte> raw, bool escaped)
    {
        if (!escaped)
        {
            return Encoding.UTF8.GetString(raw);
        }

        byte[]? rented = null;
        var buffer = raw.Length <= StackLimit ? stackalloc byte[StackLimit] : rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        var text = Encoding.UTF8.GetString(buffer[..Unescape(raw, buffer, default)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return text;
    }

    /// <summary>Whether a text as written has a <c>\u</c> escape of a surrogate without its other half.</summary>
    public static bool HasLoneSurrogate(ReadOnlySpan<byte> raw)
    {
        var at = 0;
        while (true)
        {
            var next = raw[at..].IndexOf((byte)'\\');
            if (next < 0)
            {
                return false;
            }

            at += next;
            if (!TryUnit(raw[at..], out var unit))
            {
                at += Math.Min(2, raw.Length - at);
            }
            else if (!char.IsSurrogate(unit))
            {
                at += 6;
            }
            else if (char.IsHighSurrogate(unit) && TryUnit(raw[(at + 6)..], out var low) && char.IsLowSurrogate(low))
            {
                at += 12;
            }
            else
            {
                return true;
            }
        }
    }

    /// <summary>Undoes one escape; what is none is taken as it stands, which happens in records that are not JSON only.</summary>
    private static int UnescapeOne(ReadOnlySpan<byte> raw, Span<byte> text, out int written)
    {
        written = 1;
        if (TryUnit(raw, out var unit))
        {
            var taken = 6;
            Rune rune;
            if (char.IsHighSurrogate(unit) && TryUnit(raw[6..], out var low) && char.IsLowSurrogate(low))
            {
                rune = new Rune(unit, low);
                taken = 12;
            }
            else
            {
                rune = char.IsSurrogate(unit) ? Rune.ReplacementChar : new Rune(unit);
            }

            written = rune.EncodeToUtf8(text);
            return taken;
        }

        var plain = raw.Length < 2 ? (byte)0 : raw[1] switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'/' => (byte)'/',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            _ => (byte)0,
        };
        text[0] = plain == 0 ? (byte)'\\' : plain;
        return plain == 0 ? 1 : 2;
    }

    /// <summary>Reads <c>\uXXXX</c> at the start of a text.</summary>
    private static bool TryUnit(ReadOnlySpan<byte> raw, out char unit)
    {
        unit = default;
        if (raw.Length < 6 || raw[0] != '\\' || raw[1] != 'u')
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[2];
        if (Convert.FromHexString(raw.Slice(2, 4), bytes, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        unit = (char)BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return true;
    }
}

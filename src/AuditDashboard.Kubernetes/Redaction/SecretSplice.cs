using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>Puts <c>[redacted length=N hmac=HEX16]</c> in the place of secrets and leaves every other byte as it is.</summary>
internal static class SecretSplice
{
    private const int MarkDigits = 16;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>Whether a text is such a mark, so that redacting twice changes nothing.</summary>
    public static bool IsMark(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("[redacted length="u8))
        {
            return false;
        }

        text = text["[redacted length="u8.Length..];
        return Utf8Parser.TryParse(text, out int _, out var digits) && digits <= 10
            && text[digits..].StartsWith(" hmac="u8)
            && text.Length == digits + " hmac="u8.Length + MarkDigits + 1
            && text[^1] == ']'
            && !text.Slice(digits + " hmac="u8.Length, MarkDigits).ContainsAnyExcept(HexDigits);
    }

    /// <summary>Writes the record without its secrets.</summary>
    /// <param name="record">The record.</param>
    /// <param name="ranges">What to take out, in any order; overlapping stretches become one.</param>
    /// <param name="key">The installation's key.</param>
    public static byte[] Apply(ReadOnlySpan<byte> record, List<SecretRange> ranges, ReadOnlySpan<byte> key)
    {
        ranges.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
        var output = new ArrayBufferWriter<byte>(record.Length + (ranges.Count * 64));
        var copied = 0;
        for (var i = 0; i < ranges.Count;)
        {
            var range = ranges[i++];
            while (i < ranges.Count && ranges[i].Start < range.End)
            {
                range = range with { End = Math.Max(range.End, ranges[i].End), Level = Math.Min(range.Level, ranges[i].Level), IsBare = range.IsBare && ranges[i].IsBare };
                i++;
            }

            output.Write(record[copied..range.Start]);
            WriteMark(output, record[range.Start..range.End], range, key);
            copied = range.End;
        }

        output.Write(record[copied..]);
        return output.WrittenSpan.ToArray();
    }

    private static void WriteMark(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> secret, SecretRange range, ReadOnlySpan<byte> key)
    {
        var plain = ArrayPool<byte>.Shared.Rent(secret.Length);
        var length = secret.Length;
        secret.CopyTo(plain);
        for (var level = 0; level < range.Level && plain.AsSpan(0, length).Contains((byte)'\\'); level++)
        {
            // In place: what is written never overtakes what is read.
            length = JsonText.Unescape(plain.AsSpan(0, length), plain, default);
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, plain.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(plain);

        WriteQuote(output, range);
        output.Write("[redacted length="u8);
        var digits = output.GetSpan(11);
        Utf8Formatter.TryFormat(length, digits, out var count);
        output.Advance(count);
        output.Write(" hmac="u8);
        var hex = output.GetSpan(MarkDigits);
        Convert.TryToHexStringLower(hash[..(MarkDigits / 2)], hex, out _);
        output.Advance(MarkDigits);
        output.Write("]"u8);
        WriteQuote(output, range);
    }

    /// <summary>A quote as it is written inside that many strings: <c>"</c>, <c>\"</c>, <c>\\\"</c>.</summary>
    private static void WriteQuote(ArrayBufferWriter<byte> output, SecretRange range)
    {
        if (!range.IsBare)
        {
            return;
        }

        var backslashes = (1 << range.Level) - 1;
        output.GetSpan(backslashes + 1)[..backslashes].Fill((byte)'\\');
        output.Advance(backslashes);
        output.Write("\""u8);
    }
}

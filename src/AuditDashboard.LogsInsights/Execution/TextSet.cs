using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>Texts that are sought among the undecoded bytes of records: nearly all others differ in their first bytes. Immutable and safe to share between threads.</summary>
internal sealed class TextSet
{
    /// <summary>It is none of the texts.</summary>
    public const int None = -1;

    /// <summary>The bytes are not valid, so that the text which they decode to may be one of these.</summary>
    public const int Unknown = -2;

    private readonly byte[][] _texts;
    private readonly ulong[] _heads;
    private readonly bool _hasReplacement;

    /// <summary>Makes a set.</summary>
    /// <param name="texts">The texts in UTF-8.</param>
    public TextSet(byte[][] texts)
    {
        _texts = texts;
        _heads = Array.ConvertAll(texts, text => HeadOf(text));
        _hasReplacement = Array.Exists(texts, text => text.AsSpan().IndexOf("\uFFFD"u8) >= 0);
    }

    /// <summary>The texts in UTF-8.</summary>
    public IReadOnlyList<byte[]> Texts => _texts;

    /// <summary>Looks for a text that is written without escapes.</summary>
    /// <param name="message">The record that holds it.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>Its number in the set, or <see cref="None"/> or <see cref="Unknown"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(ReadOnlySpan<byte> message, int start, int length)
    {
        var bytes = message.Slice(start, length);
        var head = start + sizeof(ulong) <= message.Length
            ? Head(BinaryPrimitives.ReadUInt64LittleEndian(message[start..]), length)
            : HeadOf(bytes);
        for (var i = 0; i < _heads.Length; i++)
        {
            if (head == _heads[i] && bytes.SequenceEqual(_texts[i]))
            {
                return i;
            }
        }

        // Bytes that are not valid decode to texts with replacement characters.
        return _hasReplacement && !Ascii.IsValid(bytes) ? Unknown : None;
    }

    // The first bytes, up to eight, of a text of some length; bytes behind it count as zero.
    private static ulong Head(ulong first, int length) => length >= sizeof(ulong) ? first : first & ((1UL << (8 * length)) - 1);

    private static ulong HeadOf(ReadOnlySpan<byte> text)
    {
        Span<byte> first = stackalloc byte[sizeof(ulong)];
        first.Clear();
        text[..Math.Min(text.Length, sizeof(ulong))].CopyTo(first);
        return BinaryPrimitives.ReadUInt64LittleEndian(first);
    }
}

using System.Buffers;
using System.Text;
using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>A string of a JSON text with its escapes undone: as bytes, as one char a byte, and with the offset in the record of each.</summary>
internal readonly ref struct DecodedText : IDisposable
{
    private readonly byte[]? _bytes;
    private readonly char[] _chars;
    private readonly int[] _map;

    public DecodedText(in Place place, in JsonNode node)
        : this(place, node.Start, node.Length, node.ValueEscaped)
    {
    }

    public DecodedText(in Place place, int start, int length, bool escaped)
    {
        var raw = place.Tape.Json.Slice(start, length);
        _map = ArrayPool<int>.Shared.Rent(length + 1);
        var map = _map.AsSpan(0, length + 1);
        if (escaped)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(length);
            length = JsonText.Unescape(raw, _bytes, map);
            Bytes = _bytes.AsSpan(0, length);
            for (var i = 0; i <= length; i++)
            {
                map[i] = place.RecordOffset(start + map[i]);
            }
        }
        else
        {
            Bytes = raw;
            for (var i = 0; i <= length; i++)
            {
                map[i] = place.RecordOffset(start + i);
            }
        }

        Map = map[..(length + 1)];
        _chars = ArrayPool<char>.Shared.Rent(length);
        Encoding.Latin1.GetChars(Bytes, _chars);
        Chars = _chars.AsSpan(0, length);
    }

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The text, one char a byte.</summary>
    public ReadOnlySpan<char> Chars { get; }

    /// <summary>For each byte its offset in the record, and one entry for the end.</summary>
    public ReadOnlySpan<int> Map { get; }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        ArrayPool<char>.Shared.Return(_chars);
        ArrayPool<int>.Shared.Return(_map);
    }
}

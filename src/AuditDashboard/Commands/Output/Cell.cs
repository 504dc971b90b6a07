using System.Globalization;
using System.Text;

namespace AuditDashboard.Commands.Output;

/// <summary>One value of a row: text, the bytes of a record, a number, or absent.</summary>
internal readonly struct Cell
{
    private readonly string? _text;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly long? _number;

    private Cell(string? text, ReadOnlyMemory<byte> bytes, long? number, bool isBytes)
    {
        _text = text;
        _bytes = bytes;
        _number = number;
        IsBytes = isBytes;
    }

    /// <summary>True if it is the bytes of a record, which csv keeps as they are even where they are not UTF-8.</summary>
    public bool IsBytes { get; }

    /// <summary>The bytes of a record.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The number, if it is one.</summary>
    public long? Number => _number;

    /// <summary>The value as text; null if absent. Bytes that are not UTF-8 read as U+FFFD.</summary>
    public string? Text => IsBytes ? Encoding.UTF8.GetString(_bytes.Span) : _number?.ToString(CultureInfo.InvariantCulture) ?? _text;

    /// <summary>Text, or absent.</summary>
    public static Cell Of(string? text) => new(text, default, null, isBytes: false);

    /// <summary>The bytes of a record.</summary>
    public static Cell Of(ReadOnlyMemory<byte> bytes) => new(null, bytes, null, isBytes: true);

    /// <summary>A number.</summary>
    public static Cell Of(long number) => new(null, default, number, isBytes: false);
}

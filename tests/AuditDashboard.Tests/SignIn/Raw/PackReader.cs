using System.Buffers.Binary;
using System.Text;

namespace AuditDashboard.Tests.SignIn.Raw;

/// <summary>Reads MessagePack as far as the circuit's protocol uses it: nil, Booleans, integers, texts, bytes, arrays and maps.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The next value: null, <see cref="bool"/>, <see cref="long"/>, <see cref="string"/>, an array of bytes or of values; of a map, its keys and values in turn.</summary>
    public object? Read()
    {
        var kind = Take(1)[0];
        return kind switch
        {
            <= 0x7F => (long)kind,
            <= 0x8F => ReadMany(2 * (kind & 0x0F)),
            <= 0x9F => ReadMany(kind & 0x0F),
            <= 0xBF => ReadText(kind & 0x1F),
            0xC0 => null,
            0xC2 => false,
            0xC3 => true,
            0xC4 => Take(Take(1)[0]).ToArray(),
            0xC5 => Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))).ToArray(),
            0xC6 => Take((int)BinaryPrimitives.ReadUInt32BigEndian(Take(4))).ToArray(),
            0xCC => (long)Take(1)[0],
            0xCD => (long)BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xCE => (long)BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            0xCF => (long)BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
            0xD0 => (long)(sbyte)Take(1)[0],
            0xD1 => (long)BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            0xD2 => (long)BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            0xD3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            0xD9 => ReadText(Take(1)[0]),
            0xDA => ReadText(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
            0xDB => ReadText((int)BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
            0xDC => ReadMany(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
            0xDE => ReadMany(2 * BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
            >= 0xE0 => (long)(sbyte)kind,
            _ => throw new InvalidDataException($"The protocol has no value of the kind {kind:X2}."),
        };
    }

    private string ReadText(int length) => Encoding.UTF8.GetString(Take(length));

    private object?[] ReadMany(int count)
    {
        var values = new object?[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = Read();
        }

        return values;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}

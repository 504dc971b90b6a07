using System.Buffers.Binary;
using System.Text;

namespace AuditDashboard.Tests.SignIn.Raw;

/// <summary>Writes messages of the circuit's protocol: an invocation in MessagePack, behind its length.</summary>
internal static class PackWriter
{
    /// <summary>What a client says to show that it is still there.</summary>
    public static byte[] Ping { get; } = [2, 0x91, 6];

    /// <summary>A call of a hub's method.</summary>
    /// <param name="id">By which the answer is known; null if none is wanted.</param>
    /// <param name="method">Name of the method.</param>
    /// <param name="arguments">Null, <see cref="bool"/>, <see cref="long"/> or <see cref="string"/>.</param>
    public static byte[] Call(string? id, string method, params object?[] arguments)
    {
        using var message = new MemoryStream();
        message.Write([0x96, 1, 0x80]); // an array of six: kind, headers, id, method, arguments, streams
        Write(message, id);
        Write(message, method);
        message.WriteByte((byte)(0x90 | arguments.Length));
        foreach (var argument in arguments)
        {
            Write(message, argument);
        }

        message.WriteByte(0x90);
        using var framed = new MemoryStream();
        var length = (uint)message.Length;
        for (; length > 0x7F; length >>= 7)
        {
            framed.WriteByte((byte)(length | 0x80));
        }

        framed.WriteByte((byte)length);
        message.WriteTo(framed);
        return framed.ToArray();
    }

    private static void Write(MemoryStream stream, object? value)
    {
        Span<byte> head = stackalloc byte[9];
        switch (value)
        {
            case null:
                stream.WriteByte(0xC0);
                break;
            case bool claim:
                stream.WriteByte((byte)(claim ? 0xC3 : 0xC2));
                break;
            case long number:
                head[0] = 0xD3;
                BinaryPrimitives.WriteInt64BigEndian(head[1..], number);
                stream.Write(head);
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                head[0] = 0xDB;
                BinaryPrimitives.WriteUInt32BigEndian(head[1..], (uint)bytes.Length);
                stream.Write(head[..5]);
                stream.Write(bytes);
                break;
            default:
                throw new ArgumentException("The protocol takes no such value.", nameof(value));
        }
    }
}

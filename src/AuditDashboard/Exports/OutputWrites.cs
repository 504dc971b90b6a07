using System.Buffers;

namespace AuditDashboard.Exports;

/// <summary>How bytes go into the output of an export.</summary>
internal static class OutputWrites
{
    /// <summary>
    /// Writes bytes, of which there may be none. After a write of nothing the server may offer a buffer that is too small for what comes next,
    /// so such a write is none.
    /// </summary>
    public static void Put(this IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            output.Write(bytes);
        }
    }

    /// <summary>Writes a JSON value in one line: a record that came out of a document in one piece may span lines; between its parts a line break is no more than a space.</summary>
    public static void PutLine(this IBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        var rest = json;
        for (var at = rest.IndexOfAny((byte)'\n', (byte)'\r'); at >= 0; at = rest.IndexOfAny((byte)'\n', (byte)'\r'))
        {
            output.Put(rest[..at]);
            output.Put(" "u8);
            rest = rest[(at + 1)..];
        }

        output.Put(rest);
        output.Put("\n"u8);
    }
}

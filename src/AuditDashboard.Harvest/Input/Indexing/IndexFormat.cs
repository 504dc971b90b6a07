using System.Buffers.Binary;
using System.IO.Hashing;

namespace AuditDashboard.Harvest.Input.Indexing;

/// <summary>Bytes of an index: a head, the blocks, a hash of all before. All numbers are little-endian.</summary>
internal static class IndexFormat
{
    /// <summary>Longest index that is read or written; one of 64 MiB is that of a file of some 15 GB. Unit: bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    // Raised whenever a block is cut, an event recognised or a value written in another way than before.
    private const int Version = 1;

    private const int HeadBytes = 48;
    private const int OpaqueBytes = 5;
    private const int PlainBytes = OpaqueBytes + 4 + 8 + 8 + 1 + BloomFilter.Bytes;
    private const int HashBytes = 16;

    private static ReadOnlySpan<byte> Magic => "AUDITIDX"u8;

    /// <summary>Length of an index in bytes.</summary>
    public static long LengthOf(IReadOnlyList<BlockSummary> blocks) => HeadBytes + HashBytes + blocks.Sum(b => (long)(b.IsPlain ? PlainBytes : OpaqueBytes));

    /// <summary>Writes an index.</summary>
    /// <param name="hash">Hash of the indexed file.</param>
    /// <param name="size">Its size in bytes, as it lies on disk.</param>
    /// <param name="maxLineBytes">Longest record of the reader.</param>
    /// <param name="blocks">Its blocks, one behind the other.</param>
    public static byte[] Write(UInt128 hash, long size, int maxLineBytes, IReadOnlyList<BlockSummary> blocks)
    {
        var bytes = new byte[LengthOf(blocks)];
        var rest = bytes.AsSpan();
        WriteHead(rest, hash, size, maxLineBytes, blocks.Count);
        rest = rest[HeadBytes..];
        foreach (var block in blocks)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, block.Length);
            rest[4] = block.IsPlain ? (byte)1 : (byte)0;
            rest = rest[OpaqueBytes..];
            if (block.IsPlain)
            {
                BinaryPrimitives.WriteInt32LittleEndian(rest, block.Records);
                BinaryPrimitives.WriteInt64LittleEndian(rest[4..], block.FirstMicros);
                BinaryPrimitives.WriteInt64LittleEndian(rest[12..], block.LastMicros);
                rest[20] = block.OddFields;
                block.Values.CopyTo(rest[21..]);
                rest = rest[(PlainBytes - OpaqueBytes)..];
            }
        }

        XxHash128.Hash(bytes.AsSpan(0, bytes.Length - HashBytes), rest);
        return bytes;
    }

    /// <summary>Reads an index.</summary>
    /// <returns>Null if it is damaged, of another version, of another file or of a reader with another longest record.</returns>
    public static List<BlockSummary>? TryRead(ReadOnlySpan<byte> bytes, UInt128 hash, long size, int maxLineBytes)
    {
        if (bytes.Length < HeadBytes + HashBytes || !XxHash128.Hash(bytes[..^HashBytes]).AsSpan().SequenceEqual(bytes[^HashBytes..]))
        {
            return null;
        }

        Span<byte> head = stackalloc byte[HeadBytes];
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[40..]);
        WriteHead(head, hash, size, maxLineBytes, count);
        if (!bytes.StartsWith(head))
        {
            return null;
        }

        // A right hash proves that nothing was lost on the way, not that the writer was honest: each length is looked at before it is used.
        var blocks = new List<BlockSummary>();
        var rest = bytes[HeadBytes..^HashBytes];
        for (; rest.Length >= OpaqueBytes && blocks.Count < count;)
        {
            if (TryReadBlock(rest, out var used) is not { } block)
            {
                return null;
            }

            blocks.Add(block);
            rest = rest[used..];
        }

        return rest.IsEmpty && blocks.Count == count ? blocks : null;
    }

    private static BlockSummary? TryReadBlock(ReadOnlySpan<byte> bytes, out int used)
    {
        used = bytes[4] == 0 ? OpaqueBytes : PlainBytes;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length < 0 || bytes[4] > 1 || bytes.Length < used)
        {
            return null;
        }

        if (bytes[4] == 0)
        {
            return BlockSummary.Opaque(length);
        }

        var body = bytes[OpaqueBytes..];
        var records = BinaryPrimitives.ReadInt32LittleEndian(body);
        return records < 1 || records > length ? null : new BlockSummary
        {
            Length = length,
            Records = records,
            IsPlain = true,
            FirstMicros = BinaryPrimitives.ReadInt64LittleEndian(body[4..]),
            LastMicros = BinaryPrimitives.ReadInt64LittleEndian(body[12..]),
            OddFields = body[20],
            Values = body.Slice(21, BloomFilter.Bytes).ToArray(),
        };
    }

    private static void WriteHead(Span<byte> head, UInt128 hash, long size, int maxLineBytes, int count)
    {
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], maxLineBytes);
        BinaryPrimitives.WriteUInt128LittleEndian(head[16..], hash);
        BinaryPrimitives.WriteInt64LittleEndian(head[32..], size);
        BinaryPrimitives.WriteInt32LittleEndian(head[40..], count);
        BinaryPrimitives.WriteInt32LittleEndian(head[44..], BloomFilter.Bytes);
    }
}

using System.IO.Compression;
using System.Security.Cryptography;
using AuditDashboard.Storage.Schema;

namespace AuditDashboard.Storage.Reviews;

/// <summary>An event with its record as a review stores it: packed, with the hash of what it unpacks to.</summary>
internal sealed record PackedEvent(ReviewEvent Event, byte[] Content, byte[] Hash)
{
    // A record is 2 MiB at most.
    private const int MaxRecord = 16 * 1024 * 1024;
    private const int Quality = 4;
    private const int WindowBits = 22;

    /// <summary>Packs.</summary>
    public static PackedEvent Of(ReviewEvent item)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(item.Record.Length)];
        return BrotliEncoder.TryCompress(item.Record.Span, packed, out var written, Quality, WindowBits)
            ? new PackedEvent(item, packed[..written], SHA256.HashData(item.Record.Span))
            : throw new InvalidOperationException("A record could not be packed.");
    }

    /// <summary>Unpacks; without the record if the bytes are not those that were kept.</summary>
    public static ReviewRecord Unpack(ReviewItemEntity row)
    {
        if (row.RecordLength is < 0 or > MaxRecord)
        {
            return new ReviewRecord(row.Id, Record: null);
        }

        var bytes = new byte[row.RecordLength];
        var isWhole = BrotliDecoder.TryDecompress(row.Record, bytes, out var written) && written == bytes.Length && SHA256.HashData(bytes).AsSpan().SequenceEqual(row.RecordHash);
        return isWhole ? new ReviewRecord(row.Id, bytes) : new ReviewRecord(row.Id, Record: null);
    }
}

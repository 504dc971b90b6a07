using System.Buffers;
using System.IO.Compression;

namespace AuditDashboard.Storage.Ingest;

/// <summary>How a stored record is packed. The numbers are stored.</summary>
internal enum BodyEncoding
{
    /// <summary>As it is.</summary>
    Plain = 0,

    /// <summary>Brotli.</summary>
    Brotli = 1,
}

/// <summary>Packs records one by one, so that each can be read alone.</summary>
internal static class BodyCodec
{
    // Measured in the benchmark project over the demo's and real events: see README, "Figures".
    private const int Quality = 1;
    private const int WindowBits = 18;

    /// <summary>Packs a record; keeps it plain where packing gains nothing.</summary>
    public static (BodyEncoding Encoding, byte[] Content) Pack(ReadOnlySpan<byte> json)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(json.Length));
        try
        {
            return BrotliEncoder.TryCompress(json, buffer, out var written, Quality, WindowBits) && written < json.Length
                ? (BodyEncoding.Brotli, buffer[..written])
                : (BodyEncoding.Plain, json.ToArray());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Gives the record back.</summary>
    /// <exception cref="StorageException">The stored bytes are damaged.</exception>
    public static byte[] Unpack(BodyEncoding encoding, int length, byte[] content)
    {
        if (encoding == BodyEncoding.Plain)
        {
            return content;
        }

        var json = new byte[length];
        return encoding == BodyEncoding.Brotli && BrotliDecoder.TryDecompress(content, json, out var written) && written == length
            ? json
            : throw new StorageException("A stored record is damaged and cannot be unpacked.");
    }
}

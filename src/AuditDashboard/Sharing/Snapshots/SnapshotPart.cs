using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text.Json;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>
/// Some of a snapshot's events: for each its header (JSON) and its stored record, byte for byte, each behind its length (4 bytes, little-endian);
/// all of it packed by Brotli. One serves all parts of a snapshot, one after the other.
/// </summary>
internal sealed class SnapshotPart : IDisposable
{
    /// <summary>Events of every part but the last.</summary>
    public const int Size = 500;

    // A record is 2 MiB at most; a part ends early where its events are long.
    private const int EnoughBytes = 16 * 1024 * 1024;
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int Quality = 1;
    private const int WindowBits = 22;

    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _header = new(1024);
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly SnapshotGauge _records = new();
    private readonly SnapshotGauge _lines = new();
    private long _offset;

    /// <summary>Events added so far.</summary>
    public int Events { get; private set; }

    /// <summary>Bytes added so far.</summary>
    public int Length => _buffer.WrittenCount;

    /// <summary>True once it holds as much as a part may.</summary>
    public bool IsFull => Events == Size || Length > EnoughBytes;

    /// <summary>Adds an event.</summary>
    public void Add(SnapshotEvent header, ReadOnlySpan<byte> record)
    {
        _header.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_header))
        {
            JsonSerializer.Serialize(writer, header, SnapshotJson.Default.SnapshotEvent);
        }

        Put(_header.WrittenSpan);
        Put(record);
        Measure(record);
        Events++;
    }

    /// <summary>Packs what was added, and begins anew.</summary>
    public (SnapshotPartEntry Entry, byte[] Content) Take()
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(Length)];
        if (!BrotliEncoder.TryCompress(_buffer.WrittenSpan, packed, out var written, Quality, WindowBits))
        {
            throw new InvalidOperationException("A part of a snapshot could not be packed.");
        }

        var content = packed[..written];
        var entry = new SnapshotPartEntry(Events, Length, SnapshotManifest.HashOf(content), _records.Take(), _lines.Take());
        _buffer.ResetWrittenCount();
        Events = 0;
        return (entry, content);
    }

    /// <summary>True if stored bytes are those that the manifest names.</summary>
    public static bool IsWhole(SnapshotPartEntry entry, byte[]? content) => content is not null && SnapshotManifest.HashOf(content) == entry.Sha256;

    /// <summary>Unpacks bytes; false for any but those that the manifest names.</summary>
    public static bool TryRead(SnapshotPartEntry entry, byte[]? content, [NotNullWhen(true)] out IReadOnlyList<FrozenEvent>? events) =>
        TryRead(entry, content, 0, int.MaxValue, out events);

    /// <summary>Unpacks bytes and reads some of their events; false for any but those that the manifest names.</summary>
    /// <param name="entry">What the manifest says of the part.</param>
    /// <param name="content">What is stored; null for nothing.</param>
    /// <param name="skipped">Events that are passed over; reading their headers would take most of the time.</param>
    /// <param name="taken">Events that are read, at most.</param>
    /// <param name="events">The events.</param>
    public static bool TryRead(SnapshotPartEntry entry, byte[]? content, int skipped, int taken, [NotNullWhen(true)] out IReadOnlyList<FrozenEvent>? events)
    {
        events = null;
        if (!IsWhole(entry, content) || entry.Length is < 0 or > MaxBytes)
        {
            return false;
        }

        var bytes = new byte[entry.Length];
        if (!BrotliDecoder.TryDecompress(content, bytes, out var written) || written != entry.Length)
        {
            return false;
        }

        var found = new List<FrozenEvent>(Math.Min(entry.Events, taken));
        var rest = bytes.AsMemory();
        var number = 0;
        for (; rest.Length > 0; number++)
        {
            if (!TryTake(ref rest, out var header) || !TryTake(ref rest, out var record))
            {
                return false;
            }

            if (number < skipped || found.Count == taken)
            {
                continue;
            }

            if (JsonSerializer.Deserialize(header.Span, SnapshotJson.Default.SnapshotEvent) is not { } read)
            {
                return false;
            }

            found.Add(new FrozenEvent(read, header, record));
        }

        events = found;
        return number == entry.Events;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _records.Dispose();
        _lines.Dispose();
    }

    private static bool TryTake(ref Memory<byte> rest, out ReadOnlyMemory<byte> taken)
    {
        taken = default;
        if (rest.Length < sizeof(int) || BinaryPrimitives.ReadInt32LittleEndian(rest.Span) is var length && (length < 0 || length > rest.Length - sizeof(int)))
        {
            return false;
        }

        length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
        taken = rest.Slice(sizeof(int), length);
        rest = rest[(sizeof(int) + length)..];
        return true;
    }

    // What the event comes to in a packet.
    private void Measure(ReadOnlySpan<byte> record)
    {
        _line.ResetWrittenCount();
        SnapshotLine.Write(_line, _header.WrittenSpan, _offset, record);
        _lines.Add(_line.WrittenSpan);
        _records.Add(record);
        _records.Add("\n"u8);
        _offset += record.Length + 1;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(sizeof(int)), bytes.Length);
        _buffer.Advance(sizeof(int));
        _buffer.Write(bytes);
    }
}

/// <summary>An event out of a snapshot.</summary>
/// <param name="Event">What its list shows: its header, as it was read.</param>
/// <param name="Header">The header's bytes as they were frozen.</param>
/// <param name="Record">The record as it was stored: redacted, otherwise byte for byte as it was.</param>
public sealed record FrozenEvent(SnapshotEvent Event, ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Record);

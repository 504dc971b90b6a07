using System.Buffers.Binary;
using System.Text;
using AuditDashboard.Storage;

namespace AuditDashboard.Packets;

/// <summary>A file of a packet.</summary>
/// <param name="Name">Its name: ASCII letters, digits, points and hyphens, no folder.</param>
/// <param name="Content">Its bytes.</param>
public sealed record PacketFile(string Name, ReadOnlyMemory<byte> Content);

/// <summary>
/// The one form that a packet's zip archive has: files stored as they are, one after the other, no time, no comment, nothing optional. So the same
/// files give the same bytes, there is no byte that says nothing, and nothing has to be unpacked to be checked.
/// </summary>
public static class PacketArchive
{
    /// <summary>Most files of a packet.</summary>
    public const int MaxFiles = 32;

    private const uint LocalHeader = 0x04034b50;
    private const uint CentralHeader = 0x02014b50;
    private const uint End = 0x06054b50;
    private const int LocalLength = 30;
    private const int CentralLength = 46;
    private const int EndLength = 22;
    private const int MaxName = 64;
    private const ushort Version = 20;
    private const ushort FirstDay = 0x21; // 1 January 1980, where the format's time begins

    /// <summary>Writes an archive: its bytes, stretch by stretch.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Write(IReadOnlyList<PacketFile> files)
    {
        var parts = files.Select(file => new Part(file.Name, file.Content, file.Content.Length, Crc32.Of(file.Content.Span))).ToList();
        foreach (var part in parts)
        {
            yield return LocalOf(part);
            yield return part.Content;
        }

        yield return TailOf(parts);
    }

    /// <summary>Writes an archive of files that are made while they are written.</summary>
    /// <exception cref="StorageException">A file is not the one that was measured; what was written until then is no packet.</exception>
    internal static async Task WriteAsync(IReadOnlyList<PacketSource> sources, Stream output, CancellationToken cancellationToken)
    {
        var parts = sources.Select(source => new Part(source.Name, default, source.Measure.Length, source.Measure.Crc)).ToList();
        foreach (var (source, part) in sources.Zip(parts))
        {
            await output.WriteAsync(LocalOf(part), cancellationToken);
            using var gauge = new PacketGauge();
            await foreach (var stretch in source.Stretches(cancellationToken))
            {
                gauge.Add(stretch.Span);
                if (gauge.Length > source.Measure.Length)
                {
                    break;
                }

                await output.WriteAsync(stretch, cancellationToken);
            }

            if (gauge.Take() != source.Measure)
            {
                throw new StorageException("What goes into the packet changed while it was written.");
            }
        }

        await output.WriteAsync(TailOf(parts), cancellationToken);
    }

    /// <summary>Bytes of the whole archive.</summary>
    internal static long LengthOf(IReadOnlyList<PacketSource> sources) =>
        sources.Sum(source => LocalLength + CentralLength + (2L * source.Name.Length) + source.Measure.Length) + EndLength;

    /// <summary>Reads an archive that has the one form, or says where it has not.</summary>
    /// <param name="archive">All of its bytes.</param>
    /// <param name="problems">Gets a sentence for each thing that is wrong.</param>
    /// <returns>The files so far as they can be told apart; null where it is no such archive at all.</returns>
    public static IReadOnlyList<PacketFile>? Read(ReadOnlyMemory<byte> archive, ICollection<string> problems)
    {
        var parts = new List<Part>();
        var at = 0;
        while (archive.Length - at >= LocalLength && BinaryPrimitives.ReadUInt32LittleEndian(archive.Span[at..]) == LocalHeader)
        {
            if (parts.Count == MaxFiles)
            {
                problems.Add($"It holds more than {MaxFiles} files, and a packet never does.");
                return null;
            }

            if (ReadPart(archive, ref at, out var problem) is not { } part)
            {
                problems.Add(problem);
                return parts.Count == 0 ? null : FilesOf(parts);
            }

            if (parts.Any(other => string.Equals(other.Name, part.Name, StringComparison.OrdinalIgnoreCase)))
            {
                problems.Add($"It holds two files of the name {part.Name}.");
                return null;
            }

            parts.Add(part);
        }

        if (parts.Count == 0)
        {
            problems.Add("This is no packet: it does not begin as a zip archive does.");
            return null;
        }

        foreach (var part in parts.Where(part => Crc32.Of(part.Content.Span) != part.Crc))
        {
            problems.Add($"{part.Name} is damaged: the archive's own check sum does not fit it.");
        }

        var rest = archive.Span[at..];
        var tail = TailOf(parts);
        var same = rest.CommonPrefixLength(tail);
        if (same < rest.Length || same < tail.Length)
        {
            problems.Add($"The archive's list of files is not as the dashboard writes it, from byte {at + same} on.");
        }

        return FilesOf(parts);
    }

    private static List<PacketFile> FilesOf(List<Part> parts) => [.. parts.Select(part => new PacketFile(part.Name, part.Content))];

    private static Part? ReadPart(ReadOnlyMemory<byte> archive, ref int at, out string problem)
    {
        var header = archive.Span.Slice(at, LocalLength);
        var (flags, method) = (BinaryPrimitives.ReadUInt16LittleEndian(header[6..]), BinaryPrimitives.ReadUInt16LittleEndian(header[8..]));
        var (length, name) = (BinaryPrimitives.ReadUInt32LittleEndian(header[22..]), BinaryPrimitives.ReadUInt16LittleEndian(header[26..]));
        problem = (flags & 1) != 0 ? "It is encrypted, and a packet never is."
            : method != 0 ? "It is compressed, and a packet never is: it was not written by the dashboard, or packed anew."
            : name is 0 or > MaxName || name > archive.Length - at - LocalLength ? $"The name of a file at byte {at} is not as the dashboard writes it."
            : length > archive.Length - at - LocalLength - name ? $"It is cut off within the file at byte {at}, or says a wrong length."
            : "";
        if (problem.Length > 0)
        {
            return null;
        }

        var written = archive.Span.Slice(at + LocalLength, name);
        foreach (var letter in written)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'.' or (byte)'-'))
            {
                problem = $"The name of the file at byte {at} leads elsewhere, or holds characters that no name in a packet has.";
                return null;
            }
        }

        var part = new Part(Encoding.ASCII.GetString(written), archive.Slice(at + LocalLength + name, (int)length), length, BinaryPrimitives.ReadUInt32LittleEndian(header[14..]));
        var expected = LocalOf(part);
        var same = expected.AsSpan().CommonPrefixLength(archive.Span.Slice(at, expected.Length));
        if (same < expected.Length)
        {
            problem = $"The archive is not as the dashboard writes it at byte {at + same}, before the file {part.Name}.";
            return null;
        }

        at += expected.Length + part.Content.Length;
        return part;
    }

    private static byte[] LocalOf(Part part)
    {
        var header = new byte[LocalLength + part.Name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(header, LocalHeader);
        WriteCommon(header.AsSpan(4), part);
        Encoding.ASCII.GetBytes(part.Name, header.AsSpan(LocalLength));
        return header;
    }

    // version, flags, method, time, date, check sum, length, length, length of the name: 24 bytes that both headers have.
    private static void WriteCommon(Span<byte> to, Part part)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(to[8..], FirstDay);
        BinaryPrimitives.WriteUInt32LittleEndian(to[10..], part.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(to[14..], (uint)part.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(to[18..], (uint)part.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(to[22..], (ushort)part.Name.Length);
    }

    private static byte[] TailOf(List<Part> parts)
    {
        var tail = new byte[parts.Sum(part => CentralLength + part.Name.Length) + EndLength];
        var (at, start) = (0, 0L);
        foreach (var part in parts)
        {
            var header = tail.AsSpan(at);
            BinaryPrimitives.WriteUInt32LittleEndian(header, CentralHeader);
            BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Version);
            WriteCommon(header[6..], part);
            BinaryPrimitives.WriteUInt32LittleEndian(header[42..], (uint)start);
            Encoding.ASCII.GetBytes(part.Name, header[CentralLength..]);
            at += CentralLength + part.Name.Length;
            start += LocalLength + part.Name.Length + part.Length;
        }

        var end = tail.AsSpan(at);
        BinaryPrimitives.WriteUInt32LittleEndian(end, End);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], (ushort)parts.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)parts.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)at);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], (uint)start);
        return tail;
    }

    private sealed record Part(string Name, ReadOnlyMemory<byte> Content, long Length, uint Crc);
}

using AuditDashboard.Storage;

namespace AuditDashboard.Packets;

/// <summary>A file of a packet.</summary>
/// <param name="Name">Its name: ASCII letters, digits, points and hyphens, no folder.</param>
/// <param name="Content">Its bytes.</param>
public sealed record PacketFile(string Name, ReadOnlyMemory<byte> Content);

/// <summary>Writes a packet's zip archive in the one form that <see cref="PacketHeaders"/> has, which <see cref="PacketReader"/> reads.</summary>
public static class PacketArchive
{
    /// <summary>Most files of a packet.</summary>
    public const int MaxFiles = 32;

    /// <summary>Writes an archive: its bytes, stretch by stretch.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Write(IReadOnlyList<PacketFile> files)
    {
        var heads = files.Select(file => new PacketHead(file.Name, file.Content.Length, Crc32.Of(file.Content.Span))).ToList();
        foreach (var (file, head) in files.Zip(heads))
        {
            yield return PacketHeaders.LocalOf(head);
            yield return file.Content;
        }

        yield return PacketHeaders.TailOf(heads);
    }

    /// <summary>Writes an archive of files that are made while they are written.</summary>
    /// <exception cref="StorageException">A file is not the one that was measured; what was written until then is no packet.</exception>
    internal static async Task WriteAsync(IReadOnlyList<PacketSource> sources, Stream output, CancellationToken cancellationToken)
    {
        var heads = sources.Select(source => new PacketHead(source.Name, source.Measure.Length, source.Measure.Crc)).ToList();
        foreach (var (source, head) in sources.Zip(heads))
        {
            await output.WriteAsync(PacketHeaders.LocalOf(head), cancellationToken);
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

        await output.WriteAsync(PacketHeaders.TailOf(heads), cancellationToken);
    }

    /// <summary>Bytes of the whole archive.</summary>
    internal static long LengthOf(IReadOnlyList<PacketSource> sources) =>
        sources.Sum(source => PacketHeaders.LocalLength + PacketHeaders.CentralLength + (2L * source.Name.Length) + source.Measure.Length) + PacketHeaders.EndLength;
}

using System.Text;

namespace AuditDashboard.Packets;

/// <summary>Where a file lies in a packet that is read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">Its first byte in the archive.</param>
/// <param name="Measure">What its bytes come to.</param>
internal sealed record PacketPlace(string Name, long Offset, PacketMeasure Measure);

/// <summary>
/// A packet that is read from a stream, and may be longer than what one would hold: it is gone through once to find and measure its files. Whatever is
/// read of them after that are the bytes that were measured, or it fails.
/// </summary>
internal sealed class PacketReader
{
    private const int Portion = 64 * 1024;

    // No file that has to be held as a whole comes near.
    private const long MaxHeld = 256 * 1024 * 1024;

    private readonly Stream _archive;
    private readonly List<PacketPlace> _files = [];

    private PacketReader(Stream archive) => _archive = archive;

    /// <summary>Its files in their order.</summary>
    public IReadOnlyList<PacketPlace> Files => _files;

    /// <summary>Reads an archive that has the one form, or says where it has not.</summary>
    /// <param name="archive">A stream that can be read anywhere; it stays the caller's, and open while this is used.</param>
    /// <param name="problems">Gets a sentence for each thing that is wrong.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The files so far as they can be told apart; null where it is no such archive at all.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static PacketReader? Open(Stream archive, ICollection<string> problems, CancellationToken cancellationToken)
    {
        var reader = new PacketReader(archive);
        return reader.ReadFiles(problems, cancellationToken) ? reader : null;
    }

    /// <summary>True if it holds a file.</summary>
    public bool Holds(string name) => _files.Exists(file => file.Name == name);

    /// <summary>All bytes of a file; null for one that is not there, or is too long to be any that the dashboard writes.</summary>
    /// <exception cref="IOException">They cannot be read, or are not those that were measured.</exception>
    public byte[]? Find(string name)
    {
        if (_files.Find(file => file.Name == name) is not { Measure.Length: <= MaxHeld } place)
        {
            return null;
        }

        var bytes = new byte[place.Measure.Length];
        using var file = new PacketFileStream(_archive, place);
        file.Read(bytes);
        return bytes;
    }

    /// <summary>A file that it holds, to be read piece by piece.</summary>
    public PacketFileStream Read(string name) => new(_archive, _files.Single(file => file.Name == name));

    private bool ReadFiles(ICollection<string> problems, CancellationToken cancellationToken)
    {
        var (at, heads) = (0L, new List<PacketHead>());
        for (var header = Bytes(at, PacketHeaders.LocalLength); PacketHeaders.IsLocal(header); header = Bytes(at, PacketHeaders.LocalLength))
        {
            if (heads.Count == PacketArchive.MaxFiles)
            {
                problems.Add($"It holds more than {PacketArchive.MaxFiles} files, and a packet never does.");
                return false;
            }

            if (ReadHead(header, at, out var problem) is not { } head)
            {
                problems.Add(problem);
                return heads.Count > 0;
            }

            if (heads.Exists(other => string.Equals(other.Name, head.Name, StringComparison.OrdinalIgnoreCase)))
            {
                problems.Add($"It holds two files of the name {head.Name}.");
                return false;
            }

            at += PacketHeaders.LocalLength + head.Name.Length;
            heads.Add(head);
            _files.Add(new PacketPlace(head.Name, at, Measure(at, head.Length, cancellationToken)));
            at += head.Length;
        }

        if (heads.Count == 0)
        {
            problems.Add("This is no packet: it does not begin as a zip archive does.");
            return false;
        }

        foreach (var (head, _) in heads.Zip(_files).Where(pair => pair.First.Crc != pair.Second.Measure.Crc))
        {
            problems.Add($"{head.Name} is damaged: the archive's own check sum does not fit it.");
        }

        var tail = PacketHeaders.TailOf(heads);
        var same = Bytes(at, tail.Length).AsSpan().CommonPrefixLength(tail);
        if (same < tail.Length || at + same < _archive.Length)
        {
            problems.Add($"The archive's list of files is not as the dashboard writes it, from byte {at + same} on.");
        }

        return true;
    }

    private PacketHead? ReadHead(byte[] header, long at, out string problem)
    {
        var left = _archive.Length - at - PacketHeaders.LocalLength;
        if (PacketHeaders.FindProblem(header, at, left) is { } found)
        {
            problem = found;
            return null;
        }

        var written = Bytes(at + PacketHeaders.LocalLength, PacketHeaders.NameLengthOf(header));
        if (written.Any(letter => !char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'.' or (byte)'-')))
        {
            problem = $"The name of the file at byte {at} leads elsewhere, or holds characters that no name in a packet has.";
            return null;
        }

        var head = PacketHeaders.Read(header, Encoding.ASCII.GetString(written));
        var same = PacketHeaders.LocalOf(head).AsSpan().CommonPrefixLength([.. header, .. written]);
        problem = same < header.Length + written.Length ? $"The archive is not as the dashboard writes it at byte {at + same}, before the file {head.Name}." : "";
        return problem.Length == 0 ? head : null;
    }

    private PacketMeasure Measure(long at, long length, CancellationToken cancellationToken)
    {
        using var gauge = new PacketGauge();
        var portion = new byte[(int)Math.Min(length, Portion)];
        _archive.Position = at;
        while (gauge.Length < length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = portion.AsSpan(0, (int)Math.Min(length - gauge.Length, Portion));
            _archive.ReadExactly(next);
            gauge.Add(next);
        }

        return gauge.Take();
    }

    // Fewer where the archive ends before.
    private byte[] Bytes(long at, int count)
    {
        var bytes = new byte[(int)Math.Min(count, _archive.Length - at)];
        _archive.Position = at;
        _archive.ReadExactly(bytes);
        return bytes;
    }
}

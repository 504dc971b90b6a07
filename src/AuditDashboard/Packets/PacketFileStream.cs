namespace AuditDashboard.Packets;

/// <summary>
/// A file of a packet, read from its first byte on. Where its bytes are not those that were measured before, somebody writes the packet while it is
/// checked: then reading its end fails. Several may be read by turns, by one reader.
/// </summary>
internal sealed class PacketFileStream(Stream archive, PacketPlace place) : IDisposable
{
    private readonly PacketGauge _gauge = new();
    private long _at;

    /// <summary>Bytes of it that were not read yet.</summary>
    public long Left => place.Measure.Length - _at;

    /// <summary>Reads some of it.</summary>
    /// <returns>How many bytes; 0 at its end or into nothing.</returns>
    /// <exception cref="IOException">It cannot be read, or is not what was measured.</exception>
    public int Read(Span<byte> into)
    {
        var wanted = into[..(int)Math.Min(into.Length, Left)];
        if (wanted.Length == 0)
        {
            return 0;
        }

        archive.Position = place.Offset + _at;
        archive.ReadExactly(wanted);
        _gauge.Add(wanted);
        _at += wanted.Length;
        if (Left == 0 && _gauge.Take() != place.Measure)
        {
            throw new IOException("It changed while it was checked.");
        }

        return wanted.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _gauge.Dispose();
}

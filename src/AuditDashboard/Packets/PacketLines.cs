namespace AuditDashboard.Packets;

/// <summary>Goes through the lines of a packet's file.</summary>
internal sealed class PacketLines(PacketFileStream file) : IDisposable
{
    // A line says of an event what its list shows, and that is a part of a record of at most 2 MiB, escaped.
    private const int MaxLine = 16 * 1024 * 1024;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>True if all were gone through, and the last one ended as a line does.</summary>
    public bool IsAtEnd => _start == _end && file.Left == 0;

    /// <summary>Takes the next line.</summary>
    /// <param name="line">It, without its line feed; to be read before the next is taken.</param>
    /// <returns>False if there is none that is whole, or it is longer than any that the dashboard writes.</returns>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        for (var searched = 0; ;)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = _buffer.AsSpan(_start, searched + found);
                _start += searched + found + 1;
                return true;
            }

            searched = _end - _start;
            if (searched > MaxLine || file.Left == 0)
            {
                line = default;
                return false;
            }

            Fill();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Fill()
    {
        var kept = _buffer.AsSpan(_start, _end - _start);
        var to = kept.Length > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        kept.CopyTo(to);
        (_buffer, _start, _end) = (to, 0, kept.Length);
        _end += file.Read(_buffer.AsSpan(_end));
    }
}

namespace AuditDashboard.Harvest.Input;

/// <summary>The bytes between a stream and a parser: blocks of 1 MiB, more only while one unit needs it.</summary>
internal sealed class ReadBuffer
{
    private const int BlockBytes = 1024 * 1024;

    private byte[] _bytes = new byte[BlockBytes];
    private int _length;

    /// <summary>Bytes read from the current input, after decompression.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> Free => _bytes.AsMemory(_length);

    /// <summary>Starts another input.</summary>
    public void Reset()
    {
        _length = 0;
        BytesRead = 0;
    }

    /// <summary>Takes bytes that were read into <see cref="Free"/>.</summary>
    public void Advance(int count)
    {
        _length += count;
        BytesRead += count;
    }

    /// <summary>Lets the parser take what is whole, if the buffer is full or the input has ended.</summary>
    public void Pass(RecordParser parser, InputEnd end)
    {
        if (end == InputEnd.More && _length < _bytes.Length)
        {
            return;
        }

        var used = parser.Consume(_bytes.AsMemory(0, _length), end);
        _bytes.AsSpan(used, _length - used).CopyTo(_bytes);
        _length -= used;
        if (_length == _bytes.Length)
        {
            // The parser gives up a unit past its limit, so this ends.
            Array.Resize(ref _bytes, (int)Math.Min(_bytes.Length * 2L, RecordParser.MaxDocumentBytes + (long)BlockBytes));
        }
        else if (_length < BlockBytes / 2 && _bytes.Length > BlockBytes)
        {
            Array.Resize(ref _bytes, BlockBytes);
        }
    }
}

namespace AuditDashboard.Harvest.Input;

/// <summary>Fills blocks from one file after the other. For one thread at a time.</summary>
internal sealed class BlockReader(IReadOnlyList<string> files, Func<string, Stream> open) : IDisposable
{
    private byte[] _rest = [];
    private int _restLength;
    private int _file;
    private Stream? _stream;
    private bool _isFileStart;
    private bool _isLineStart;

    /// <summary>Files opened so far.</summary>
    public int Files { get; private set; }

    /// <summary>Bytes read so far, after decompression.</summary>
    public long Bytes { get; private set; }

    /// <summary>Fills a block; false if there is nothing more.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public bool TryFill(InputBlock block)
    {
        if (_file == files.Count)
        {
            return false;
        }

        if (_stream is null)
        {
            _stream = open(files[_file]);
            Files++;
            _restLength = 0;
            _isFileStart = true;
            _isLineStart = true;
        }

        block.Reset(files[_file], _isFileStart, _isLineStart);
        _isFileStart = false;
        _rest.AsSpan(0, _restLength).CopyTo(block.Bytes);
        block.Length = _restLength;
        _restLength = 0;
        while (block.Length < block.Bytes.Length)
        {
            var count = Read(block.Bytes.AsSpan(block.Length));
            if (count == 0)
            {
                EndFile(block);
                return true;
            }

            block.Length += count;
            Bytes += count;
        }

        var whole = block.Bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        _isLineStart = whole > 0;
        if (whole > 0)
        {
            KeepRest(block.Bytes.AsSpan(whole));
            block.Length = whole;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

    private int Read(Span<byte> bytes)
    {
        try
        {
            return _stream!.Read(bytes); // opened before
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{files[_file]} cannot be read: {InputStream.Reason(e)}.", e);
        }
    }

    private void EndFile(InputBlock block)
    {
        block.IsFileEnd = true;
        block.Problem = (_stream as GzipInput)?.Problem;
        _stream!.Dispose(); // opened before
        _stream = null;
        _file++;
    }

    private void KeepRest(ReadOnlySpan<byte> rest)
    {
        if (_rest.Length < rest.Length)
        {
            _rest = new byte[Math.Max(rest.Length, 64 * 1024)];
        }

        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }
}

using AuditDashboard.Harvest.Input.Indexing;

namespace AuditDashboard.Harvest.Input;

/// <summary>Fills blocks from one file after the other. For one thread at a time.</summary>
internal sealed class BlockReader(IReadOnlyList<string> files, Func<string, OpenedInput> open, CancellationToken cancellationToken) : IDisposable
{
    private byte[] _rest = [];
    private int _restLength;
    private int _file;
    private Stream? _stream;
    private Queue<SkippedRun>? _skips;
    private IndexRecorder? _recorder;
    private long _offset;
    private bool _isFileStart;
    private bool _isLineStart;

    /// <summary>Files opened so far.</summary>
    public int Files { get; private set; }

    /// <summary>Bytes read so far, after decompression.</summary>
    public long Bytes { get; private set; }

    /// <summary>Blocks that an index ruled out so far.</summary>
    public long SkippedBlocks { get; private set; }

    /// <summary>Records in them.</summary>
    public long SkippedRecords { get; private set; }

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
            (_stream, _skips, _recorder) = open(files[_file]);
            Files++;
            _offset = 0;
            _restLength = 0;
            _isFileStart = true;
            _isLineStart = true;
        }

        block.Reset(files[_file], _isFileStart, _isLineStart);
        block.Recorder = _recorder;
        _isFileStart = false;
        if (_restLength == 0 && _skips is not null && _skips.TryPeek(out var next) && next.Offset == _offset && !TrySkip(_skips.Dequeue(), block))
        {
            EndFile(block);
            return true;
        }

        _rest.AsSpan(0, _restLength).CopyTo(block.Bytes);
        block.Length = _restLength;
        _restLength = 0;
        while (block.Length < block.Bytes.Length)
        {
            // A block ends where blocks begin that are not read.
            var room = block.Bytes.Length - block.Length;
            var wanted = _skips is not null && _skips.TryPeek(out next) ? (int)Math.Min(room, next.Offset - _offset) : room;
            if (wanted <= 0)
            {
                break;
            }

            var count = Read(block.Bytes.AsSpan(block.Length, wanted));
            if (count == 0)
            {
                EndFile(block);
                return true;
            }

            block.Length += count;
            Bytes += count;
            _offset += count;
        }

        var read = block.Bytes.AsSpan(0, block.Length);
        var whole = read.LastIndexOf((byte)'\n') + 1;
        _isLineStart = whole > 0;
        if (whole > 0)
        {
            KeepRest(read[whole..]);
            block.Length = whole;
        }

        if (whole < read.Length && _skips is not null && _skips.TryPeek(out next) && next.Offset <= _offset)
        {
            // Blocks end with their lines. An index that says otherwise is not of this file.
            _skips = null;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

    // False if nothing that is needed follows.
    private bool TrySkip(in SkippedRun skipped, InputBlock block)
    {
        block.Skipped = skipped;
        SkippedBlocks += skipped.Blocks;
        SkippedRecords += skipped.Records;
        if (skipped.IsEnd)
        {
            return false;
        }

        _offset += skipped.Length;
        if (_stream is { CanSeek: true } file)
        {
            file.Position += skipped.Length;
            return true;
        }

        // Compressed data can only be unpacked and forgotten.
        for (var rest = skipped.Length; rest > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Read(block.Bytes.AsSpan(0, (int)Math.Min(rest, block.Bytes.Length)));
            if (count == 0)
            {
                return false;
            }

            rest -= count;
        }

        return true;
    }

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
        _recorder?.Close();
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

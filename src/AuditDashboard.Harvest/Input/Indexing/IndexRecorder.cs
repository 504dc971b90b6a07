namespace AuditDashboard.Harvest.Input.Indexing;

/// <summary>Gathers the blocks of one file while it is read for the first time. Closed by the thread that read the end, then used by the one that shows.</summary>
internal sealed class IndexRecorder
{
    private readonly List<BlockSummary> _blocks = [];
    private readonly FileStream _file;
    private readonly HashingStream _hashing;
    private readonly DateTime _written;
    private bool _isUnchanged;

    /// <summary>Begins at the beginning of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="hashing">Reads the file.</param>
    public IndexRecorder(FileStream file, HashingStream hashing)
    {
        _file = file;
        _hashing = hashing;
        Size = file.Length;
        _written = File.GetLastWriteTimeUtc(file.SafeFileHandle);
    }

    /// <summary>Size of the file in bytes, as it lies on disk.</summary>
    public long Size { get; }

    /// <summary>Hash of the file.</summary>
    public UInt128 Hash => _hashing.Hash();

    /// <summary>The blocks so far.</summary>
    public IReadOnlyList<BlockSummary> Blocks => _blocks;

    /// <summary>True if all of the file was read and nobody wrote to it meanwhile.</summary>
    public bool IsWhole => _isUnchanged && IndexFormat.LengthOf(_blocks) <= IndexFormat.MaxBytes;

    /// <summary>Takes the next block.</summary>
    /// <param name="block">The block, recognised and shown.</param>
    /// <param name="isSound">True if it was shown as what its summary says, with nothing before it or behind it that belongs to it.</param>
    public void Add(InputBlock block, bool isSound)
    {
        // Past the limit nothing is kept: a small file may unpack to any size.
        if (_blocks.Count <= IndexFormat.MaxBytes / BloomFilter.Bytes)
        {
            _blocks.Add(isSound && block.Summary is { } summary ? summary : BlockSummary.Opaque(block.Length));
        }
    }

    /// <summary>The end was read; the file is still open.</summary>
    public void Close() =>
        _isUnchanged = _hashing.Hashed == Size && _file.Length == Size && File.GetLastWriteTimeUtc(_file.SafeFileHandle) == _written;
}

using System.Globalization;
using System.IO.Hashing;

namespace AuditDashboard.Harvest.Input.Indexing;

/// <summary>
/// A folder of indexes of large files that no longer change: per block its time range and a filter of the values of common fields, made when a file is
/// first read as a whole. For one scan by one reader.
/// </summary>
/// <remarks>
/// An index is named for the hash and the size of its file's bytes, and is asked only after the file was hashed anew: so it may be moved, lost, damaged
/// or come too late, and all that changes is how much is read. Who may write to the folder could leave out blocks, as who may write to the files could.
/// </remarks>
public sealed class InputIndexes
{
    /// <summary>Extension of an index.</summary>
    public const string Extension = ".auditindex";

    /// <summary>Smallest file that gets an index unless told otherwise: smaller ones are read in less time than it takes to notice. Unit: bytes on disk.</summary>
    public const long UsualMinimumBytes = 1024 * 1024;

    private const int CopyBytes = 256 * 1024;

    private readonly string _folder;
    private readonly BlockNeed _need;

    /// <summary>Uses a folder; it is made when the first index is written.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="need">What the scan looks for.</param>
    public InputIndexes(string folder, BlockNeed need)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(need);
        _folder = folder;
        _need = need;
    }

    /// <summary>Files that were read with an index.</summary>
    public int Used { get; private set; }

    /// <summary>Indexes that were made.</summary>
    public int Made { get; private set; }

    /// <summary>Why an index could not be written, in one sentence; null if none failed.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Smallest file that gets an index. Unit: bytes on disk.</summary>
    public long MinimumBytes { get; init; } = UsualMinimumBytes;

    /// <summary>Opens a file with its index, or to make one.</summary>
    /// <exception cref="InputException">It cannot be opened.</exception>
    internal OpenedInput Open(string path, int maxLineBytes, CancellationToken cancellationToken)
    {
        Queue<SkippedRun>? skips = null;
        IndexRecorder? recorder = null;
        var stream = InputStream.Open(path, file =>
        {
            if (!file.CanSeek || file.Length < MinimumBytes)
            {
                return file;
            }

            var hasIndex = HasIndexOf(file.Length);
            if (hasIndex && _need.IsAll)
            {
                return file;
            }

            if (hasIndex && TryLoad(file, maxLineBytes, cancellationToken) is { } blocks)
            {
                skips = SkippedRun.Of(blocks, _need);
                Used++;
                return file;
            }

            var hashing = new HashingStream(file);
            recorder = new IndexRecorder(file, hashing);
            return hashing;
        });
        return new OpenedInput(stream, skips, recorder);
    }

    /// <summary>Writes an index, if its file turned out to be one that can have one. A failure is told and stops nothing.</summary>
    internal void Save(IndexRecorder recorder, int maxLineBytes)
    {
        if (!recorder.IsWhole)
        {
            return;
        }

        var path = PathOf(recorder.Hash, recorder.Size);
        var draft = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            MakeFolder();
            WriteNew(draft, IndexFormat.Write(recorder.Hash, recorder.Size, maxLineBytes, recorder.Blocks));
            File.Move(draft, path, overwrite: true);
            Made++;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Trouble ??= $"No index was written to {_folder}: {InputStream.Reason(e)}. The answer does not need it.";
            Discard(draft);
        }
    }

    private string PathOf(UInt128 hash, long size) =>
        Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{hash:x32}-{size}{Extension}"));

    // Spares the hashing of files that no index can be of.
    private bool HasIndexOf(long size)
    {
        try
        {
            return Directory.EnumerateFiles(_folder, string.Create(CultureInfo.InvariantCulture, $"*-{size}{Extension}")).Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    private List<BlockSummary>? TryLoad(FileStream file, int maxLineBytes, CancellationToken cancellationToken)
    {
        var size = file.Length;
        var written = File.GetLastWriteTimeUtc(file.SafeFileHandle);
        var hash = Hash(file, cancellationToken);
        var isUnchanged = file.Position == size && file.Length == size && File.GetLastWriteTimeUtc(file.SafeFileHandle) == written;
        file.Position = 0;
        try
        {
            var index = new FileInfo(PathOf(hash, size));
            return isUnchanged && index.Exists && index.Length is > 0 and <= IndexFormat.MaxBytes
                ? IndexFormat.TryRead(File.ReadAllBytes(index.FullName), hash, size, maxLineBytes)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static UInt128 Hash(FileStream file, CancellationToken cancellationToken)
    {
        var hash = new XxHash128();
        var buffer = new byte[CopyBytes];
        for (int count; (count = file.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.Append(buffer.AsSpan(0, count));
        }

        return hash.GetCurrentHashAsUInt128();
    }

    // Who may not read the files may not learn names from their indexes either.
    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void WriteNew(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(bytes);
    }

    private static void Discard(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            // It never was, or cannot be removed where it could not be written.
        }
    }
}

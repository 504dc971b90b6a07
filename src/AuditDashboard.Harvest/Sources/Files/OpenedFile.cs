using System.Buffers.Binary;
using AuditDashboard.Harvest.Input;

namespace AuditDashboard.Harvest.Sources.Files;

/// <summary>A file held open: fingerprint and records come from one handle, so that a rotation in between cannot mix two files.</summary>
internal sealed class OpenedFile : IDisposable
{
    private readonly FileStream _file;
    private readonly Stream _content;

    private OpenedFile(FileStream file)
    {
        _file = file;
        _content = InputStream.Decode(file);
        var beginning = new byte[Fingerprints.MaxBytes];
        var length = _content.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        Beginning = beginning.AsMemory(0, length);
    }

    /// <summary>True if the bytes on disk are compressed.</summary>
    public bool IsGzip => _content is GzipInput;

    /// <summary>What is wrong with compressed data, once its end was read.</summary>
    public string? Problem => (_content as GzipInput)?.Problem;

    /// <summary>The first bytes after decompression, all of them in a small file.</summary>
    public ReadOnlyMemory<byte> Beginning { get; }

    /// <summary>True if the file is no longer than its beginning.</summary>
    public bool IsSmall => Beginning.Length < Fingerprints.MaxBytes;

    /// <summary>Length on disk now. Unit: bytes.</summary>
    public long DiskLength => _file.Length;

    /// <summary>Opens a file beside its writer.</summary>
    /// <exception cref="InputException">It cannot be opened or read.</exception>
    public static OpenedFile Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            });
            return new OpenedFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            file?.Dispose();
            throw new InputException($"{path} cannot be read: {InputStream.Reason(e)}.", e);
        }
    }

    /// <summary>The content from an offset on; null if the file is shorter, or no record can have ended there.</summary>
    public Stream? From(long offset)
    {
        if (IsSmall)
        {
            // Only what the fingerprint covers: a position then never vouches for bytes that it was not made of.
            return offset <= Beginning.Length && IsBoundary(offset, Beginning.Span) ? new MemoryStream(Beginning[(int)offset..].ToArray()) : null;
        }

        if (!IsGzip)
        {
            if (offset > _file.Length)
            {
                return null;
            }

            var around = new byte[2];
            _file.Position = Math.Max(0, offset - 1);
            var count = _file.ReadAtLeast(around, 2, throwOnEndOfStream: false);
            _file.Position = offset;
            return offset == 0 || IsBoundary(1, around.AsSpan(0, count)) ? _file : null;
        }

        return SkipTo(offset);
    }

    /// <summary>True if compressed data of one member ends as it did when its content had this length.</summary>
    public bool HasUnpackedLength(long length)
    {
        var trailer = new byte[4];
        var end = _file.Length;
        return end >= 18 && RandomAccess.Read(_file.SafeFileHandle, trailer, end - 4) == 4
            && BinaryPrimitives.ReadUInt32LittleEndian(trailer) == (uint)length;
    }

    /// <inheritdoc/>
    public void Dispose() => _content.Dispose();

    private PrefixedStream? SkipTo(long offset)
    {
        if (offset <= Beginning.Length)
        {
            return IsBoundary(offset, Beginning.Span) ? new PrefixedStream(Beginning[(int)offset..], _content, ownsRest: false) : null;
        }

        var buffer = new byte[65536];
        byte before = 0;
        for (var left = offset - Beginning.Length; left > 0;)
        {
            var count = _content.Read(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
            if (count == 0)
            {
                return null;
            }

            left -= count;
            before = buffer[count - 1];
        }

        var next = new byte[1];
        var read = _content.Read(next);
        return IsBoundary(1, read == 0 ? [before] : [before, next[0]]) ? new PrefixedStream(next.AsMemory(0, read), _content, ownsRest: false) : null;
    }

    /// <summary>A unit ends with its line; or with a whole value, behind which only a line end can stand.</summary>
    private static bool IsBoundary(long offset, ReadOnlySpan<byte> content)
    {
        if (offset == 0 || content[(int)offset - 1] == '\n')
        {
            return true;
        }

        return offset == content.Length || content[(int)offset] is (byte)'\n' or (byte)'\r' or (byte)' ' or (byte)'\t' || content[(int)offset - 1] is (byte)'}' or (byte)']';
    }
}

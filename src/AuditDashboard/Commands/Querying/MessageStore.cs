using Microsoft.Win32.SafeHandles;

namespace AuditDashboard.Commands.Querying;

/// <summary>Keeps the bytes of selected records until they are printed: in memory up to a limit, beyond it in a temporary file that nobody else can read and that a kill leaves no trace of.</summary>
internal sealed class MessageStore(int memoryLimit) : IDisposable
{
    /// <summary>Bytes that stay in memory unless told otherwise: 4 MiB, so that a scan stays small whatever it finds.</summary>
    public const int DefaultMemoryLimit = 4 * 1024 * 1024;

    private const int WriteBufferBytes = 256 * 1024;

    private readonly List<byte[]> _inMemory = [];
    private FileStream? _file;
    private long _memoryBytes;
    private long _fileBytes;
    private byte[] _unwritten = [];
    private int _unwrittenLength;
    private byte[] _buffer = [];

    /// <summary>True once records went to the temporary file.</summary>
    public bool IsSpilled => _file is not null;

    /// <summary>Keeps a copy of a record.</summary>
    public Place Add(ReadOnlySpan<byte> message)
    {
        if (_file is null && _memoryBytes + message.Length <= memoryLimit)
        {
            _memoryBytes += message.Length;
            _inMemory.Add(message.ToArray());
            return new Place(~(_inMemory.Count - 1L), message.Length);
        }

        if (_file is null)
        {
            _file = OpenFile();
            _unwritten = new byte[WriteBufferBytes];
        }

        var place = new Place(_fileBytes + _unwrittenLength, message.Length);
        if (_unwrittenLength + message.Length > _unwritten.Length)
        {
            Flush(_file.SafeFileHandle);
        }

        if (message.Length > _unwritten.Length)
        {
            RandomAccess.Write(_file.SafeFileHandle, message, _fileBytes);
            _fileBytes += message.Length;
        }
        else
        {
            message.CopyTo(_unwritten.AsSpan(_unwrittenLength));
            _unwrittenLength += message.Length;
        }

        return place;
    }

    /// <summary>Gives a record back; the memory is valid until the next call.</summary>
    public ReadOnlyMemory<byte> Get(Place place)
    {
        if (!place.IsInFile)
        {
            return _inMemory[(int)~place.Offset];
        }

        if (_buffer.Length < place.Length)
        {
            _buffer = new byte[Math.Max(place.Length, _buffer.Length * 2)];
        }

        // In the file means that it was opened. Each record is read alone: newest first, they lie in no order that reading ahead would help.
        Flush(_file!.SafeFileHandle);
        for (var read = 0; read < place.Length;)
        {
            var count = RandomAccess.Read(_file!.SafeFileHandle, _buffer.AsSpan(read, place.Length - read), place.Offset + read);
            read += count > 0 ? count : throw new EndOfStreamException("The temporary file of this command has been cut.");
        }

        return _buffer.AsMemory(0, place.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void Flush(SafeFileHandle file)
    {
        if (_unwrittenLength > 0)
        {
            RandomAccess.Write(file, _unwritten.AsSpan(0, _unwrittenLength), _fileBytes);
            _fileBytes += _unwrittenLength;
            _unwrittenLength = 0;
        }
    }

    private static FileStream OpenFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.RandomAccess,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var path = Path.Combine(Path.GetTempPath(), $"audit-dashboard-{Guid.NewGuid():N}");
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // The open file lives on without a name, so that not even a kill leaves audit events behind.
            File.Delete(path);
        }

        return file;
    }

    /// <summary>Where a record is kept.</summary>
    /// <param name="Offset">Position in the temporary file; in memory, the complement of the record's number.</param>
    /// <param name="Length">Bytes.</param>
    public readonly record struct Place(long Offset, int Length)
    {
        /// <summary>True if it is in the temporary file.</summary>
        public bool IsInFile => Offset >= 0;
    }
}

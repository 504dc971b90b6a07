namespace AuditDashboard.Harvest.Input;

/// <summary>Opens input and looks at its first bytes, so that <c>.gz</c> is told by content and not by name.</summary>
internal static class InputStream
{
    /// <summary>Opens a file for reading beside its writer.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wrap">Gives what is read in the file's place; null for the file itself.</param>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public static Stream Open(string path, Func<FileStream, Stream>? wrap = null)
    {
        try
        {
            var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.SequentialScan,
                BufferSize = 0,
            });
            return Decode(wrap?.Invoke(file) ?? file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new InputException($"{path} cannot be read: {Reason(e)}.", e);
        }
    }

    /// <summary>Decompresses if the stream, which is at its beginning, begins as gzip does; else gives its bytes as they are.</summary>
    public static Stream Decode(Stream stream)
    {
        var head = new byte[3];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var whole = stream;
        if (stream.CanSeek)
        {
            stream.Position = 0;
        }
        else
        {
            whole = new PrefixedStream(head.AsMemory(0, length), stream, ownsRest: true);
        }

        return GzipInput.IsGzip(head.AsSpan(0, length)) ? new GzipInput(whole) : whole;
    }

    /// <summary>What is wrong, in words without type names.</summary>
    public static string Reason(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "permission is missing",
        PathTooLongException => "the path is too long",
        IOException => "the system reports an input error",
        _ => "the path is not valid",
    };
}

using System.IO.Compression;

namespace AuditDashboard.Harvest.Input;

/// <summary>Decompresses <c>.gz</c> input of one or many members and knows whether it ended well. Damage is told by <see cref="Problem"/> once <see cref="Read(Span{byte})"/> gives 0, never thrown.</summary>
/// <remarks>
/// <see cref="GZipStream"/> gives 0 alike for an input that ends and for one that was cut. So a small member of our own is put behind the input:
/// only if the input ended at the end of a member does exactly its content come out at the end.
/// </remarks>
internal sealed class GzipInput : ForwardStream
{
    /// <summary>Output that is never refused, whatever its ratio. Unit: bytes.</summary>
    private const long FreeOutputBytes = 256L * 1024 * 1024;

    /// <summary>Bytes out for each byte in, past <see cref="FreeOutputBytes"/>. Audit logs have about 7, hardly ever more than 40; a bomb has 1,000.</summary>
    private const long MaxRatio = 200;

    private static readonly byte[] Mark = "end of the compressed input"u8.ToArray();
    private static readonly byte[] MarkMember = CompressMark();

    private readonly MarkedStream _input;
    private readonly GZipStream _output;
    private readonly long _freeOutputBytes;
    private long _written;
    private bool _isDone;

    /// <summary>Wraps a stream of compressed bytes, which it disposes.</summary>
    public GzipInput(Stream compressed, long freeOutputBytes = FreeOutputBytes)
    {
        _input = new MarkedStream(compressed);
        _output = new GZipStream(_input, CompressionMode.Decompress);
        _freeOutputBytes = freeOutputBytes;
    }

    /// <summary>One sentence if the input is damaged; null before the end and for sound input.</summary>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    protected override long? Count => _written;

    /// <summary>True if the input begins as gzip does, whatever its name.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> beginning) => beginning.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b, 8]);

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_isDone || buffer.IsEmpty)
        {
            return 0;
        }

        try
        {
            var count = _output.Read(buffer);
            if (!_input.IsMarkReached && count > 0)
            {
                _written += count;
                if (_written > _freeOutputBytes && _written > _input.BytesRead * MaxRatio)
                {
                    return End($"The compressed data grows more than {MaxRatio} times when it is unpacked; reading stopped after {_written / (1024 * 1024)} MiB.");
                }

                return count;
            }

            return EndAtMark(buffer[..count]);
        }
        catch (InvalidDataException)
        {
            return End(_input.IsMarkReached
                ? "The compressed data ends in the middle; what came before the cut was read."
                : "The compressed data is damaged; what came before the damage was read.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _output.Dispose();
        }

        base.Dispose(disposing);
    }

    private int EndAtMark(ReadOnlySpan<byte> beginning)
    {
        if (!_input.IsMarkReached)
        {
            return End("Bytes after the compressed data were not read.");
        }

        Span<byte> seen = stackalloc byte[256];
        beginning[..Math.Min(beginning.Length, seen.Length)].CopyTo(seen);
        var length = Math.Min(beginning.Length, seen.Length);
        int count;
        while (length < seen.Length && (count = _output.Read(seen[length..])) > 0)
        {
            length += count;
        }

        return End(seen[..length].SequenceEqual(Mark) ? null : "The compressed data ends in the middle; what came before the cut was read.");
    }

    private int End(string? problem)
    {
        _isDone = true;
        Problem = problem;
        return 0;
    }

    private static byte[] CompressMark()
    {
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Optimal))
        {
            gzip.Write(Mark);
        }

        return member.ToArray();
    }

    /// <summary>The compressed input, then the mark.</summary>
    private sealed class MarkedStream(Stream inner) : ForwardStream
    {
        private int _markUsed;

        public long BytesRead { get; private set; }

        /// <summary>True once a byte of the mark was asked for: all output before is the input's own.</summary>
        public bool IsMarkReached { get; private set; }

        protected override long? Count => BytesRead;

        public override int Read(Span<byte> buffer)
        {
            if (!IsMarkReached)
            {
                var count = inner.Read(buffer);
                BytesRead += count;
                if (count > 0 || buffer.IsEmpty)
                {
                    return count;
                }

                IsMarkReached = true;
            }

            var rest = MarkMember.AsSpan(_markUsed);
            var part = rest[..Math.Min(rest.Length, buffer.Length)];
            part.CopyTo(buffer);
            _markUsed += part.Length;
            return part.Length;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}

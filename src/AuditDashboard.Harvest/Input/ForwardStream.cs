namespace AuditDashboard.Harvest.Input;

/// <summary>A stream that is read forwards only: it can neither seek nor be written, and has no length beforehand. What derives from it says how the next bytes come.</summary>
internal abstract class ForwardStream : Stream
{
    /// <inheritdoc/>
    public sealed override bool CanRead => true;

    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <inheritdoc/>
    public sealed override bool CanWrite => false;

    /// <inheritdoc/>
    public sealed override long Length => throw new NotSupportedException();

    /// <summary>Where reading stands; not known unless a stream counts. It cannot be set.</summary>
    public sealed override long Position
    {
        get => Count ?? throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes given so far; null if they are not counted.</summary>
    protected virtual long? Count => null;

    /// <summary>Gives the next bytes; 0 only at the end or for an empty buffer.</summary>
    public abstract override int Read(Span<byte> buffer);

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads at once: input is a file or comes from one, and whoever reads it has a thread of their own.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : ValueTask.FromResult(Read(buffer.Span));

    /// <inheritdoc/>
    public sealed override void Flush()
    {
    }

    /// <inheritdoc/>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

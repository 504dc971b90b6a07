using System.IO.Hashing;

namespace AuditDashboard.Harvest.Input.Indexing;

/// <summary>Reads on and hashes what it gave: an index is named for the very bytes that it was made of, whatever became of the file since.</summary>
internal sealed class HashingStream(Stream inner) : ForwardStream
{
    private readonly XxHash128 _hash = new();

    /// <summary>Bytes hashed so far.</summary>
    public long Hashed { get; private set; }

    /// <summary>Hash of all bytes so far.</summary>
    public UInt128 Hash() => _hash.GetCurrentHashAsUInt128();

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _hash.Append(buffer[..count]);
        Hashed += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

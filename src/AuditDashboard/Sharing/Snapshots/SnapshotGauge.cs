using System.Security.Cryptography;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>Measures a stretch while its bytes come one after the other.</summary>
internal sealed class SnapshotGauge : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _length += bytes.Length;
    }

    /// <summary>What they come to; the next stretch begins then.</summary>
    public SnapshotStretch Take()
    {
        var stretch = new SnapshotStretch(_length, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        _length = 0;
        return stretch;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}

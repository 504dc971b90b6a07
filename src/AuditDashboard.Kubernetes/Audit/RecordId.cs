using System.Security.Cryptography;

namespace AuditDashboard.Kubernetes.Audit;

/// <summary>Identity of a stored record: SHA-256 over the cluster's name and the record in canonical JSON, or its raw bytes where it is not clean JSON.</summary>
public readonly struct RecordId : IEquatable<RecordId>
{
    private readonly byte[]? _hash;

    /// <summary>Wraps a SHA-256 value.</summary>
    /// <param name="hash">32 bytes.</param>
    public RecordId(byte[] hash)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hash.Length, SHA256.HashSizeInBytes);
        _hash = hash;
    }

    /// <summary>The 32 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _hash;

    /// <summary>The first 128 bits as 32 lower-case hex digits: the id in links and in the API.</summary>
    public string LinkId => Convert.ToHexStringLower(Bytes[..16]);

    /// <inheritdoc/>
    public bool Equals(RecordId other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RecordId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash is null ? 0 : BitConverter.ToInt32(_hash, 0);

    /// <summary>All 64 hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(Bytes);

    /// <summary>Compares by content.</summary>
    public static bool operator ==(RecordId left, RecordId right) => left.Equals(right);

    /// <summary>Compares by content.</summary>
    public static bool operator !=(RecordId left, RecordId right) => !left.Equals(right);
}

using System.Security.Cryptography;

namespace AuditDashboard.Packets;

/// <summary>Measures bytes that come one after the other.</summary>
internal sealed class PacketGauge : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private uint _crc;

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Adds some.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _crc = Crc32.Continue(_crc, bytes);
        Length += bytes.Length;
    }

    /// <summary>What they come to; it begins anew then.</summary>
    public PacketMeasure Take()
    {
        var measure = new PacketMeasure(Length, _crc, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        (Length, _crc) = (0, 0);
        return measure;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}

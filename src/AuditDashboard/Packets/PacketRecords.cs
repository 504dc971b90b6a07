using System.Security.Cryptography;

namespace AuditDashboard.Packets;

/// <summary>Goes through the records of a packet, one after the other, each with the line feed behind it.</summary>
internal sealed class PacketRecords(PacketFileStream events) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _portion = new byte[64 * 1024];
    private long _at;

    /// <summary>True if all were gone through.</summary>
    public bool IsAtEnd => events.Left == 0;

    /// <summary>Goes past a record, if it is the next one.</summary>
    /// <param name="offset">Its first byte in the file.</param>
    /// <param name="length">Its bytes, without the line feed.</param>
    /// <param name="sha256">SHA-256 of them, hex.</param>
    /// <returns>False if another stands there, and then nothing more can be said of those behind.</returns>
    public bool TryPass(long offset, int length, string sha256)
    {
        if (offset != _at || length < 0 || length >= events.Left)
        {
            return false;
        }

        _at += length + 1;
        for (var left = length; left > 0;)
        {
            var read = events.Read(_portion.AsSpan(0, Math.Min(left, _portion.Length)));
            _hash.AppendData(_portion, 0, read);
            left -= read;
        }

        return events.Read(_portion.AsSpan(0, 1)) == 1 && _portion[0] == (byte)'\n' && Convert.ToHexStringLower(_hash.GetHashAndReset()) == sha256;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash.Dispose();
        events.Dispose();
    }
}

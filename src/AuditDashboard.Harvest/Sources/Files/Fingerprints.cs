using System.Security.Cryptography;

namespace AuditDashboard.Harvest.Sources.Files;

/// <summary>Hashes of a file's beginning.</summary>
internal static class Fingerprints
{
    /// <summary>What a fingerprint covers of a long file. Of a shorter one it covers all, so that what is skipped is known byte by byte. Unit: bytes.</summary>
    public const int UsualBytes = 64 * 1024;

    /// <summary>Files that share their beginning get fingerprints of slightly different length, up to this: each needs a position of its own. Unit: bytes.</summary>
    public const int MaxBytes = UsualBytes + 256;

    /// <summary>Hex SHA-256 of the first bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Fingerprints of several lengths in one pass.</summary>
    /// <param name="beginning">The file's beginning.</param>
    /// <param name="lengths">Ascending; those past the beginning are left out.</param>
    public static IEnumerable<(int Length, string Fingerprint)> Of(ReadOnlyMemory<byte> beginning, IEnumerable<int> lengths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var done = 0;
        foreach (var length in lengths)
        {
            if (length > beginning.Length)
            {
                yield break;
            }

            hash.AppendData(beginning.Span[done..length]);
            done = length;
            yield return (length, Convert.ToHexStringLower(hash.GetCurrentHash()));
        }
    }
}

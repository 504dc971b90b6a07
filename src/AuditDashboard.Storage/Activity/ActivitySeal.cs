using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AuditDashboard.Storage.Activity;

/// <summary>
/// Binds each entry of the tool's own audit to the one before: an HMAC over its content and the hash before it, under a key that lies beside the
/// database, not in it. Whoever can write the database alone can neither change an entry nor make the chain anew.
/// </summary>
internal sealed class ActivitySeal(byte[] installationKey)
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _key = HMACSHA256.HashData(installationKey, "AuditDashboard activity chain 1"u8);

    /// <summary>What stands before the first entry.</summary>
    public static byte[] Start { get; } = new byte[Length];

    /// <summary>The hash of an entry.</summary>
    /// <param name="previous">Hash of the entry before; <see cref="Start"/> for the first.</param>
    /// <param name="row">The entry as it is stored; its own hash does not count.</param>
    public byte[] HashOf(ReadOnlySpan<byte> previous, SealedRow row)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(previous);
        Add(hash, row.Id);
        Add(hash, row.Time);
        Add(hash, row.Kind);
        Add(hash, Encoding.UTF8.GetBytes(row.Actor));
        Add(hash, Encoding.UTF8.GetBytes(row.Text));
        Add(hash, row.Address is null ? null : Encoding.UTF8.GetBytes(row.Address));
        Add(hash, row.Anchor);
        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    // Each with its length, so that no text can lend bytes to the next.
    private static void Add(IncrementalHash hash, byte[]? bytes)
    {
        Add(hash, bytes?.Length ?? -1L);
        hash.AppendData(bytes ?? []);
    }
}

/// <summary>An entry as it lies in the database.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Time">When, in microseconds since the epoch.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Actor">Who.</param>
/// <param name="Text">What.</param>
/// <param name="Address">Where it came from.</param>
/// <param name="Anchor">Of an entry that says that older ones were removed: the hash of the last of those.</param>
internal sealed record SealedRow(long Id, long Time, int Kind, string Actor, string Text, string? Address, byte[]? Anchor);

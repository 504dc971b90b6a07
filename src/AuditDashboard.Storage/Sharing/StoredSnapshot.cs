namespace AuditDashboard.Storage.Sharing;

/// <summary>A snapshot as it lies in the database, which proves nothing: see what its signature covers.</summary>
/// <param name="Sequence">Its place in the chain, from 1.</param>
/// <param name="Code">What stands in its address, see <see cref="LinkCode"/>.</param>
/// <param name="Manifest">What it says of itself: the bytes that are signed.</param>
/// <param name="Signature">The signature.</param>
/// <param name="RevokedAt">When it was revoked; null while it opens.</param>
/// <param name="RevokedBy">Who revoked it; null while it opens.</param>
public sealed record StoredSnapshot(
    long Sequence, string Code, ReadOnlyMemory<byte> Manifest, ReadOnlyMemory<byte> Signature, DateTimeOffset? RevokedAt, string? RevokedBy);

/// <summary>A manifest with its signature, ready to be stored.</summary>
/// <param name="Manifest">The bytes that are signed.</param>
/// <param name="Signature">The signature.</param>
public sealed record SealedManifest(byte[] Manifest, byte[] Signature);

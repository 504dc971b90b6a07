using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>Signs manifests, and says what of a stored snapshot does not hold.</summary>
internal static class SnapshotSeal
{
    /// <summary>Stands before the signed bytes, so that no signature for anything else can be passed off as one of a snapshot.</summary>
    private static ReadOnlySpan<byte> Purpose => "AuditDashboard snapshot manifest\n"u8;

    /// <summary>The bytes that the signature of a manifest covers.</summary>
    public static byte[] Signed(ReadOnlySpan<byte> manifest) => [.. Purpose, .. manifest];

    /// <summary>Signs a manifest.</summary>
    public static SealedManifest Sign(SnapshotManifest manifest, SnapshotKey key)
    {
        var bytes = manifest.ToBytes();
        return new SealedManifest(bytes, key.Sign(Signed(bytes)));
    }

    /// <summary>Reads a stored snapshot's manifest if everything about it holds.</summary>
    /// <param name="stored">What lies in the database.</param>
    /// <param name="key">The installation's key.</param>
    /// <param name="manifest">The manifest; null if it does not hold.</param>
    /// <returns>What is broken, as a sentence; null if nothing is.</returns>
    public static string? Read(StoredSnapshot stored, SnapshotKey key, out SnapshotManifest? manifest)
    {
        manifest = null;
        if (!key.Verify(Signed(stored.Manifest.Span), stored.Signature.Span))
        {
            return SnapshotManifest.TryRead(stored.Manifest.Span, out var foreign) && foreign.Key != key.Fingerprint
                ? "It was signed by another key than this installation's, or was changed since."
                : "Its description or its signature was changed after it was signed.";
        }

        if (!SnapshotManifest.TryRead(stored.Manifest.Span, out var read))
        {
            return "It is signed, but of a kind that this version of the dashboard does not know.";
        }

        if (read.Code != stored.Code || read.Sequence != stored.Sequence)
        {
            return "It stands in the place of another snapshot.";
        }

        manifest = read;
        return null;
    }

    /// <summary>What is broken between a snapshot and the one before, as a sentence; null if nothing is.</summary>
    /// <param name="manifest">A manifest that holds.</param>
    /// <param name="previous">Hash of the manifest that is stored before it, as <see cref="SnapshotManifest.HashOf"/> gives it; null for none.</param>
    public static string? CheckChain(SnapshotManifest manifest, string? previous) =>
        manifest.Previous is null ? (previous is null ? null : "There is a snapshot before it that was not there when it was made.")
        : previous is null ? $"The snapshot before it, number {manifest.Sequence - 1}, is gone."
        : previous == manifest.Previous ? null
        : $"The snapshot before it, number {manifest.Sequence - 1}, was changed.";
}

using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Reviews;
using AuditDashboard.Reviews.Packets;
using AuditDashboard.Sharing.Packets;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Packets;

/// <summary>Checks a packet from its bytes alone: no database, no network, nothing unpacked or written.</summary>
public static class PacketVerifier
{
    /// <summary>Checks a packet.</summary>
    /// <param name="archive">Its bytes.</param>
    /// <param name="askedKey">Fingerprint of the key that must have signed it, 64 lower-case hex digits; null to check only that it is consistent.</param>
    public static PacketVerdict Verify(ReadOnlyMemory<byte> archive, string? askedKey)
    {
        var broken = new List<string>();
        if (PacketArchive.Read(archive, broken) is not { } files)
        {
            return new PacketVerdict(broken, null, null, IsProven: false);
        }

        var byName = files.ToDictionary(file => file.Name, file => file.Content, StringComparer.Ordinal);
        PacketManifest? manifest = null;
        string? fingerprint = null;
        var hasManifest = byName.TryGetValue(PacketNames.Manifest, out var written);
        var isRead = hasManifest && PacketManifest.TryRead(written.Span, out manifest);
        manifest = isRead ? manifest : null;
        var isSnapshot = manifest is null ? byName.ContainsKey(PacketNames.Snapshot) : manifest.Snapshot is not null;
        CheckNames(files, isSnapshot ? PacketNames.OfSnapshot : PacketNames.Of(byName.ContainsKey(PacketNames.ReviewSignature)), broken);
        if (hasManifest)
        {
            if (!isRead)
            {
                broken.Add("manifest.json cannot be read.");
            }

            fingerprint = CheckSignatures(byName, written, manifest, broken);
        }

        if (manifest is not null)
        {
            CheckFiles(files, manifest, broken);
            (isSnapshot ? SnapshotPacketCheck.Check : (Action<Dictionary<string, ReadOnlyMemory<byte>>, PacketManifest, List<string>>)ReviewPacketCheck.Check)(byName, manifest, broken);
        }

        if (fingerprint is not null && askedKey is not null && fingerprint != askedKey)
        {
            broken.Add($"It is signed with another key than was asked for: {fingerprint}.");
        }

        return new PacketVerdict(broken, manifest, fingerprint, broken.Count == 0 && fingerprint is not null && fingerprint == askedKey);
    }

    private static void CheckNames(IReadOnlyList<PacketFile> files, IReadOnlyList<string> expected, List<string> broken)
    {
        foreach (var name in expected.Except(files.Select(file => file.Name), StringComparer.Ordinal))
        {
            broken.Add($"{name} is missing.");
        }

        foreach (var name in files.Select(file => file.Name).Except(expected, StringComparer.Ordinal))
        {
            broken.Add($"{name} does not belong to a packet.");
        }

        if (broken.Count == 0 && !files.Select(file => file.Name).SequenceEqual(expected, StringComparer.Ordinal))
        {
            broken.Add("The files do not stand in their order.");
        }
    }

    // Gives the fingerprint of the key that signed the manifest; null where no signature holds.
    private static string? CheckSignatures(Dictionary<string, ReadOnlyMemory<byte>> files, ReadOnlyMemory<byte> written, PacketManifest? manifest, List<string> broken)
    {
        if (!files.TryGetValue(PacketNames.Key, out var pem) || !files.TryGetValue(PacketNames.Signature, out var signature))
        {
            return null; // said to be missing
        }

        using var key = ECDsa.Create();
        if (!TryImport(key, pem.Span))
        {
            broken.Add("public-key.pem holds no public key of the curve P-256.");
            return null;
        }

        var fingerprint = SnapshotKey.FingerprintOf(key.ExportSubjectPublicKeyInfo());
        if (manifest is not null && manifest.Key != fingerprint)
        {
            broken.Add("public-key.pem is not the key that manifest.json names.");
        }

        if (!key.VerifyData(PacketSeal.Signed(written.Span, manifest?.Format), signature.Span, HashAlgorithmName.SHA256))
        {
            broken.Add("The signature does not hold: manifest.json, manifest.sig or public-key.pem was changed after it was signed.");
            return null;
        }

        if (files.TryGetValue(PacketNames.ReviewSignature, out var closing) && files.TryGetValue(PacketNames.Review, out var review)
            && !key.VerifyData(ReviewSeal.Signed(review.Span, ReviewDocument.TryRead(review.Span, out var closed) ? closed.Format : null), closing.Span, HashAlgorithmName.SHA256))
        {
            broken.Add("review.sig does not hold: review.json is not as it was signed when the review was closed.");
        }

        if (files.TryGetValue(PacketNames.SnapshotSignature, out var frozen) && files.TryGetValue(PacketNames.Snapshot, out var snapshot)
            && !key.VerifyData(SnapshotSeal.Signed(snapshot.Span), frozen.Span, HashAlgorithmName.SHA256))
        {
            broken.Add("snapshot.sig does not hold: snapshot.json is not as it was signed when the snapshot was made.");
        }

        return fingerprint;
    }

    private static bool TryImport(ECDsa key, ReadOnlySpan<byte> pem)
    {
        try
        {
            key.ImportFromPem(Encoding.ASCII.GetString(pem));
            var parameters = key.ExportParameters(includePrivateParameters: false);
            return parameters.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException or NotSupportedException)
        {
            return false; // no key, or one of a curve that the platform does not have
        }
    }

    private static void CheckFiles(IReadOnlyList<PacketFile> files, PacketManifest manifest, List<string> broken)
    {
        var named = manifest.Files.GroupBy(file => file.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        foreach (var file in files.Where(file => file.Name is not (PacketNames.Manifest or PacketNames.Signature)))
        {
            if (!named.Remove(file.Name, out var entry))
            {
                broken.Add($"{file.Name} is not named by manifest.json.");
            }
            else if (entry != PacketManifestFile.Of(file))
            {
                broken.Add($"{file.Name} was changed: it is not the file that manifest.json names.");
            }
        }

        foreach (var name in named.Keys.Where(name => files.All(file => file.Name != name)))
        {
            broken.Add($"{Shared.Text.LogSegments.ToPlain(name, 100)} is named by manifest.json and is not there.");
        }
    }
}

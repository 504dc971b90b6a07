using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Reviews;
using AuditDashboard.Reviews.Packets;
using AuditDashboard.Sharing.Packets;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Packets;

/// <summary>Checks a packet from its bytes alone: no database, no network, nothing unpacked or written. Of what is long in it a little is held at a time.</summary>
public static class PacketVerifier
{
    /// <summary>Checks a packet.</summary>
    /// <param name="archive">Its bytes: a stream that can be read anywhere.</param>
    /// <param name="askedKey">Fingerprint of the key that must have signed it, 64 lower-case hex digits; null to check only that it is consistent.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="IOException">The stream cannot be read, or is written to meanwhile.</exception>
    public static PacketVerdict Verify(Stream archive, string? askedKey, CancellationToken cancellationToken)
    {
        var broken = new List<string>();
        if (PacketReader.Open(archive, broken, cancellationToken) is not { } packet)
        {
            return new PacketVerdict(broken, null, null, IsProven: false);
        }

        var written = packet.Find(PacketNames.Manifest);
        var manifest = written is not null && PacketManifest.TryRead(written, out var read) ? read : null;
        var isSnapshot = manifest is null ? packet.Holds(PacketNames.Snapshot) : manifest.Snapshot is not null;
        CheckNames(packet.Files, isSnapshot ? PacketNames.OfSnapshot : PacketNames.Of(packet.Holds(PacketNames.ReviewSignature)), broken);
        if (manifest is null && packet.Holds(PacketNames.Manifest))
        {
            broken.Add("manifest.json cannot be read.");
        }

        var fingerprint = written is null ? null : CheckSignatures(packet, written, manifest, broken);
        if (manifest is not null)
        {
            CheckFiles(packet.Files, manifest, broken);
            if (isSnapshot)
            {
                SnapshotPacketCheck.Check(packet, manifest, broken, cancellationToken);
            }
            else
            {
                ReviewPacketCheck.Check(packet, manifest, broken, cancellationToken);
            }
        }

        if (fingerprint is not null && askedKey is not null && fingerprint != askedKey)
        {
            broken.Add($"It is signed with another key than was asked for: {fingerprint}.");
        }

        return new PacketVerdict(broken, manifest, fingerprint, broken.Count == 0 && fingerprint is not null && fingerprint == askedKey);
    }

    private static void CheckNames(IReadOnlyList<PacketPlace> files, IReadOnlyList<string> expected, List<string> broken)
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
    private static string? CheckSignatures(PacketReader packet, byte[] written, PacketManifest? manifest, List<string> broken)
    {
        if (packet.Find(PacketNames.Key) is not { } pem || packet.Find(PacketNames.Signature) is not { } signature)
        {
            return null; // said to be missing
        }

        using var key = ECDsa.Create();
        if (!TryImport(key, pem))
        {
            broken.Add("public-key.pem holds no public key of the curve P-256.");
            return null;
        }

        var fingerprint = SnapshotKey.FingerprintOf(key.ExportSubjectPublicKeyInfo());
        if (manifest is not null && manifest.Key != fingerprint)
        {
            broken.Add("public-key.pem is not the key that manifest.json names.");
        }

        if (!key.VerifyData(PacketSeal.Signed(written, manifest?.Format), signature, HashAlgorithmName.SHA256))
        {
            broken.Add("The signature does not hold: manifest.json, manifest.sig or public-key.pem was changed after it was signed.");
            return null;
        }

        if (packet.Find(PacketNames.ReviewSignature) is { } closing && packet.Find(PacketNames.Review) is { } review
            && !key.VerifyData(ReviewSeal.Signed(review, ReviewDocument.TryRead(review, out var closed) ? closed.Format : null), closing, HashAlgorithmName.SHA256))
        {
            broken.Add("review.sig does not hold: review.json is not as it was signed when the review was closed.");
        }

        if (packet.Find(PacketNames.SnapshotSignature) is { } frozen && packet.Find(PacketNames.Snapshot) is { } snapshot
            && !key.VerifyData(SnapshotSeal.Signed(snapshot), frozen, HashAlgorithmName.SHA256))
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

    private static void CheckFiles(IReadOnlyList<PacketPlace> files, PacketManifest manifest, List<string> broken)
    {
        var named = manifest.Files.GroupBy(file => file.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        foreach (var file in files.Where(file => file.Name is not (PacketNames.Manifest or PacketNames.Signature)))
        {
            if (!named.Remove(file.Name, out var entry))
            {
                broken.Add($"{file.Name} is not named by manifest.json.");
            }
            else if (entry != new PacketManifestFile(file.Name, file.Measure.Length, file.Measure.Sha256))
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

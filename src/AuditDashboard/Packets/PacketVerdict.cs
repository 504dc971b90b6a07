namespace AuditDashboard.Packets;

/// <summary>What a check of a packet found.</summary>
/// <param name="Broken">What is wrong, one sentence each; empty for a packet that is intact.</param>
/// <param name="Manifest">What the packet says of itself; null where that cannot be read.</param>
/// <param name="Fingerprint">Fingerprint of the key that signed it; null where the signature does not hold.</param>
/// <param name="IsProven">True if it is intact and signed with the key that was asked for.</param>
public sealed record PacketVerdict(IReadOnlyList<string> Broken, PacketManifest? Manifest, string? Fingerprint, bool IsProven)
{
    /// <summary>True if nothing is wrong.</summary>
    public bool IsIntact => Broken.Count == 0;
}

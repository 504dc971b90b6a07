using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Packets;

/// <summary>
/// What is signed of a packet. Since format 2 a purpose stands before the manifest, so that no signature for anything else can be passed off as one
/// of a packet. Those of format 1 were signed as they are, as were closed reviews then: each of these is one JSON object that names its format inside
/// of what is signed, once (a second of the name is refused), and no reader takes another's format. What is signed with a purpose begins with a
/// letter and so is no JSON object, and no purpose begins another.
/// </summary>
internal static class PacketSeal
{
    private static ReadOnlySpan<byte> Purpose => "AuditDashboard packet manifest\n"u8;

    /// <summary>Signs a manifest of today's format.</summary>
    public static byte[] Sign(ReadOnlySpan<byte> manifest, SnapshotKey key) => key.Sign([.. Purpose, .. manifest]);

    /// <summary>The bytes that the signature of a manifest covers.</summary>
    /// <param name="manifest">The manifest's bytes.</param>
    /// <param name="format">The format that it names; null where it cannot be read.</param>
    public static byte[] Signed(ReadOnlySpan<byte> manifest, string? format) =>
        format == PacketManifest.FirstFormat ? manifest.ToArray() : [.. Purpose, .. manifest];
}

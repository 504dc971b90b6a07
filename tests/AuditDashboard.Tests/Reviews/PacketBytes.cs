using AuditDashboard.Packets;

namespace AuditDashboard.Tests.Reviews;

/// <summary>Packets that are held.</summary>
internal static class PacketBytes
{
    public static PacketVerdict Verify(ReadOnlyMemory<byte> packet, string? askedKey)
    {
        using var stream = new MemoryStream(packet.ToArray(), writable: false);
        return PacketVerifier.Verify(stream, askedKey, CancellationToken.None);
    }

    /// <summary>The files, and what is wrong with the archive.</summary>
    public static List<PacketFile>? Read(byte[] packet, ICollection<string> problems)
    {
        using var stream = new MemoryStream(packet, writable: false);
        return PacketReader.Open(stream, problems, CancellationToken.None) is { } reader ? [.. reader.Files.Select(file => new PacketFile(file.Name, reader.Find(file.Name)))] : null;
    }
}

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

    /// <summary>How many of a packet's bytes can have one bit flipped without <c>verify</c> seeing it.</summary>
    public static int CountUnseenFlips(byte[] packet) => CountUnseen(packet.Length, at =>
    {
        var flipped = packet.ToArray();
        flipped[at] ^= (byte)(1 << (at % 8));
        return flipped;
    });

    /// <summary>At how many of a packet's bytes it can be cut off without <c>verify</c> seeing it.</summary>
    public static int CountUnseenCuts(byte[] packet) => CountUnseen(packet.Length, length => packet.AsMemory(0, length));

    /// <summary>The files, and what is wrong with the archive.</summary>
    public static List<PacketFile>? Read(byte[] packet, ICollection<string> problems)
    {
        using var stream = new MemoryStream(packet, writable: false);
        return PacketReader.Open(stream, problems, CancellationToken.None) is { } reader ? [.. reader.Files.Select(file => new PacketFile(file.Name, reader.Find(file.Name)))] : null;
    }

    private static int CountUnseen(int count, Func<int, ReadOnlyMemory<byte>> change)
    {
        var unseen = 0;
        Parallel.For(0, count, at =>
        {
            if (Verify(change(at), askedKey: null).IsIntact)
            {
                Interlocked.Increment(ref unseen);
            }
        });
        return unseen;
    }
}

namespace AuditDashboard.Packets;

/// <summary>A file of a packet that is too long to be held: its bytes are made as often as they are asked for, and are the same each time.</summary>
/// <param name="Name">Its name, as of a <see cref="PacketFile"/>.</param>
/// <param name="Measure">What its bytes come to.</param>
/// <param name="Stretches">Makes its bytes, stretch by stretch.</param>
internal sealed record PacketSource(string Name, PacketMeasure Measure, Func<CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>> Stretches)
{
    /// <summary>What the manifest says of it.</summary>
    public PacketManifestFile Entry => new(Name, Measure.Length, Measure.Sha256);

    /// <summary>A file that is held.</summary>
    public static PacketSource Of(string name, ReadOnlyMemory<byte> content)
    {
        using var gauge = new PacketGauge();
        gauge.Add(content.Span);
        return new PacketSource(name, gauge.Take(), _ => new[] { content }.ToAsyncEnumerable());
    }
}

/// <summary>What the bytes of a file come to.</summary>
/// <param name="Length">How many.</param>
/// <param name="Crc">The archive's check sum.</param>
/// <param name="Sha256">SHA-256, hex.</param>
internal sealed record PacketMeasure(long Length, uint Crc, string Sha256);

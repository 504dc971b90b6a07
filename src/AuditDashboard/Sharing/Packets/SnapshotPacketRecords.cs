using AuditDashboard.Sharing.Snapshots;

namespace AuditDashboard.Sharing.Packets;

/// <summary>The stored, redacted records, byte for byte, a line feed behind each.</summary>
internal sealed class SnapshotPacketRecords : ISnapshotPacketText
{
    /// <inheritdoc/>
    public bool IsFull => false;

    /// <inheritdoc/>
    public byte[] Begin() => [];

    /// <inheritdoc/>
    public byte[] Add(IReadOnlyList<FrozenEvent> events)
    {
        var made = new byte[events.Sum(frozen => frozen.Record.Length + 1)];
        var at = 0;
        foreach (var frozen in events)
        {
            frozen.Record.Span.CopyTo(made.AsSpan(at));
            at += frozen.Record.Length;
            made[at++] = (byte)'\n';
        }

        return made;
    }

    /// <inheritdoc/>
    public byte[] Finish() => [];
}

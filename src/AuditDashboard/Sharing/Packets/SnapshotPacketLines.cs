using System.Text.Json;
using AuditDashboard.Sharing.Snapshots;

namespace AuditDashboard.Sharing.Packets;

/// <summary>The events as the snapshot's list shows them, one a line, with where the record of each lies.</summary>
internal sealed class SnapshotPacketLines : ISnapshotPacketText
{
    private long _offset;

    /// <inheritdoc/>
    public bool IsFull => false;

    /// <inheritdoc/>
    public byte[] Begin() => [];

    /// <inheritdoc/>
    public byte[] Add(IReadOnlyList<FrozenEvent> events)
    {
        using var made = new MemoryStream();
        foreach (var frozen in events)
        {
            JsonSerializer.Serialize(
                made, new SnapshotPacketRecord(frozen.Event, _offset, frozen.Record.Length, SnapshotManifest.HashOf(frozen.Record.Span)), SnapshotPacketJson.Default.SnapshotPacketRecord);
            made.WriteByte((byte)'\n');
            _offset += frozen.Record.Length + 1;
        }

        return made.ToArray();
    }

    /// <inheritdoc/>
    public byte[] Finish() => [];
}

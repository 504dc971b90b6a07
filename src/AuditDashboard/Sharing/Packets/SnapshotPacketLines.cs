using System.Buffers;
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
        var made = new ArrayBufferWriter<byte>();
        foreach (var frozen in events)
        {
            SnapshotLine.Write(made, frozen.Header.Span, _offset, frozen.Record.Span);
            _offset += frozen.Record.Length + 1;
        }

        return made.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public byte[] Finish() => [];
}

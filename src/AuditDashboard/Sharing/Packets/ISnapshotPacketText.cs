using AuditDashboard.Sharing.Snapshots;

namespace AuditDashboard.Sharing.Packets;

/// <summary>Makes a file of a snapshot's packet, part by part of the snapshot. One serves one pass.</summary>
internal interface ISnapshotPacketText
{
    /// <summary>True once events that follow add nothing.</summary>
    bool IsFull { get; }

    /// <summary>What stands before the events.</summary>
    byte[] Begin();

    /// <summary>The next events.</summary>
    byte[] Add(IReadOnlyList<FrozenEvent> events);

    /// <summary>What stands behind the events.</summary>
    byte[] Finish();
}

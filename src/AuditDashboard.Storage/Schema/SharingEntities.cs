namespace AuditDashboard.Storage.Schema;

internal sealed class ShortLinkEntity
{
    public long Id { get; set; }

    /// <summary>The clusters that it is about, as a JSON list of names: only those see it who may see them all. Null is about all.</summary>
    public string? Clusters { get; set; }

    /// <summary>What stands in the link: random, never a number that can be counted on.</summary>
    public required string Code { get; set; }

    /// <summary>A path of the dashboard with its query; never an address elsewhere.</summary>
    public required string Target { get; set; }

    public required string Title { get; set; }

    public required string Note { get; set; }

    /// <summary>Who made it.</summary>
    public required string Owner { get; set; }

    public long CreatedAt { get; set; }

    public long? RevokedAt { get; set; }

    /// <summary>Who revoked it.</summary>
    public string? RevokedBy { get; set; }
}

internal sealed class SnapshotEntity
{
    /// <summary>Its place in the chain: 1, 2, 3 and so on without a hole.</summary>
    public long Id { get; set; }

    /// <summary>The clusters that it is about, as a JSON list of names: only those see it who may see them all. Null is about all.</summary>
    public string? Clusters { get; set; }

    /// <summary>What stands in its address.</summary>
    public required string Code { get; set; }

    /// <summary>What it says of itself, with the hashes of its parts and of the manifest before; these very bytes are signed.</summary>
    public required byte[] Manifest { get; set; }

    public required byte[] Signature { get; set; }

    public long? RevokedAt { get; set; }

    /// <summary>Who revoked it.</summary>
    public string? RevokedBy { get; set; }
}

/// <summary>Some of a snapshot's events. It refers to nothing: what was frozen stays when events go.</summary>
internal sealed class SnapshotPartEntity
{
    /// <summary>Code of the snapshot; until that is sealed, nobody's.</summary>
    public required string Code { get; set; }

    /// <summary>Counted from 0.</summary>
    public int Number { get; set; }

    public required byte[] Content { get; set; }
}

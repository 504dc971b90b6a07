namespace AuditDashboard.Storage.Schema;

internal sealed class ShortLinkEntity
{
    public long Id { get; set; }

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

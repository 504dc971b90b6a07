namespace AuditDashboard.Storage.Schema;

internal sealed class CredentialEntity
{
    public long Id { get; set; }

    public int Kind { get; set; }

    /// <summary>SHA-256 of the secret; the secret itself is never stored.</summary>
    public required byte[] SecretHash { get; set; }

    /// <summary>Whom it stands for.</summary>
    public required string Name { get; set; }

    public int Role { get; set; }

    /// <summary>The clusters that it is limited to, as a JSON list of names; null for all.</summary>
    public string? Clusters { get; set; }

    public long CreatedAt { get; set; }

    public long ExpiresAt { get; set; }

    /// <summary>When a link was used, or a session or token last.</summary>
    public long? UsedAt { get; set; }

    public long? RevokedAt { get; set; }
}

internal sealed class ActivityEntity
{
    public long Id { get; set; }

    public long Time { get; set; }

    public int Kind { get; set; }

    /// <summary>Who did it; the name of a person of the tool, or a word in parentheses.</summary>
    public required string Actor { get; set; }

    /// <summary>What was done, as one sentence.</summary>
    public required string Text { get; set; }

    /// <summary>The address it came from; null from the command line.</summary>
    public string? Address { get; set; }

    /// <summary>Of an entry that says that older ones were removed: the hash of the last of those, where the chain goes on.</summary>
    public byte[]? Anchor { get; set; }

    /// <summary>HMAC over the entry and the hash before it; null for entries from before there was one.</summary>
    public byte[]? Hash { get; set; }
}

namespace AuditDashboard.Storage.Schema;

internal sealed class SavedQueryEntity
{
    public long Id { get; set; }

    /// <summary>Who saved it.</summary>
    public required string Owner { get; set; }

    public required string Name { get; set; }

    public required string Text { get; set; }

    public required string Note { get; set; }

    /// <summary>True if others see it too.</summary>
    public bool IsShared { get; set; }

    public long CreatedAt { get; set; }

    public long ChangedAt { get; set; }
}

internal sealed class QueryHistoryEntity
{
    public long Id { get; set; }

    public required string Owner { get; set; }

    public required string Text { get; set; }

    /// <summary>Word of the source, such as collected or files.</summary>
    public required string Source { get; set; }

    /// <summary>Name of the cluster; null for all.</summary>
    public string? Cluster { get; set; }

    public long FromTime { get; set; }

    public long ToTime { get; set; }

    public long StartedAt { get; set; }

    public long ElapsedMicros { get; set; }

    public int Outcome { get; set; }

    public long Rows { get; set; }

    public long Records { get; set; }

    public long Bytes { get; set; }
}

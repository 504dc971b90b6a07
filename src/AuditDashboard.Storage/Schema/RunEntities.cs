namespace AuditDashboard.Storage.Schema;

internal sealed class RunEntity
{
    public long Id { get; set; }

    public long ClusterId { get; set; }

    public int Trigger { get; set; }

    public int State { get; set; }

    public long StartedAt { get; set; }

    public long? EndedAt { get; set; }

    public long EventsInserted { get; set; }

    public long EventsKnown { get; set; }

    public long Quarantined { get; set; }

    public long BytesScanned { get; set; }

    public string? Error { get; set; }

    public string? Progress { get; set; }

    /// <summary>The lease under which it writes; null until it is known.</summary>
    public long? FencingNumber { get; set; }

    /// <summary>Last sign of life, microseconds since 1970.</summary>
    public long SeenAt { get; set; }
}

internal sealed class RunQueryEntity
{
    public long Id { get; set; }

    public long RunId { get; set; }

    public long QueryId { get; set; }

    public long StartedAt { get; set; }

    public long? EndedAt { get; set; }

    public int State { get; set; }

    public long Rows { get; set; }

    public long BytesScanned { get; set; }

    public string? Error { get; set; }
}

internal sealed class ProblemEntity
{
    public long ClusterId { get; set; }

    public required string Part { get; set; }

    public required string Message { get; set; }

    public long FirstSeen { get; set; }

    public long LastSeen { get; set; }

    public long Count { get; set; }
}

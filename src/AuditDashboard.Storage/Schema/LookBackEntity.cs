namespace AuditDashboard.Storage.Schema;

/// <summary>A look further back for the version of an object before a change.</summary>
internal sealed class LookBackEntity
{
    public long Id { get; set; }

    public long ClusterId { get; set; }

    /// <summary>The object's <c>TrackedKind</c>.</summary>
    public int Kind { get; set; }

    public required string Namespace { get; set; }

    public required string Name { get; set; }

    public required string EventId { get; set; }

    public long FromTime { get; set; }

    public long ToTime { get; set; }

    public required string Person { get; set; }

    /// <summary>1 waits, 2 goes on; what is more has ended.</summary>
    public int State { get; set; }

    public bool IsCancelAsked { get; set; }

    public long? Reached { get; set; }

    public string? FoundEventId { get; set; }

    public long Events { get; set; }

    public long Bytes { get; set; }

    public string? Text { get; set; }

    public long AskedAt { get; set; }

    public long? EndedAt { get; set; }
}

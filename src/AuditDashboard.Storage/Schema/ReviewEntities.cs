namespace AuditDashboard.Storage.Schema;

internal sealed class ReviewEntity
{
    public long Id { get; set; }

    /// <summary>The clusters that it is about, as a JSON list of names: only those see it who may see them all. Null is about all.</summary>
    public string? Clusters { get; set; }

    /// <summary>What stands in its address: random, never a number that can be counted on.</summary>
    public required string Code { get; set; }

    public required string Title { get; set; }

    public required string Note { get; set; }

    /// <summary>What it is about at its start: the view, its window, queries and coverage, as JSON. Never changed.</summary>
    public required byte[] About { get; set; }

    /// <summary>How many people must agree on a change: 1 or 2.</summary>
    public int Reviewers { get; set; }

    /// <summary>Row number of the newest event that was stored at the start: greater ones came in afterwards.</summary>
    public long LastEvent { get; set; }

    public required string OpenedBy { get; set; }

    /// <summary>False where the name was typed, since nobody signs in.</summary>
    public bool IsOpenerVerified { get; set; }

    public long OpenedAt { get; set; }

    public string? ClosedBy { get; set; }

    public bool IsCloserVerified { get; set; }

    public long? ClosedAt { get; set; }

    /// <summary>All of it as it was when it was closed; these very bytes are signed.</summary>
    public byte[]? Sealed { get; set; }

    public byte[]? Signature { get; set; }
}

/// <summary>A change under review. It refers to no event: what is reviewed stays when events go.</summary>
internal sealed class ReviewItemEntity
{
    public long Id { get; set; }

    public long ReviewId { get; set; }

    /// <summary>Id of the event, as in links: 32 hex digits.</summary>
    public required string EventId { get; set; }

    /// <summary>The event's row number, which no other event ever gets.</summary>
    public long EventRow { get; set; }

    /// <summary>The event's time in microseconds since 1970; null for one without.</summary>
    public long? Time { get; set; }

    /// <summary>What lists show of it, as JSON.</summary>
    public required byte[] Header { get; set; }

    /// <summary>The stored, redacted record, packed by Brotli.</summary>
    public required byte[] Record { get; set; }

    /// <summary>Bytes of the record when unpacked.</summary>
    public int RecordLength { get; set; }

    /// <summary>SHA-256 of the unpacked record.</summary>
    public required byte[] RecordHash { get; set; }

    public required string AddedBy { get; set; }

    public bool IsAdderVerified { get; set; }

    public long AddedAt { get; set; }
}

/// <summary>What one reviewer said of one change, once. Rows are added, never changed or removed: triggers of the schema refuse it.</summary>
internal sealed class ReviewMarkEntity
{
    public long Id { get; set; }

    public long ItemId { get; set; }

    /// <summary>Number of the decision; null for a comment alone.</summary>
    public int? Decision { get; set; }

    public required string Ticket { get; set; }

    public required string Comment { get; set; }

    public required string By { get; set; }

    public bool IsVerified { get; set; }

    public long At { get; set; }
}

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

    /// <summary>Bytes that the same reading would have scanned query by query.</summary>
    public long AloneBytes { get; set; }

    /// <summary>Price of the bytes that a source bills, in units of 10⁻¹² US dollars.</summary>
    public long PricePicos { get; set; }

    /// <summary>New events in time that had counted as settled.</summary>
    public long EventsLate { get; set; }

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

/// <summary>What a source billed on one day, for one purpose and query.</summary>
internal sealed class ScanDayEntity
{
    public long ClusterId { get; set; }

    /// <summary>Days since 1970-01-01, UTC.</summary>
    public long Day { get; set; }

    public int Purpose { get; set; }

    /// <summary>The canned query; 0 for none.</summary>
    public long QueryId { get; set; }

    public long Bytes { get; set; }

    public long AloneBytes { get; set; }

    public long Scans { get; set; }

    public long PricePicos { get; set; }
}

/// <summary>What was billed on one day for a cluster that was forgotten since, so that forgetting gives no second budget. Gone with the day.</summary>
internal sealed class ForgottenSpendEntity
{
    public required string Cluster { get; set; }

    /// <summary>Days since 1970-01-01, UTC.</summary>
    public long Day { get; set; }

    public long PricePicos { get; set; }
}

/// <summary>How many bytes a second of a cluster's log holds, as scans of one day found it.</summary>
internal sealed class ScanRateEntity
{
    public long ClusterId { get; set; }

    /// <summary>Days since 1970-01-01, UTC.</summary>
    public long Day { get; set; }

    public long Bytes { get; set; }

    public long WindowMicros { get; set; }

    /// <summary>Of the scan with the most, bytes a second.</summary>
    public long PeakBytesPerSecond { get; set; }
}

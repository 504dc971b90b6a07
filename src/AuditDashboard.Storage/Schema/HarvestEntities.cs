namespace AuditDashboard.Storage.Schema;

internal sealed class ClusterEntity
{
    public long Id { get; set; }

    public required string Name { get; set; }

    public required string Source { get; set; }

    /// <summary>Since when its time is to be collected, microseconds since 1970; null for files.</summary>
    public long? OwedFrom { get; set; }

    /// <summary>Where the time begins whose events were removed for their age, microseconds since 1970; null if none were.</summary>
    public long? ExpiredFrom { get; set; }

    /// <summary>Where that time ends: nothing before is collected any more. Microseconds since 1970, a whole day.</summary>
    public long? ExpiredTo { get; set; }
}

internal sealed class QueryEntity
{
    public long Id { get; set; }

    /// <summary>The id in the catalog.</summary>
    public required string Name { get; set; }

    /// <summary>The lower, the narrower; null until a batch says it.</summary>
    public int? StackRank { get; set; }
}

/// <summary>A collected interval. Those of one cluster, query and hash never overlap.</summary>
internal sealed class CoverageEntity
{
    public long Id { get; set; }

    public long ClusterId { get; set; }

    public long QueryId { get; set; }

    public required string SelectionHash { get; set; }

    public long FromTime { get; set; }

    public long ToTime { get; set; }

    public int How { get; set; }

    public bool IsSettled { get; set; }

    public long CollectedAt { get; set; }

    public long Rows { get; set; }

    public long BytesScanned { get; set; }
}

/// <summary>An interval whose last attempt failed; cut away where it is collected later.</summary>
internal sealed class CoverageFailureEntity
{
    public long Id { get; set; }

    public long ClusterId { get; set; }

    public long QueryId { get; set; }

    public long FromTime { get; set; }

    public long ToTime { get; set; }

    public required string Reason { get; set; }

    public long FailedAt { get; set; }
}

/// <summary>From the first to the last event that one file, or one import, held.</summary>
internal sealed class FileSpanEntity
{
    public long ClusterId { get; set; }

    /// <summary>Fingerprint of the file, or <c>run:</c> and a number.</summary>
    public required string Origin { get; set; }

    public long FromTime { get; set; }

    public long ToTime { get; set; }

    public long CollectedAt { get; set; }
}

internal sealed class FilePositionEntity
{
    public long ClusterId { get; set; }

    public required string Fingerprint { get; set; }

    public int FingerprintLength { get; set; }

    public required string Path { get; set; }

    public long Offset { get; set; }

    public long Line { get; set; }

    public bool IsComplete { get; set; }
}

internal sealed class LeaseEntity
{
    public long ClusterId { get; set; }

    public required string Holder { get; set; }

    public long FencingNumber { get; set; }

    public long Expires { get; set; }
}

internal sealed class QuarantineEntity
{
    public long Id { get; set; }

    public long ClusterId { get; set; }

    public required byte[] Identity { get; set; }

    public required string Reason { get; set; }

    public required string Source { get; set; }

    public long? Time { get; set; }

    public long SeenAt { get; set; }

    public required byte[] Content { get; set; }
}

internal sealed class QuarantineMatchEntity
{
    public long QuarantineId { get; set; }

    public long QueryId { get; set; }
}

/// <summary>How many events a source delivered how late, counted on one day.</summary>
internal sealed class DeliveryDelayEntity
{
    public long ClusterId { get; set; }

    /// <summary>Days since 1970-01-01, UTC.</summary>
    public long Day { get; set; }

    /// <summary>Upper end of the delays counted here, seconds.</summary>
    public long UpToSeconds { get; set; }

    public long Events { get; set; }
}

/// <summary>How far the search for late events of a cluster is.</summary>
internal sealed class LateCheckEntity
{
    public long ClusterId { get; set; }

    /// <summary>What lies before was searched when nothing more was expected of it, microseconds since 1970.</summary>
    public long DoneTo { get; set; }

    /// <summary>When the pass under way began, microseconds since 1970; null between passes.</summary>
    public long? PassStarted { get; set; }

    /// <summary>Down to where the pass under way has searched, microseconds since 1970; null between passes.</summary>
    public long? PassAt { get; set; }
}

/// <summary>A day that is old enough to expire, noted at a first look and acted on at a second.</summary>
internal sealed class PendingExpiryEntity
{
    /// <summary>The cluster; 0 for the tool's own activity log.</summary>
    public long ClusterId { get; set; }

    /// <summary>First instant that would be kept, microseconds since 1970.</summary>
    public long Horizon { get; set; }

    /// <summary>When it was noted, microseconds since 1970.</summary>
    public long SeenAt { get; set; }
}

namespace AuditDashboard.Benchmarks.Day;

/// <summary>What a simulated day came to.</summary>
internal sealed record SimulatedDayResult
{
    /// <summary>Events of the log.</summary>
    public required int Events { get; init; }

    /// <summary>Real bytes of the log.</summary>
    public required long RealBytes { get; init; }

    /// <summary>Bytes that the log stands for.</summary>
    public required double LogBytes { get; init; }

    /// <summary>Bytes that were billed, by the journal of the service.</summary>
    public required double BilledBytes { get; init; }

    /// <summary>Bytes that were billed, by the product's own count.</summary>
    public required double CountedBytes { get; init; }

    /// <summary>Events that canned queries select.</summary>
    public required int Selected { get; init; }

    /// <summary>Of those, stored.</summary>
    public required int Found { get; init; }

    /// <summary>Of those selected, delivered more than twenty minutes late.</summary>
    public required int Late { get; init; }

    /// <summary>Of those, stored.</summary>
    public required int LateFound { get; init; }

    /// <summary>Events stored with the mark of late delivery.</summary>
    public required int MarkedLate { get; init; }

    /// <summary>The longest time from when an event could be queried to when it was stored.</summary>
    public required TimeSpan LongestWait { get; init; }

    /// <summary>Queries started.</summary>
    public required int Queries { get; init; }

    /// <summary>Calls of searches.</summary>
    public required int Searches { get; init; }

    /// <summary>Errors of all runs.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Seconds of the log that are not collected and settled at the end, for any query.</summary>
    public required double UnsettledSeconds { get; init; }

    /// <summary>Billed bytes for each byte of the log.</summary>
    public double Factor => BilledBytes / LogBytes;
}

namespace AuditDashboard.LocalCloudWatch.Faults;

/// <summary>Says which calls go wrong, and how. All that is set has to hold.</summary>
public sealed record FaultRule
{
    /// <summary>How.</summary>
    public required FaultKind Fault { get; init; }

    /// <summary>Only calls of this operation; null for all.</summary>
    public string? Operation { get; init; }

    /// <summary>Only the nth call of the operation since the server started, counted from 1; null for any.</summary>
    public long? Nth { get; init; }

    /// <summary>Only every nth call of the operation; null for any.</summary>
    public long? Every { get; init; }

    /// <summary>Only calls whose window holds or touches this time, seconds since 1970; null for any.</summary>
    public long? From { get; init; }

    /// <summary>End of <see cref="From"/>, inclusive, seconds since 1970; null for any.</summary>
    public long? To { get; init; }

    /// <summary>How many calls at most go wrong by this rule; null for any number.</summary>
    public int? Times { get; init; }

    /// <summary>How much the server's clock differs; for <see cref="FaultKind.SkewedClock"/>.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromHours(1);
}

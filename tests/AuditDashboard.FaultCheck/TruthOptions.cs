namespace AuditDashboard.FaultCheck;

/// <summary>What a truth set looks like.</summary>
public sealed record TruthOptions
{
    /// <summary>The same seed gives the same bytes.</summary>
    public required int Seed { get; init; }

    /// <summary>First instant.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>How long it goes on.</summary>
    public required TimeSpan Span { get; init; }

    /// <summary>Records, bursts among them.</summary>
    public required int Records { get; init; }

    /// <summary>Seconds in which a burst comes.</summary>
    public int Bursts { get; init; } = 1;

    /// <summary>Records of a burst: in one second, most of them in one of eight milliseconds.</summary>
    public int BurstRecords { get; init; } = 1_000;

    /// <summary>The latest that a record comes after it happened; some do come then.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(19);

    /// <summary>Multiplies the share of records that come late: at 1 it is an eighth, most of it by less than a minute; 1 to 8.</summary>
    public double LateFactor { get; init; } = 1;
}

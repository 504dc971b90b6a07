namespace AuditDashboard.Benchmarks.Day;

/// <summary>What is simulated.</summary>
internal sealed record SimulatedDayPlan
{
    /// <summary>How long the log is; default a day.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Every how long harvest runs; default 5 minutes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes that the whole log stands for; default 10 GB.</summary>
    public double DeclaredBytes { get; init; } = 10e9;

    /// <summary>Events that canned queries select, a minute on average; default 3.</summary>
    public double MatchesPerMinute { get; init; } = 3;

    /// <summary>Noise events for each of them; default 14.</summary>
    public double NoiseRatio { get; init; } = 14;

    /// <summary>Part of the events that are delivered after one to twenty minutes instead of within one; default 2 in a hundred.</summary>
    public double DelayedPart { get; init; } = 0.02;

    /// <summary>Part of the events that are delivered after twenty minutes to <see cref="LongestDelay"/>; default 1 in 10,000. They are taken from those that queries select, since the others are not looked for.</summary>
    public double LatePart { get; init; } = 0.0001;

    /// <summary>The longest delay; default a day.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromHours(24);

    /// <summary>True for the setting for economy.</summary>
    public bool IsEconomical { get; init; }

    /// <summary>Seed of the log and of the delays.</summary>
    public int Seed { get; init; } = 20260101;
}

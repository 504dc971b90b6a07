using AuditDashboard.Harvest.Sources.Demo.Stories;

namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>The minute that is being told: what actors and stories need to know, and where their events go.</summary>
internal sealed class DemoMinute(DemoSettings settings, long number, DemoEventWriter writer)
{
    public DemoSettings Settings { get; } = settings;

    public long Seed => Settings.Seed;

    /// <summary>Minutes since 1970-01-01T00:00Z.</summary>
    public long Number { get; } = number;

    /// <summary>First instant, microseconds since 1970.</summary>
    public long StartMicros { get; } = number * DemoTime.Minute;

    /// <summary>First instant after.</summary>
    public long EndMicros => StartMicros + DemoTime.Minute;

    /// <summary>True while nobody works or nobody gets in.</summary>
    public bool HasNoPeople { get; } = DemoTime.IsQuietNight(number * DemoTime.Minute) || AwsAuthStory.IsLockedOut(settings.Seed, number);

    /// <summary>True if the instant lies in this minute.</summary>
    public bool Contains(long micros) => micros >= StartMicros && micros < EndMicros;

    /// <summary>An instant of this minute.</summary>
    public long At(ref DemoRandom random) => StartMicros + random.Below(DemoTime.Minute);

    /// <summary>Tells an event if it belongs to this minute: stories may offer all of theirs.</summary>
    public void Add(DemoEvent e)
    {
        if (Contains(e.AtMicros))
        {
            writer.Write(e);
        }
    }
}

/// <summary>What a demo cluster is made from.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="MatchesPerMinute">Events that canned queries select, per minute on average.</param>
/// <param name="NoiseRatio">Noise events for each of them.</param>
internal sealed record DemoSettings(long Seed, double MatchesPerMinute, double NoiseRatio)
{
    /// <summary>How large bursts are: 1 from the default rate up, less below it, so that a slow demo stays slow.</summary>
    public double Intensity => Math.Min(1, MatchesPerMinute / 6);

    /// <summary>A burst's size at this rate, at least 1.</summary>
    public int Scale(long count) => Math.Max(1, (int)(count * Intensity));
}

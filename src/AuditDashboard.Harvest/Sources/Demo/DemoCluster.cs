using AuditDashboard.Harvest.Sources.Demo.Noise;
using AuditDashboard.Harvest.Sources.Demo.Stories;

namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>The demo cluster: the life of a plausible EKS cluster as audit events. A UTC minute's events are a pure function of the seed and the minute.</summary>
/// <param name="seed">The seed.</param>
/// <param name="matchesPerMinute">Events that canned queries select, per minute on average.</param>
/// <param name="noiseRatio">Noise events for each of them.</param>
public sealed class DemoCluster(long seed, double matchesPerMinute, double noiseRatio)
{
    private readonly DemoSettings _settings = new(seed, matchesPerMinute, noiseRatio);

    /// <summary>Events per minute on average, noise included.</summary>
    public double EventsPerMinute => _settings.MatchesPerMinute * (1 + _settings.NoiseRatio);

    /// <summary>The records of one UTC minute in time order, each one JSON object in UTF-8 without a line end.</summary>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z; from year 1 to year 9999.</param>
    public IReadOnlyList<DemoRecord> GetMinute(long minute)
    {
        using var writer = new DemoEventWriter();
        var told = new DemoMinute(_settings, minute, writer);
        MatchMix.Tell(told);
        AwsAuthStory.Tell(told);
        OpenBindingStory.Tell(told);
        SecretBursts.Tell(told);
        AttackStory.Tell(told);
        BreakGlassStory.Tell(told);
        NoiseMix.Tell(told);
        return writer.Take();
    }
}

/// <summary>A generated record.</summary>
/// <param name="TimeMicros">Its stageTimestamp, microseconds since 1970.</param>
/// <param name="Message">One JSON object in UTF-8.</param>
public readonly record struct DemoRecord(long TimeMicros, ReadOnlyMemory<byte> Message);

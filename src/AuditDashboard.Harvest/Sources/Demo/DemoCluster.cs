namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>The demo cluster: the life of a plausible EKS cluster as audit events. A UTC minute's events are a pure function of the seed and the minute.</summary>
/// <param name="seed">The seed.</param>
/// <param name="matchesPerMinute">Events that canned queries select, per minute on average.</param>
/// <param name="noiseRatio">Noise events for each of them.</param>
public sealed class DemoCluster(long seed, double matchesPerMinute, double noiseRatio)
{
    /// <summary>The records of one UTC minute in time order, each one JSON object in UTF-8 without a line end.</summary>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    public IReadOnlyList<DemoRecord> GetMinute(long minute) =>
        throw new NotSupportedException("contract only" + seed + matchesPerMinute + noiseRatio + minute);
}

/// <summary>A generated record.</summary>
/// <param name="TimeMicros">Its stageTimestamp, microseconds since 1970.</param>
/// <param name="Message">One JSON object in UTF-8.</param>
public readonly record struct DemoRecord(long TimeMicros, ReadOnlyMemory<byte> Message);

namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>A given number of demo events, as <c>generate</c> prints them: the same arguments give the same bytes.</summary>
public static class DemoStream
{
    /// <summary>Where a stream starts unless told otherwise: 2026-01-05T00:00Z, some hour before the attack.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Events a minute, unless told otherwise: as the demo cluster has by default.</summary>
    public const double DefaultRate = 30;

    /// <summary>Noise events for each event that a canned query selects.</summary>
    public const double NoiseRatio = 4;

    /// <summary>Generates events in time order.</summary>
    /// <param name="events">How many, 0 or more.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="start">The instant from which on they lie; <see cref="DefaultStart"/> for the usual one.</param>
    /// <param name="rate">Events a minute on average, more than 0; <see cref="DefaultRate"/> for the usual one.</param>
    /// <returns>Each event with its time, without a line end.</returns>
    public static IEnumerable<DemoRecord> Generate(long events, long seed, DateTimeOffset start, double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        return GenerateCore(events, seed, Storage.TimeWindow.ToMicrosSinceEpoch(start), rate);
    }

    private static IEnumerable<DemoRecord> GenerateCore(long events, long seed, long startMicros, double rate)
    {
        var cluster = new DemoCluster(seed, rate / (1 + NoiseRatio), NoiseRatio);
        for (var minute = DemoTime.Floor(startMicros, DemoTime.Minute); events > 0; minute++)
        {
            foreach (var record in cluster.GetMinute(minute))
            {
                if (record.TimeMicros >= startMicros && events > 0)
                {
                    events--;
                    yield return record;
                }
            }
        }
    }
}

namespace AuditDashboard.Harvest.Planning;

/// <summary>Judges after how long a source is not expected to deliver more into a window: pure, from how late events came.</summary>
internal static class DeliveryDelays
{
    /// <summary>Never less, however fast the source was: a busy hour must not make events late.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);

    /// <summary>Never more: what comes later is searched for instead of waited for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>Fewer events say nothing of one in two hundred.</summary>
    private const long FewestEvents = 1_000;

    /// <summary>The part of the events that is waited for. The rest is searched for: a few that come hours late must not keep all time unsettled for hours.</summary>
    private const double Part = 0.995;

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>The delay that was learned; <paramref name="assumed"/> while too little is known.</summary>
    /// <param name="assumed">What the source's settings say.</param>
    /// <param name="delays">How many events came within how long: ascending, each count for itself.</param>
    public static TimeSpan Learn(TimeSpan assumed, IReadOnlyList<(TimeSpan UpTo, long Events)> delays)
    {
        var all = delays.Sum(d => d.Events);
        if (all < FewestEvents)
        {
            return assumed;
        }

        var seen = 0L;
        foreach (var (upTo, events) in delays)
        {
            seen += events;
            if (seen >= all * Part)
            {
                return TimeSpan.FromTicks(Math.Clamp((upTo + Margin).Ticks, Shortest.Ticks, Longest.Ticks));
            }
        }

        return Longest;
    }
}

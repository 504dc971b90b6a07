using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Times at which events are known: the first and the last that were seen of every ten minutes. One user at a time.</summary>
internal sealed class Beats
{
    private const long BucketMicros = 10 * TimeWindow.MinuteMicros;

    /// <summary>90 days have 12,960 buckets.</summary>
    private const int MaxTimes = 40_000;

    private readonly SortedSet<long> _times = [];

    /// <summary>Remembers an event.</summary>
    /// <param name="micros">Its time, microseconds since 1970.</param>
    public void Add(long micros)
    {
        var begin = micros - micros % BucketMicros;
        if (First(begin, begin + BucketMicros) is { } first && Last(begin, begin + BucketMicros) is { } last && first < last)
        {
            if (micros >= first && micros <= last)
            {
                return;
            }

            _times.Remove(micros < first ? first : last);
        }

        _times.Add(micros);
        if (_times.Count > MaxTimes)
        {
            _times.Remove(_times.Min);
        }
    }

    /// <summary>The first known event of a time, its end exclusive; null for none.</summary>
    public long? First(long fromMicros, long toMicros) => fromMicros >= toMicros ? null : _times.GetViewBetween(fromMicros, toMicros - 1).Select(t => (long?)t).FirstOrDefault();

    /// <summary>The last known event of a time, its end exclusive; null for none.</summary>
    public long? Last(long fromMicros, long toMicros) =>
        fromMicros >= toMicros ? null : _times.GetViewBetween(fromMicros, toMicros - 1).Reverse().Select(t => (long?)t).FirstOrDefault();
}

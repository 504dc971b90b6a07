using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Counts of a stretch of reading, per query by its place in the catalog.</summary>
internal sealed class SortCounts(int queries)
{
    private long _first = long.MaxValue;
    private long _last = long.MinValue;
    private long _firstCall = long.MaxValue;
    private long _lastCall = long.MinValue;

    public long Records { get; set; }

    public long Bytes { get; set; }

    public long Ignored { get; set; }

    /// <summary>Matches of each query.</summary>
    public long[] Rows { get; } = new long[queries];

    /// <summary>Notes the time of an audit event, matched or not.</summary>
    public void Widen(long timeMicros)
    {
        _first = Math.Min(_first, timeMicros);
        _last = Math.Max(_last, timeMicros);
    }

    /// <summary>Notes the time of a record of CloudTrail, about the cluster or not.</summary>
    public void WidenCalls(long timeMicros)
    {
        _firstCall = Math.Min(_firstCall, timeMicros);
        _lastCall = Math.Max(_lastCall, timeMicros);
    }

    /// <summary>From the first to the last record of CloudTrail noted since the last call; null if none was.</summary>
    public TimeWindow? TakeCallSpan()
    {
        TimeWindow? span = _firstCall <= _lastCall ? new TimeWindow(_firstCall, _lastCall + 1) : null;
        _firstCall = long.MaxValue;
        _lastCall = long.MinValue;
        return span;
    }

    /// <summary>From the first to the last event noted since the last call; null if none was.</summary>
    public TimeWindow? TakeSpan()
    {
        TimeWindow? span = _first <= _last ? new TimeWindow(_first, _last + 1) : null;
        _first = long.MaxValue;
        _last = long.MinValue;
        return span;
    }

    public void Clear()
    {
        Records = 0;
        Bytes = 0;
        Ignored = 0;
        Array.Clear(Rows);
        TakeSpan();
        TakeCallSpan();
    }
}

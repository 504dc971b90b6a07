using AuditDashboard.Harvest.Planning;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Knows up to which instant a window is read, while its records stream.</summary>
/// <remarks>
/// A slice ends at the start of the second of the last record read, exclusive: records of the same instant may follow,
/// and sources are asked in whole seconds. A source that is not in order vouches for the window as a whole only.
/// </remarks>
internal sealed class WindowSlice(PlannedWindow planned, bool isOrdered, IReadOnlyDictionary<string, int> bits)
{
    private const long SecondMicros = 1_000_000;
    private readonly long[] _rows = new long[bits.Count];
    private long _claimedTo = planned.Window.FromMicros;
    private long _readTo = planned.Window.FromMicros;
    private long _bytes;
    private bool _isOrdered = isOrdered;

    /// <summary>Notes the event time of a record that was read.</summary>
    public void Read(long? timeMicros)
    {
        if (timeMicros is not { } time || !planned.Window.Contains(time))
        {
            return;
        }

        // A source that says it is in order and is not: it may go on being wrong, so claim nothing more before the end.
        _isOrdered &= time >= _readTo;
        _readTo = Math.Max(_readTo, time);
    }

    /// <summary>What can be claimed now, before the window's end; null if nothing.</summary>
    public TimeWindow? ToLastRead()
    {
        var to = _readTo - _readTo % SecondMicros;
        return _isOrdered && to > _claimedTo ? new TimeWindow(_claimedTo, to) : null;
    }

    /// <summary>The rest of the window, once the source has come to its end.</summary>
    public TimeWindow? ToEnd() => new TimeWindow(_claimedTo, planned.Window.ToMicros);

    /// <summary>Coverage of a claimed slice but for its gaps, with what was read since the slice before; nothing if <paramref name="claimed"/> is null.</summary>
    public IEnumerable<CoverageGain> Take(TimeWindow? claimed, MergedScan catalog, SortCounts counts, IEnumerable<ScanGap> gaps)
    {
        _bytes += counts.Bytes;
        for (var i = 0; i < _rows.Length; i++)
        {
            _rows[i] += counts.Rows[i];
        }

        if (claimed is not { } window)
        {
            return [];
        }

        // Rows and bytes are those of the whole slice, so they stand beside its first part alone.
        var gains = planned.Queries
            .SelectMany(q => Claims(window, gaps.Where(g => g.QueryId == q.QueryId)).Select((part, n) => new CoverageGain(
                q.QueryId, catalog.Queries[bits[q.QueryId]].SelectionHash, part, q.How, n == 0 ? _rows[bits[q.QueryId]] : 0, n == 0 ? _bytes : 0, planned.IsSettled)))
            .ToList();
        _claimedTo = window.ToMicros;
        _bytes = 0;
        Array.Clear(_rows);
        return gains;
    }

    private static IReadOnlyList<TimeWindow> Claims(TimeWindow window, IEnumerable<ScanGap> gaps) =>
        IntervalSet.Of([window]).Except(IntervalSet.Of(gaps.Select(g => g.Window))).Intervals;
}

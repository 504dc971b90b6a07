using AuditDashboard.Storage.Ingest;

namespace AuditDashboard.Storage.Bins;

/// <summary>The bins of a window: where they start, how many there are, and which one holds an instant.</summary>
internal sealed class BinGrid
{
    /// <summary>Most bins of an answer: almost two years of minutes.</summary>
    public const int MaxBins = 1_000_000;

    private readonly int _widthMinutes;
    private readonly long _firstMinute;

    /// <summary>Lays bins over a window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive, or the window would take more than <see cref="MaxBins"/> bins.</exception>
    public BinGrid(TimeWindow window, int widthMinutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widthMinutes, 1);
        Window = window;
        _widthMinutes = widthMinutes;
        var minute = MinuteBins.MinuteOf(window.FromMicros);
        _firstMinute = minute - (((minute % widthMinutes) + widthMinutes) % widthMinutes);
        var count = window.IsEmpty ? 0 : ((MinuteBins.MinuteOf(window.ToMicros - 1) - _firstMinute) / widthMinutes) + 1;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxBins, nameof(window));
        Count = (int)count;
    }

    public TimeWindow Window { get; }

    /// <summary>How many bins touch the window.</summary>
    public int Count { get; }

    public long StartMicros => _firstMinute * TimeWindow.MinuteMicros;

    /// <summary>The bin of a minute since 1970.</summary>
    public int IndexOfMinute(long minute) => (int)((minute - _firstMinute) / _widthMinutes);

    /// <summary>The bin of an instant inside the window.</summary>
    public int IndexOf(long micros) => IndexOfMinute(MinuteBins.MinuteOf(micros));

    /// <summary>The whole minutes inside the window, as minutes since 1970: [from, to).</summary>
    public (long From, long To) WholeMinutes
    {
        get
        {
            var from = MinuteBins.MinuteOf(Window.FromMicros + TimeWindow.MinuteMicros - 1);
            return (from, Math.Max(from, MinuteBins.MinuteOf(Window.ToMicros)));
        }
    }

    /// <summary>The parts of the window that hold no whole minute: at most two.</summary>
    public IEnumerable<TimeWindow> CutEnds
    {
        get
        {
            var (from, to) = WholeMinutes;
            var head = new TimeWindow(Window.FromMicros, Math.Min(from * TimeWindow.MinuteMicros, Window.ToMicros));
            if (!head.IsEmpty)
            {
                yield return head;
            }

            var tail = new TimeWindow(Math.Max(to * TimeWindow.MinuteMicros, head.ToMicros), Window.ToMicros);
            if (!tail.IsEmpty)
            {
                yield return tail;
            }
        }
    }

    /// <summary>Makes the answer.</summary>
    public BinTable Table(IEnumerable<BinSeries> series) => new(Window, StartMicros, _widthMinutes, [.. series]);
}

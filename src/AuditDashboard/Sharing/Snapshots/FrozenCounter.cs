using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>Counts the events that go into a snapshot, one by one: its numbers are those of its own events.</summary>
/// <param name="window">The window; null for events without any time.</param>
/// <param name="widthMinutes">Width of a bin, in minutes.</param>
internal sealed class FrozenCounter(TimeWindow? window, int widthMinutes)
{
    private const long MinuteMicros = 60_000_000;

    private readonly HashSet<(string Cluster, string AuditId)> _requests = [];
    private readonly long _widthMicros = widthMinutes * MinuteMicros;
    private readonly long _startMicros = window is { } shown ? StartOf(shown, widthMinutes * MinuteMicros) : 0;
    private readonly int[]? _bins = window is { } shown ? new int[((shown.ToMicros - 1 - StartOf(shown, widthMinutes * MinuteMicros)) / (widthMinutes * MinuteMicros)) + 1] : null;
    private long _withoutId;

    /// <summary>Events.</summary>
    public long Events { get; private set; }

    /// <summary>Requests: distinct audit IDs of a cluster; events without one count each.</summary>
    public long Requests => _requests.Count + _withoutId;

    /// <summary>Events over time; null for events without any.</summary>
    public SnapshotBins? Bins => _bins is null ? null : new SnapshotBins(TimeWindow.FromMicrosSinceEpoch(_startMicros), widthMinutes, _bins);

    /// <summary>Counts one.</summary>
    public void Add(EventRow row)
    {
        Events++;
        if (row.AuditId is { } id)
        {
            _requests.Add((row.Cluster, id));
        }
        else
        {
            _withoutId++;
        }

        if (_bins is not null && row.Time is { } time)
        {
            _bins[(TimeWindow.ToMicrosSinceEpoch(time) - _startMicros) / _widthMicros]++;
        }
    }

    private static long StartOf(TimeWindow window, long widthMicros) => window.FromMicros - (window.FromMicros % widthMicros);
}

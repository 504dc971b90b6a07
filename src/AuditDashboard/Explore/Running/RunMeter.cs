namespace AuditDashboard.Explore.Running;

/// <summary>Counts what a run reads, and says so a few times a second.</summary>
internal sealed class RunMeter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Looking at the clock for each record would cost as much as reading it.
    private const int RecordsBetweenLooks = 64;

    private readonly TimeProvider _clock;
    private readonly Action<ExploreProgress> _onProgress;
    private readonly long _start;
    private TimeSpan _said;

    /// <summary>Starts.</summary>
    public RunMeter(TimeProvider clock, Action<ExploreProgress> onProgress)
    {
        _clock = clock;
        _onProgress = onProgress;
        _start = clock.GetTimestamp();
        onProgress(new ExploreProgress(0, 0, TimeSpan.Zero, IsWaiting: false));
    }

    /// <summary>Records read.</summary>
    public long Records { get; private set; }

    /// <summary>Bytes read.</summary>
    public long Bytes { get; private set; }

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => _clock.GetElapsedTime(_start);

    /// <summary>Counts one record.</summary>
    public void Count(int bytes)
    {
        Records++;
        Bytes += bytes;
        if (Records % RecordsBetweenLooks == 0 && Elapsed is var elapsed && elapsed - _said >= Pause)
        {
            _said = elapsed;
            _onProgress(new ExploreProgress(Records, Bytes, elapsed, IsWaiting: false));
        }
    }
}

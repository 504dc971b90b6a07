using System.IO.MemoryMappedFiles;

namespace AuditDashboard.FaultCheck;

/// <summary>The clock of a scene, the same in all its processes: put forward by hand, and whoever waits by it waits less.</summary>
/// <remarks>
/// Waiting times, time-outs and what is measured shrink by the speed; the time of day goes as the machine's, so that what is owed does not hang on how
/// fast the machine is. What it is put forward by lies in a file that all processes map, so that a process that runs, or stands still, sees it at once:
/// as a step of the machine's clock would be seen.
/// </remarks>
public sealed class SceneClock : TimeProvider, IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly double _speed;
    private readonly Lock _lock = new();

    private SceneClock(string path, double speed)
    {
        _speed = speed;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        _view = _file.CreateViewAccessor();
    }

    private long BeginTicks => _view.ReadInt64(0);

    private long MachineBeginTicks => _view.ReadInt64(8);

    private long PutForwardTicks => _view.ReadInt64(16);

    /// <summary>Makes the clock's file and opens it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="begin">What it shows now.</param>
    /// <param name="speed">How many seconds are waited in one of the machine's.</param>
    public static SceneClock Make(string path, DateTimeOffset begin, double speed)
    {
        using (var writer = new BinaryWriter(File.Create(path)))
        {
            writer.Write(begin.UtcTicks);
            writer.Write(System.GetUtcNow().UtcTicks);
            writer.Write(0L);
        }

        return new SceneClock(path, speed);
    }

    /// <summary>Opens a clock that another process made.</summary>
    public static SceneClock Open(string path, double speed) => new(path, speed);

    /// <summary>Puts the clock forward, in all processes. Safe for several threads of one process; no other one does it.</summary>
    public void PutForward(TimeSpan by)
    {
        lock (_lock)
        {
            _view.Write(16, PutForwardTicks + by.Ticks);
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() =>
        new(BeginTicks + PutForwardTicks + System.GetUtcNow().UtcTicks - MachineBeginTicks, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => (long)(System.GetTimestamp() * _speed);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shrink(dueTime), Shrink(period));

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private TimeSpan Shrink(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / _speed;
}

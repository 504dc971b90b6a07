namespace AuditDashboard.Benchmarks.Day;

/// <summary>A clock that stands until it is set.</summary>
/// <param name="now">The first instant.</param>
/// <param name="isEager">True if whoever waits by it waits no time at all; false if for ever.</param>
internal sealed class SimulatedClock(DateTimeOffset now, bool isEager) : TimeProvider
{
    private long _ticks = now.UtcTicks;

    /// <summary>Sets it.</summary>
    public void Set(DateTimeOffset instant) => Interlocked.Exchange(ref _ticks, instant.UtcTicks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, isEager ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}

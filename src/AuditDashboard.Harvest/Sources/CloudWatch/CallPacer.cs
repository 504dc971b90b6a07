namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Spaces the calls of one account and region, so that all of them together stay under the service's limit. Safe for several threads.</summary>
/// <param name="clock">The clock that is waited by.</param>
/// <param name="callsPerSecond">Most calls a second.</param>
internal sealed class CallPacer(TimeProvider clock, double callsPerSecond)
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _spacing = TimeSpan.FromSeconds(1 / callsPerSecond);
    private readonly long _begin = clock.GetTimestamp();
    private TimeSpan _next;

    /// <summary>Waits for the turn of one call.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan delay;
        lock (_lock)
        {
            var now = clock.GetElapsedTime(_begin);
            var turn = _next > now ? _next : now;
            delay = turn - now;
            _next = turn + _spacing;
        }

        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, clock, cancellationToken);
        }
    }
}

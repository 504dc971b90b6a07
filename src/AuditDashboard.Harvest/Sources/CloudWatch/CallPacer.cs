namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Spaces the calls of one account and region, so that all of them together stay under the service's limit. Safe for several threads.</summary>
/// <remarks>The space is kept between the calls as they leave: after a machine has stood still, those that were due meanwhile do not leave at once.</remarks>
/// <param name="clock">The clock that is waited by.</param>
/// <param name="callsPerSecond">Most calls a second.</param>
internal sealed class CallPacer(TimeProvider clock, double callsPerSecond) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TimeSpan _spacing = TimeSpan.FromSeconds(1 / callsPerSecond);
    private readonly long _begin = clock.GetTimestamp();
    private TimeSpan _next;

    /// <summary>Waits for the turn of one call.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var delay = _next - clock.GetElapsedTime(_begin);
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, clock, cancellationToken);
            }

            _next = clock.GetElapsedTime(_begin) + _spacing;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}

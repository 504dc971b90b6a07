namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>The queries of one account and region: so many at once, the rest waits its turn. Shared by all that ask there.</summary>
/// <param name="clock">The clock that is waited by.</param>
/// <param name="options">How many at once, and how fast.</param>
internal sealed class QueryQueue(TimeProvider clock, CloudWatchOptions options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.ConcurrentQueries, options.ConcurrentQueries);

    /// <summary>The clock that is waited by.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>Spaces the calls.</summary>
    public CallPacer Pacer { get; } = new(clock, options.CallsPerSecond);

    /// <summary>Waits for a place; disposing gives it back.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        return new Place(_places);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        Pacer.Dispose();
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private bool _isGivenBack;

        public void Dispose()
        {
            if (!_isGivenBack)
            {
                _isGivenBack = true;
                places.Release();
            }
        }
    }
}

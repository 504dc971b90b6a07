namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>The queries of one account and region: so many at once, the rest waits its turn. Shared by all that ask there.</summary>
/// <param name="clock">The clock that is waited by.</param>
/// <param name="places">Most queries at once; default 5, of a limit that the account's people and dashboards share.</param>
internal sealed class QueryQueue(TimeProvider clock, int places = QueryQueue.DefaultPlaces) : IDisposable
{
    /// <summary>Queries at once unless told otherwise.</summary>
    public const int DefaultPlaces = 5;

    private readonly SemaphoreSlim _places = new(places, places);

    /// <summary>The clock that is waited by.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>Spaces the calls.</summary>
    public CallPacer Pacer { get; } = new(clock);

    /// <summary>Waits for a place; disposing gives it back.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        return new Place(_places);
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

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

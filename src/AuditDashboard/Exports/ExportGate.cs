namespace AuditDashboard.Exports;

/// <summary>Lets few exports run at once: each holds the row numbers of its list in memory.</summary>
internal sealed class ExportGate : IDisposable
{
    /// <summary>Most exports that run at once.</summary>
    public const int Limit = 4;

    private readonly SemaphoreSlim _free = new(Limit, Limit);

    /// <summary>How many run.</summary>
    public int Running => Limit - _free.CurrentCount;

    /// <summary>Takes a place; null if all are taken.</summary>
    public Place? TryEnter() => _free.Wait(0, CancellationToken.None) ? new Place(_free) : null;

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    /// <summary>A place that an export holds until it has ended.</summary>
    internal sealed class Place(SemaphoreSlim free) : IDisposable
    {
        private int _isLeft;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            {
                free.Release();
            }
        }
    }
}

namespace AuditDashboard.LocalCloudWatch.Protocol;

/// <summary>Throttles operations: for each, as many calls as it may have in a second, refilled evenly. Safe for several threads.</summary>
internal sealed class CallRates(LocalServerOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (double Left, long At)> _buckets = new(StringComparer.Ordinal);

    /// <summary>Takes a call; throws if there were too many.</summary>
    /// <exception cref="ServiceErrorException">The call is throttled.</exception>
    public void Take(string operation)
    {
        if (!options.CallsPerSecond.TryGetValue(operation, out var rate))
        {
            return;
        }

        lock (_lock)
        {
            var now = options.Clock.GetTimestamp();
            var (left, at) = _buckets.GetValueOrDefault(operation, (rate, now));
            left = Math.Min(rate, left + options.Clock.GetElapsedTime(at, now).TotalSeconds * rate);
            if (left < 1)
            {
                _buckets[operation] = (left, now);
                throw new ServiceErrorException("ThrottlingException", "Rate exceeded");
            }

            _buckets[operation] = (left - 1, now);
        }
    }
}

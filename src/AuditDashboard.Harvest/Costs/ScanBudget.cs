using System.Globalization;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Costs;

namespace AuditDashboard.Harvest.Costs;

/// <summary>What a cluster may still spend on the UTC day of now, and what a scan is likely to cost. Safe for several threads.</summary>
/// <remarks>
/// A scan costs the bytes of its window whatever it asks for, so its price is known well enough before: by the busiest scan of the last days.
/// Part of the budget is kept for the queries on roles, bindings and aws-auth; nothing else is scanned from it, not even along with them.
/// What a scan may cost is held from before it begins until it is billed, so that scans which begin at once cannot spend the same money. Scans of
/// another process are known once they are billed.
/// </remarks>
public sealed class ScanBudget
{
    /// <summary>Queries that the reserve is kept for.</summary>
    public static IReadOnlyList<string> ProtectedQueries { get; } =
        ["aws-auth", "clusterrolebindings", "rolebindings", "clusterroles", "roles", "anonymous-granted", TrailQueries.Access.Id];

    /// <summary>As long as nothing is known of a log, no longer window is read under a budget: it says what longer ones will cost.</summary>
    public static readonly TimeSpan Probe = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan ShortestRated = TimeSpan.FromMinutes(1);

    /// <summary>A minute's flood must not make hours look as dear as itself, or harvest would pause for days.</summary>
    private const double MostOverAverage = 4;

    private readonly Lock _lock;
    private readonly SpendingDay _spending;
    private readonly string _cluster;
    private readonly HarvestOptions _options;
    private double? _bytesPerSecond;
    private double? _peakBytesPerSecond;
    private bool _isUnmetered;

    /// <summary>Makes one.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="options">Prices and limits.</param>
    /// <param name="spending">What is spent and held; shared by the budgets of all logs of the cluster.</param>
    internal ScanBudget(string cluster, HarvestOptions options, SpendingDay spending)
    {
        _cluster = cluster;
        _options = options;
        _spending = spending;
        _lock = spending.Lock;
    }

    /// <summary>Most that may be spent in a day, US dollars; null for no limit.</summary>
    public double? DailyDollars => _options.DailyBudget > 0 ? _options.DailyBudget : null;

    /// <summary>Spent today, US dollars.</summary>
    public double SpentDollars
    {
        get
        {
            lock (_lock)
            {
                return ScanPrice.ToDollars(_spending.SpentPicos);
            }
        }
    }

    /// <summary>True if it is known how much the log holds.</summary>
    public bool KnowsRate
    {
        get
        {
            lock (_lock)
            {
                return _peakBytesPerSecond is not null;
            }
        }
    }

    /// <summary>True if the source was asked and does not say what it scans: then no budget can be kept.</summary>
    public bool IsUnmetered
    {
        get
        {
            lock (_lock)
            {
                return _isUnmetered && _peakBytesPerSecond is null;
            }
        }
    }

    /// <summary>True for a query that the reserve is kept for.</summary>
    public static bool IsProtected(string queryId) => ProtectedQueries.Contains(queryId, StringComparer.Ordinal);

    /// <summary>Bytes that a scan of so long a window is likely to read; null while nothing is known of the log.</summary>
    public double? EstimateBytes(TimeSpan window)
    {
        lock (_lock)
        {
            return _bytesPerSecond * window.TotalSeconds;
        }
    }

    /// <summary>Bytes that a scan of so long a window may read at most, as the busiest scan of the last days found it: what <see cref="Forbid"/> goes by; null while nothing is known of the log.</summary>
    public double? EstimateMostBytes(TimeSpan window)
    {
        lock (_lock)
        {
            return _peakBytesPerSecond is { } peak ? MostBytesPerSecond(peak) * window.TotalSeconds : null;
        }
    }

    /// <summary>Left of today for whatever the reserve is not kept for, without what running scans may cost. Unit: US dollars; null for no limit.</summary>
    public double? UnreservedLeftDollars
    {
        get
        {
            lock (_lock)
            {
                return DailyDollars is { } daily
                    ? Math.Max(0, (daily * (1 - _options.BudgetReserve)) - ScanPrice.ToDollars(_spending.SpentPicos + _spending.HeldPicos))
                    : null;
            }
        }
    }

    /// <summary>Price of bytes, in units of 10⁻¹² US dollars.</summary>
    public long PriceOf(double bytes) => ScanPrice.ToPicos(bytes, _options.PricePerGigabyte);

    /// <summary>Null if a scan fits into what is left of the day's budget, else one sentence.</summary>
    /// <param name="window">The time that it would read.</param>
    /// <param name="queryIds">The canned queries that it would read for; empty for a person's own query.</param>
    public string? Forbid(TimeWindow window, IReadOnlyList<string> queryIds)
    {
        lock (_lock)
        {
            return Judge(window, queryIds, _spending.HeldPicos, out _);
        }
    }

    /// <summary>True if what is spent leaves no room for a scan today, whatever the running ones cost.</summary>
    /// <param name="window">The time that it would read.</param>
    /// <param name="queryIds">The canned queries that it would read for; empty for a person's own query.</param>
    public bool IsSpentFor(TimeWindow window, IReadOnlyList<string> queryIds)
    {
        lock (_lock)
        {
            return Judge(window, queryIds, heldPicos: 0, out _) is not null;
        }
    }

    /// <summary>As <see cref="Forbid"/>, and holds what the scan may cost if it fits.</summary>
    /// <param name="window">The time that it would read.</param>
    /// <param name="queryIds">The canned queries that it would read for; empty for a person's own query.</param>
    /// <param name="hold">What is held, to be let go once the scan is billed; null where the scan is forbidden or its price is not known.</param>
    internal string? TryHold(TimeWindow window, IReadOnlyList<string> queryIds, out ScanHold? hold)
    {
        lock (_lock)
        {
            var forbidden = Judge(window, queryIds, _spending.HeldPicos, out var picos);
            hold = forbidden is null && picos > 0 ? new ScanHold(_spending, picos) : null;
            return forbidden;
        }
    }

    /// <summary>Notes what a scan cost.</summary>
    /// <param name="bytes">Bytes scanned.</param>
    /// <param name="window">The time that it read; null where that says nothing of the log.</param>
    public void Spend(long bytes, TimeWindow? window)
    {
        lock (_lock)
        {
            _spending.SpentPicos += PriceOf(bytes);
            if (window is { } read && read.Duration > TimeSpan.Zero && (read.Duration >= ShortestRated || _peakBytesPerSecond is null))
            {
                var rate = bytes / read.Duration.TotalSeconds;
                _peakBytesPerSecond = Math.Max(_peakBytesPerSecond ?? 0, rate);
                _bytesPerSecond ??= rate;
            }
        }
    }

    /// <summary>Notes that a scan came to its end and the source did not say what it scanned.</summary>
    internal void SpendUnknown()
    {
        lock (_lock)
        {
            _isUnmetered = true;
        }
    }

    /// <summary>Takes over what the database knows.</summary>
    internal void Refresh(DateOnly today, long spentPicos, ScanRate? rate)
    {
        lock (_lock)
        {
            _spending.Refresh(today, spentPicos);
            if (rate is not null)
            {
                _bytesPerSecond = rate.BytesPerSecond;
                _peakBytesPerSecond = Math.Max(_peakBytesPerSecond ?? 0, rate.PeakBytesPerSecond);
            }
        }
    }

    private string? Judge(TimeWindow window, IReadOnlyList<string> queryIds, long heldPicos, out long pricePicos)
    {
        pricePicos = 0;
        if (DailyDollars is not { } daily)
        {
            return null;
        }

        if (_peakBytesPerSecond is not { } peak)
        {
            return _isUnmetered || window.Duration <= Probe ? null : Say($"It is not known yet how much the log of {_cluster} holds, so a scan of {window.Duration.TotalHours:0.#} hours is not begun under a budget.");
        }

        var isProtected = queryIds.Count > 0 && queryIds.All(IsProtected);
        var limit = ScanPrice.FromDollars(isProtected ? daily : daily * (1 - _options.BudgetReserve));
        pricePicos = PriceOf(MostBytesPerSecond(peak) * window.Duration.TotalSeconds);
        if (_spending.SpentPicos + heldPicos + pricePicos <= limit)
        {
            return null;
        }

        return _spending.SpentPicos + pricePicos <= limit
            ? Say($"What scans of {_cluster} that run at the moment may cost does not leave enough of its budget of {daily:0.##} USD a day for this one. It stays owed and is tried again at the next run. The setting is Harvest:DailyBudget.")
            : isProtected
            ? Say($"The budget of {daily:0.##} USD a day for scans of {_cluster} is used up. Harvest pauses until 00:00 UTC; what is not read until then stays owed. The setting is Harvest:DailyBudget.")
            : Say($"The budget of {daily:0.##} USD a day for scans of {_cluster} is used up, but for the part kept for changes of roles, bindings and aws-auth. All other queries pause until 00:00 UTC; what is not read until then stays owed. The setting is Harvest:DailyBudget.");
    }

    private double MostBytesPerSecond(double peak) => Math.Min(peak, _bytesPerSecond.GetValueOrDefault() * MostOverAverage);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

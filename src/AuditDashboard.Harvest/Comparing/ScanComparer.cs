using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.Planning;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Delivery;

namespace AuditDashboard.Harvest.Comparing;

/// <summary>Reads one window merged and query by query, and compares what each query selects. Nothing is stored of it but what it cost.</summary>
public sealed class ScanComparer
{
    /// <summary>Length of the window that is compared if none is given: one hour.</summary>
    public static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(1);

    private const long SecondMicros = 1_000_000;

    private readonly ClusterRegistry _registry;
    private readonly ClusterStore _clusters;
    private readonly QueryCatalog _catalog;
    private readonly DeliveryStore _delivery;
    private readonly ScanBudgets _budgets;
    private readonly ScanCostStore _costs;
    private readonly HarvestOptions _options;
    private readonly TimeProvider _clock;

    internal ScanComparer(
        ClusterRegistry registry, ClusterStore clusters, QueryCatalog catalog, DeliveryStore delivery, ScanBudgets budgets, ScanCostStore costs,
        HarvestOptions options, TimeProvider clock)
    {
        _registry = registry;
        _clusters = clusters;
        _catalog = catalog;
        _delivery = delivery;
        _budgets = budgets;
        _costs = costs;
        _options = options;
        _clock = clock;
    }

    /// <summary>Compares.</summary>
    /// <param name="cluster">Name of a configured cluster.</param>
    /// <param name="window">The window, widened to whole seconds; null for the last hour that the source has delivered.</param>
    /// <param name="cancellationToken">Stops; what it cost till then is noted.</param>
    /// <returns>What came of it; what went wrong is in <see cref="ScanComparison.Errors"/>.</returns>
    public async Task<ScanComparison> CompareAsync(string cluster, TimeWindow? window, CancellationToken cancellationToken)
    {
        if (!_registry.TryGet(cluster, out var configured))
        {
            return ScanComparison.Nothing(cluster, $"No cluster {cluster} is configured.", note: null);
        }

        if (configured.Source is not IWindowLogSource source)
        {
            return ScanComparison.Nothing(cluster, error: null, "audit files are read once for all queries, so there is nothing to compare.");
        }

        ScanBudget? budget = null;
        if (source.IsBilled)
        {
            await _clusters.RegisterAsync(cluster, source.Kind, owedFrom: null, cancellationToken);
            budget = await _budgets.OpenAsync(cluster, cancellationToken);
        }

        var compared = new ComparedWindow(source, _catalog, await WindowAsync(cluster, source, window, cancellationToken), budget);
        string? failure = null;
        try
        {
            await compared.ReadAsync(cancellationToken);
        }
        catch (LogSourceException e)
        {
            failure = e.Message;
        }
        finally
        {
            if (compared.Charges.Count > 0)
            {
                await _costs.AddAsync(cluster, compared.Charges, CancellationToken.None);
            }
        }

        return new ScanComparison
        {
            Cluster = cluster,
            Window = compared.Window,
            Queries = compared.Judge(),
            MergedBytes = compared.MergedBytes,
            AloneBytes = compared.AloneBytes,
            MergedDollars = DollarsOf(compared.MergedBytes),
            AloneDollars = DollarsOf(compared.AloneBytes),
            Errors = failure is null ? compared.Gaps : [.. compared.Gaps, failure],
        };
    }

    private double DollarsOf(long bytes) => ScanPrice.ToDollars(ScanPrice.ToPicos(bytes, _options.PricePerGigabyte));

    private async Task<TimeWindow> WindowAsync(string cluster, IWindowLogSource source, TimeWindow? window, CancellationToken cancellationToken)
    {
        if (window is { } given)
        {
            return new TimeWindow(Floor(given.FromMicros), Floor(Math.Min(given.ToMicros + SecondMicros - 1, source.AvailableToMicros)));
        }

        var delay = source.DeliveryDelay == TimeSpan.Zero
            ? TimeSpan.Zero
            : DeliveryDelays.Learn(source.DeliveryDelay, await _delivery.GetDelaysAsync(cluster, cancellationToken));
        var to = Floor(Math.Min(source.AvailableToMicros, TimeWindow.ToMicrosSinceEpoch(_clock.GetUtcNow() - delay)));
        return new TimeWindow(to - DefaultSpan.Ticks / TimeSpan.TicksPerMicrosecond, to);
    }

    private static long Floor(long micros) => micros - micros % SecondMicros;
}

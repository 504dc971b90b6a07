using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.LookBacks;
using AuditDashboard.Harvest.Planning;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Delivery;
using AuditDashboard.Storage.Files;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest;

/// <summary>Harvests one cluster once: plan, scan, tell apart, redact, commit. Safe to run twice, anywhere, at any time.</summary>
public sealed class HarvestRunner
{
    private readonly ClusterRegistry _registry;
    private readonly ClusterRuns _clusterRuns;
    private readonly ClusterStore _clusters;
    private readonly CoverageReader _coverage;
    private readonly FilePositionReader _positions;
    private readonly RunStore _runs;
    private readonly QueryCatalog _catalog;
    private readonly Redactor _redactor;
    private readonly CrashPoints _crashPoints;
    private readonly HarvestOptions _options;
    private readonly RetentionOptions _retention;
    private readonly DeliveryStore _delivery;
    private readonly ScanCostStore _costs;
    private readonly ScanBudgets _budgets;
    private readonly SearchMemory _memory;
    private readonly ReadingDelays _delays;
    private readonly TimeProvider _clock;
    private readonly ILogger<HarvestRunner> _logger;

    internal HarvestRunner(
        ClusterRegistry registry, ClusterRuns clusterRuns, ClusterStore clusters, CoverageReader coverage, FilePositionReader positions,
        RunStore runs, QueryCatalog catalog, Redactor redactor, CrashPoints crashPoints, HarvestOptions options, RetentionOptions retention, DeliveryStore delivery,
        ScanCostStore costs, ScanBudgets budgets, SearchMemory memory, ReadingDelays delays, TimeProvider clock, ILogger<HarvestRunner> logger)
    {
        _registry = registry;
        _clusterRuns = clusterRuns;
        _clusters = clusters;
        _coverage = coverage;
        _positions = positions;
        _runs = runs;
        _catalog = catalog;
        _redactor = redactor;
        _crashPoints = crashPoints;
        _options = options;
        _retention = retention;
        _delivery = delivery;
        _costs = costs;
        _budgets = budgets;
        _memory = memory;
        _delays = delays;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Harvests what is owed (or <paramref name="only"/> that window, again if it is collected; files have no windows and give what is new).</summary>
    /// <returns>What was done; <see cref="HarvestSummary.IsSkipped"/> if another process or job has the cluster's lease.
    /// What went wrong is in <see cref="HarvestSummary.Errors"/>, in the run record and among the cluster's standing problems.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the run record says so.</exception>
    public async Task<HarvestSummary> RunAsync(string cluster, RunTrigger trigger, TimeWindow? only, CancellationToken cancellationToken)
    {
        if (!_registry.TryGet(cluster, out var configured))
        {
            return new HarvestSummary(cluster, false, null, 0, 0, 0, 0, 0, 0, [$"No cluster {cluster} is configured."]);
        }

        var source = configured.Source;
        return await _clusterRuns.ExecuteAsync(
            cluster, trigger, token => RegisterAsync(cluster, source, token), wait: null,
            async (run, token) =>
            {
                var sorter = MakeSorter(cluster, source, configured.Options);
                switch (source)
                {
                    case IWindowLogSource windows:
                        await CollectAsync(run, windows, sorter, only, token);
                        if (configured.Trail is { } trail)
                        {
                            await CollectTrailAsync(run, trail, configured.Options, only, token);
                        }

                        break;

                    case IFileLogSource files:
                        await new FileCollector(files, sorter, _positions, _runs, _crashPoints, _options, _clock, _logger).CollectAsync(run, token);
                        break;

                    default:
                        throw new LogSourceException($"The log source {source.Kind} of cluster {cluster} can be asked neither by time nor for files.");
                }
            },
            cancellationToken);
    }

    /// <summary>Reads windows of the past that are not collected yet, for some queries alone, one after the other for as long as <paramref name="next"/> gives one.</summary>
    /// <remarks>It is kept to what the day's budget leaves beside its reserve. What is read is stored as any harvest stores it, coverage included.</remarks>
    /// <param name="cluster">A configured cluster whose source vouches for time.</param>
    /// <param name="queryIds">Ids of the queries to read for.</param>
    /// <param name="wait">How to wait for another run of the cluster to end.</param>
    /// <param name="next">Told what came of the window before (null at first), gives the next; null to end.</param>
    /// <param name="cancellationToken">Ends the run as cancelled.</param>
    internal async Task<HarvestSummary> RunEarlierAsync(
        string cluster, IReadOnlySet<string> queryIds, LeaseWait wait, Func<EarlierWindow?, CancellationToken, Task<TimeWindow?>> next, CancellationToken cancellationToken)
    {
        if (!_registry.TryGet(cluster, out var configured) || configured.Source is not IWindowLogSource source)
        {
            return new HarvestSummary(cluster, false, null, 0, 0, 0, 0, 0, 0, [$"The source of {cluster} cannot be asked for a time."]);
        }

        return await _clusterRuns.ExecuteAsync(
            cluster, RunTrigger.LookBack, token => RegisterAsync(cluster, source, token), wait,
            async (run, token) =>
            {
                var sorter = MakeSorter(cluster, source, configured.Options);
                var delay = source.DeliveryDelay == TimeSpan.Zero ? TimeSpan.Zero : DeliveryDelays.Learn(source.DeliveryDelay, await _delivery.GetDelaysAsync(cluster, token));
                var collector = new WindowCollector(source, delay, sorter, _coverage, _runs, _budgets, _costs, _crashPoints, _options, _clock, _logger) { Only = queryIds, IsAside = true };
                EarlierWindow? before = null;
                while (await next(before, token) is { } window)
                {
                    var (events, bytes) = (run.Tally.EventsInserted, run.Tally.Bytes);
                    await collector.CollectAsync(run, window, isForced: false, token);
                    await run.Pipeline.FlushAsync(token);
                    before = new EarlierWindow(window, run.Tally.EventsInserted - events, run.Tally.Bytes - bytes, collector.IsOutOfBudget, run.Tally.Errors.Count > 0 ? run.Tally.Errors[^1] : null);
                }
            },
            cancellationToken);
    }

    private RecordSorter MakeSorter(string cluster, ILogSource source, ClusterOptions options) =>
        new(cluster, new MergedScan(_catalog.Queries), _redactor, source is IFileLogSource, TimeWindow.ToMicrosSinceEpoch(_clock.GetUtcNow()), _logger)
        {
            Trail = source is IFileLogSource ? CloudTrailOptions.ScopeOf(cluster, options) : null,
        };

    private async Task CollectAsync(RunContext run, IWindowLogSource source, RecordSorter sorter, TimeWindow? only, CancellationToken cancellationToken)
    {
        var delay = source.DeliveryDelay == TimeSpan.Zero
            ? TimeSpan.Zero
            : DeliveryDelays.Learn(source.DeliveryDelay, await _delivery.GetDelaysAsync(run.Cluster, cancellationToken));
        _delays.Learn(run.Cluster, delay);
        var collector = new WindowCollector(source, delay, sorter, _coverage, _runs, _budgets, _costs, _crashPoints, _options, _clock, _logger);
        var owed = await OwedAsync(run.Cluster, cancellationToken);
        if (only is { } wanted && wanted.FromMicros < owed.ExpiredTo)
        {
            run.Tally.Fail(
                $"What lies before {TimeWindow.FromMicrosSinceEpoch(owed.ExpiredTo):yyyy-MM-dd} is older than it is kept, so it is not read again. The setting Retention says how long that is.", []);
            only = wanted with { FromMicros = owed.ExpiredTo };
        }

        var isReached = await collector.CollectAsync(run, only ?? owed.Window, only is not null, cancellationToken);
        if (only is null && isReached && delay > TimeSpan.Zero && source is ILateLogSource late)
        {
            var settledTo = Math.Min(TimeWindow.ToMicrosSinceEpoch(_clock.GetUtcNow()), source.AvailableToMicros) - delay.Ticks / TimeSpan.TicksPerMicrosecond;
            await new LateCollector(late, sorter, _coverage, _delivery, _runs, _memory, _options, _clock, _logger)
                .CollectAsync(run, owed.Window.FromMicros, settledTo - settledTo % 1_000_000, cancellationToken);
        }
    }

    /// <summary>Collects the second source, with the same windows and coverage of its own.</summary>
    private async Task CollectTrailAsync(RunContext run, IWindowLogSource trail, ClusterOptions options, TimeWindow? only, CancellationToken cancellationToken)
    {
        var sorter = new RecordSorter(run.Cluster, new MergedScan(TrailQueries.All), _redactor, fromFiles: false, TimeWindow.ToMicrosSinceEpoch(_clock.GetUtcNow()), _logger)
        {
            Trail = CloudTrailOptions.ScopeOf(run.Cluster, options),
        };
        var owed = await OwedAsync(run.Cluster, cancellationToken);
        var window = only is { } wanted ? wanted with { FromMicros = Math.Max(wanted.FromMicros, owed.ExpiredTo) } : owed.Window;
        await new WindowCollector(trail, trail.DeliveryDelay, sorter, _coverage, _runs, _budgets, _costs, _crashPoints, _options, _clock, _logger) { IsTrail = true }
            .CollectAsync(run, window, only is not null, cancellationToken);
    }

    private Task RegisterAsync(string cluster, ILogSource source, CancellationToken cancellationToken)
    {
        // The whole minute, so that the first bin of the first start is not half collected.
        // The store moves the start only back, so a later start leaves it where it is and owes what came in between.
        // What would be removed at once for its age is not read at all.
        var kept = TimeSpan.FromDays(_retention.DaysOf(source.Kind));
        var from = TimeWindow.ToMicrosSinceEpoch(_clock.GetUtcNow() - (_options.Backfill < kept ? _options.Backfill : kept));
        return _clusters.RegisterAsync(
            cluster, source.Kind,
            source is IWindowLogSource ? TimeWindow.FromMicrosSinceEpoch(from - from % TimeWindow.MinuteMicros) : null,
            cancellationToken);
    }

    private async Task<(TimeWindow Window, long ExpiredTo)> OwedAsync(string cluster, CancellationToken cancellationToken)
    {
        var row = (await _clusters.GetAllAsync(cancellationToken)).Single(c => c.Name == cluster);
        var from = row.OwedFrom ?? throw new StorageException($"The database does not know since when cluster {cluster} is to be collected.");
        var expiredTo = row.ExpiredTo is { } expired ? TimeWindow.ToMicrosSinceEpoch(expired) : long.MinValue;
        return (new TimeWindow(Math.Max(TimeWindow.ToMicrosSinceEpoch(from), expiredTo), long.MaxValue), expiredTo);
    }
}

using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.Planning;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Delivery;

namespace AuditDashboard.Harvest.Semantics;

/// <summary>Asks a cluster's own log group what AWS leaves open, and says which reading holds; and whether what the database has of the window asked about is what the log group holds.</summary>
public sealed class SemanticsChecker
{
    /// <summary>Length of the window that is asked about if none is given. Each query is billed for it.</summary>
    public static readonly TimeSpan DefaultSpan = TimeSpan.FromMinutes(10);

    private const long SecondMicros = 1_000_000;

    private readonly ClusterRegistry _registry;
    private readonly ClusterStore _clusters;
    private readonly QueryCatalog _catalog;
    private readonly DeliveryStore _delivery;
    private readonly BinReader _bins;
    private readonly CoverageReader _coverage;
    private readonly ScanBudgets _budgets;
    private readonly ScanCostStore _costs;
    private readonly HarvestOptions _options;
    private readonly TimeProvider _clock;

    internal SemanticsChecker(
        ClusterRegistry registry, ClusterStore clusters, QueryCatalog catalog, DeliveryStore delivery, BinReader bins, CoverageReader coverage,
        ScanBudgets budgets, ScanCostStore costs, HarvestOptions options, TimeProvider clock)
    {
        _registry = registry;
        _clusters = clusters;
        _catalog = catalog;
        _delivery = delivery;
        _bins = bins;
        _coverage = coverage;
        _budgets = budgets;
        _costs = costs;
        _options = options;
        _clock = clock;
    }

    /// <summary>Checks.</summary>
    /// <param name="cluster">Name of a configured cluster.</param>
    /// <param name="window">The window, widened to whole seconds; null for the newest that holds collected events, else the last that the source has delivered.</param>
    /// <param name="cancellationToken">Stops; what it cost till then is noted.</param>
    public async Task<SemanticReport> CheckAsync(string cluster, TimeWindow? window, CancellationToken cancellationToken)
    {
        if (!_registry.TryGet(cluster, out var configured))
        {
            return new SemanticReport { Cluster = cluster, Error = $"No cluster {cluster} is configured." };
        }

        if (configured.Source is not IQueriedLogSource source)
        {
            return new SemanticReport { Cluster = cluster, Note = $"{configured.Source.Kind} is read by the embedded engine alone, so there is nobody else to ask." };
        }

        await _clusters.RegisterAsync(cluster, source.Kind, owedFrom: null, cancellationToken);
        using var meter = new ScanMeter(await _budgets.OpenAsync(cluster, cancellationToken), isOfAPerson: true);
        var interview = new SemanticInterview(source, meter);
        string? error = null;
        IReadOnlyList<SemanticFinding> findings = [];
        try
        {
            findings = await interview.RunAsync(await WindowAsync(cluster, source, window, cancellationToken), cancellationToken);
            findings = [.. findings, .. await CompareStoredAsync(cluster, interview.Sample, cancellationToken)];
        }
        catch (LogSourceException e)
        {
            error = e.Message;
        }
        finally
        {
            if (meter.TakeCharges(ScanPurpose.Check) is { Count: > 0 } charges)
            {
                await _costs.AddAsync(cluster, charges, CancellationToken.None);
            }
        }

        var bytes = meter.Report.BytesScanned ?? 0;
        return new SemanticReport
        {
            Cluster = cluster,
            Window = interview.Sample?.Window ?? default,
            Events = interview.Sample?.Events.Count ?? 0,
            Findings = findings,
            Queries = interview.Queries,
            Bytes = bytes,
            Dollars = ScanPrice.ToDollars(ScanPrice.ToPicos(bytes, _options.PricePerGigabyte)),
            Error = error,
        };
    }

    /// <summary>The window that tells most: the newest in which something was collected, of what the source has delivered.</summary>
    private async Task<TimeWindow> WindowAsync(string cluster, IWindowLogSource source, TimeWindow? window, CancellationToken cancellationToken)
    {
        if (window is { } given)
        {
            return new TimeWindow(Floor(given.FromMicros), Floor(Math.Min(given.ToMicros + SecondMicros - 1, source.AvailableToMicros)));
        }

        var delay = source.DeliveryDelay == TimeSpan.Zero
            ? TimeSpan.Zero
            : DeliveryDelays.Learn(source.DeliveryDelay, await _delivery.GetDelaysAsync(cluster, cancellationToken));
        var to = Math.Min(source.AvailableToMicros, TimeWindow.ToMicrosSinceEpoch(_clock.GetUtcNow() - delay));
        to -= to % TimeWindow.MinuteMicros;
        var span = DefaultSpan.Ticks / TimeSpan.TicksPerMicrosecond;
        var day = new TimeWindow(to - 24 * 60 * TimeWindow.MinuteMicros, to);
        var stack = await _bins.GetStackAsync(cluster, day, widthMinutes: 1, cancellationToken);
        var newest = Enumerable.Range(0, stack.Series.Count == 0 ? 0 : stack.Series[0].Counts.Count).LastOrDefault(i => stack.Series.Any(s => s.Counts[i] > 0), -1);
        if (newest >= 0)
        {
            to = stack.StartMicros + (newest + 1) * TimeWindow.MinuteMicros;
        }

        return new TimeWindow(to - span, to);
    }

    /// <summary>Whether the database has of the window what the log group holds, query by query.</summary>
    private async Task<IReadOnlyList<SemanticFinding>> CompareStoredAsync(string cluster, SemanticSample? sample, CancellationToken cancellationToken)
    {
        if (sample is null)
        {
            return [];
        }

        const string Topic = "What is stored of this window";
        var lines = await _coverage.GetLinesAsync(
            cluster, sample.Window, [.. _catalog.Queries.Select(q => new CoverageQuery(q.Id, q.SelectionHash))], cancellationToken);
        if (lines.Any(l => l.Stretches.Any(s => s.State is not CoverageState.Collected)))
        {
            return [new SemanticFinding(SemanticOutcome.NotTold, $"{Topic} cannot be compared with the log group: not all of it is collected and settled yet.")];
        }

        // The same bytes are one event, however often they were delivered.
        var scan = new MergedScan(_catalog.Queries);
        var expected = new long[scan.Queries.Count];
        var known = new HashSet<UInt128>();
        foreach (var record in sample.Records.Where(r => known.Add(Collecting.SearchMemory.KeyOf(r.Message.Span))))
        {
            var mask = scan.Match(record);
            for (var i = 0; i < expected.Length; i++)
            {
                expected[i] += (long)(mask >> i & 1);
            }
        }

        var stored = await _bins.GetByQueryAsync(cluster, sample.Window, [.. scan.Queries.Select(q => q.Id)], widthMinutes: 1, cancellationToken);
        var differing = scan.Queries.Select((q, i) => (q.Id, Held: expected[i], Stored: stored.Series[i].Total)).Where(q => q.Held != q.Stored)
            .Select(q => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{q.Id} selects {q.Held} of its events, and {q.Stored} are stored")).ToList();
        return
        [
            differing.Count == 0
                ? new SemanticFinding(SemanticOutcome.Holds, string.Create(
                    System.Globalization.CultureInfo.InvariantCulture, $"{Topic} is what the log group holds of it: {expected.Sum()} matches of {expected.Length} canned queries."))
                : new SemanticFinding(SemanticOutcome.Differs, $"{Topic} is not what the log group holds of it: {string.Join("; ", differing)}."),
        ];
    }

    private static long Floor(long micros) => micros - micros % SecondMicros;
}

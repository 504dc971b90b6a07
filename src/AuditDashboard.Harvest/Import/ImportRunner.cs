using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest.Import;

/// <summary>Imports files into a cluster. Twice, from two processes, or after a kill: the same content as once.</summary>
/// <remarks>
/// An import always reads everything again: identity, not a position, keeps what is known from being stored twice,
/// so that an import after a kill, of a file that was mended, or of the same content under another name is right too.
/// </remarks>
public sealed class ImportRunner
{
    /// <summary>The source of a cluster that only imports made.</summary>
    private const string Kind = "Import";

    /// <summary>How long to wait for a harvest or another import of the same cluster.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly ClusterRegistry _registry;
    private readonly ClusterRuns _clusterRuns;
    private readonly ClusterStore _clusters;
    private readonly RecordReader _reader;
    private readonly QueryCatalog _catalog;
    private readonly Redactor _redactor;
    private readonly CrashPoints _crashPoints;
    private readonly HarvestOptions _options;
    private readonly RetentionOptions _retention;
    private readonly TimeProvider _clock;
    private readonly ILogger<ImportRunner> _logger;

    internal ImportRunner(
        ClusterRegistry registry, ClusterRuns clusterRuns, ClusterStore clusters, RecordReader reader, QueryCatalog catalog, Redactor redactor,
        CrashPoints crashPoints, HarvestOptions options, RetentionOptions retention, TimeProvider clock, ILogger<ImportRunner> logger)
    {
        _registry = registry;
        _clusterRuns = clusterRuns;
        _clusters = clusters;
        _reader = reader;
        _catalog = catalog;
        _redactor = redactor;
        _crashPoints = crashPoints;
        _options = options;
        _retention = retention;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Imports files and folders into a cluster, which is made if new. Waits up to ten minutes for another run of the cluster to end.</summary>
    /// <returns>What was done; a path that cannot be read is one of its errors and does not stop the others.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; what was committed stays.</exception>
    public async Task<HarvestSummary> ImportAsync(
        string cluster, IReadOnlyList<string> paths, IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        var wait = new LeaseWait(
            LongestWait,
            () => progress.Report(new ImportProgress("", 0, 0, 0, $"Waiting: another process or job is writing cluster {cluster}.")),
            $"Another process or job has been writing cluster {cluster} for ten minutes; nothing was imported. Try again when it is done.");
        var old = 0L;
        var summary = await _clusterRuns.ExecuteAsync(
            cluster, RunTrigger.Import, token => RegisterAsync(cluster, token), wait,
            async (run, token) => old = await ReadAsync(run, paths, progress, token), cancellationToken);
        return summary with { OlderThanKept = old };
    }

    private async Task RegisterAsync(string cluster, CancellationToken cancellationToken)
    {
        // A cluster that is there keeps its source and what it owes.
        if ((await _clusters.GetAllAsync(cancellationToken)).All(c => c.Name != cluster))
        {
            var kind = _registry.TryGet(cluster, out var configured) ? configured.Source.Kind : Kind;
            await _clusters.RegisterAsync(cluster, kind, null, cancellationToken);
        }
    }

    /// <summary>Reads everything.</summary>
    /// <returns>How many events are from before what is kept.</returns>
    private async Task<long> ReadAsync(RunContext run, IReadOnlyList<string> paths, IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        var sorter = new RecordSorter(run.Cluster, new MergedScan(_catalog.Queries), _redactor, fromFiles: true, TimeWindow.ToMicrosSinceEpoch(_clock.GetUtcNow()), _logger)
        {
            Trail = CloudTrailOptions.ScopeOf(run.Cluster, _registry.TryGet(run.Cluster, out var configured) ? configured.Options : null),
        };
        var counts = new SortCounts(_catalog.Queries.Count);
        var batch = new PendingBatch();
        var old = 0L;
        var source = (await _clusters.GetAllAsync(cancellationToken)).First(c => c.Name == run.Cluster).Source;
        var horizon = TimeWindow.ToMicrosSinceEpoch(RetentionOptions.HorizonOf(_clock.GetUtcNow(), _retention.DaysOf(source)));
        _crashPoints.Pass(CrashPoint.Planned);
        foreach (var path in paths)
        {
            var file = path;
            try
            {
                await foreach (var record in _reader.ReadAsync([path], null, cancellationToken))
                {
                    if (record.File != file)
                    {
                        batch.AddSpan(OriginOf(file), counts.TakeSpan());
                        batch.AddCallSpan(OriginOf(file), counts.TakeCallSpan());
                        file = record.File;
                    }

                    sorter.Sort(record, ulong.MaxValue, batch, counts);
                    if (batch.IsFull(_options.BatchEvents) || counts.Records >= _options.BatchEvents * 10L)
                    {
                        await SendAsync(file);
                    }
                }
            }
            catch (InputException e)
            {
                Log.PartFailed(_logger, run.Cluster, e.Message, e);
                run.Tally.Fail(e.Message, []);
            }

            await SendAsync(file);
        }

        await run.Pipeline.FlushAsync(cancellationToken);
        Report("");
        return old;

        async Task SendAsync(string file)
        {
            batch.BytesScanned = counts.Bytes;
            old += batch.Events.Count(found => found.Event.TimeMicros < horizon);
            batch.AddSpan(OriginOf(file), counts.TakeSpan());
            batch.AddCallSpan(OriginOf(file), counts.TakeCallSpan());
            if (counts.Records > 0)
            {
                run.Tally.Add(sorter.Catalog, counts);
            }

            _crashPoints.Pass(CrashPoint.BatchRead);
            await run.Pipeline.WriteAsync(batch, cancellationToken);
            await run.ReportAsync(() => $"Reading {file}.", cancellationToken);
            batch = new PendingBatch();
            counts.Clear();
            Report(file);
        }

        void Report(string file) =>
            progress.Report(new ImportProgress(file, run.Tally.Records, run.Tally.Bytes, run.Tally.EventsInserted));
    }

    /// <summary>What an import's span is kept under: the same file gives the same, from wherever the import was started.</summary>
    private static string OriginOf(string file) => "import:" + Path.GetFullPath(file);
}

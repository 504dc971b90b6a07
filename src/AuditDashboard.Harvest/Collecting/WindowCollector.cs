using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Planning;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Collects what is owed of a source that vouches for time.</summary>
internal sealed class WindowCollector(
    IWindowLogSource source, RecordSorter sorter, CoverageReader coverage, RunStore runs, CrashPoints crashPoints, HarvestOptions options,
    TimeProvider clock, ILogger logger)
{
    /// <summary>What the problems of a source that vouches for time are noted under.</summary>
    public const string Part = "Log source";

    /// <summary>A long backfill looks this often whether something newer is owed.</summary>
    private static readonly TimeSpan PlanFor = TimeSpan.FromSeconds(30);

    /// <summary>A source that fails this often in a row is left alone until the next run.</summary>
    private const int MaxFailuresInRow = 3;

    private readonly Dictionary<string, int> _bits = sorter.Catalog.Queries.Select((q, i) => (q.Id, i)).ToDictionary(p => p.Id, p => p.i, StringComparer.Ordinal);
    private readonly Dictionary<ulong, MergedScan> _scans = [];
    private readonly Dictionary<string, List<TimeWindow>> _failed = new(StringComparer.Ordinal);
    private int _failuresInRow;

    /// <summary>Collects, newest first, until nothing is owed of <paramref name="owed"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="owed">Since when the cluster's time is owed, up to what the source can be asked for now; or the window that a person asked for.</param>
    /// <param name="isForced">True reads the window again whatever is collected.</param>
    /// <param name="cancellationToken">Stops; what is committed stays.</param>
    public async Task CollectAsync(RunContext run, TimeWindow owed, bool isForced, CancellationToken cancellationToken)
    {
        while (true)
        {
            var scope = owed with { ToMicros = Math.Min(owed.ToMicros, source.AvailableToMicros) };
            var plan = await PlanAsync(run.Cluster, scope, isForced, cancellationToken);
            crashPoints.Pass(CrashPoint.Planned);

            var plannedAt = clock.GetTimestamp();
            var done = 0;
            foreach (var window in plan)
            {
                if (!isForced && done > 0 && clock.GetElapsedTime(plannedAt) >= PlanFor)
                {
                    break;
                }

                await run.ReportAsync(() => Progress(window.Window, done, plan.Count), cancellationToken);
                await CollectWindowAsync(run, window, cancellationToken);
                done++;
                if (_failuresInRow >= MaxFailuresInRow)
                {
                    return;
                }
            }

            if (done == plan.Count)
            {
                break;
            }

            // The next plan is made from what is committed.
            await run.Pipeline.FlushAsync(cancellationToken);
        }

        if (run.Tally.Errors.Count == 0
            && (await runs.GetProblemsAsync(run.Cluster, cancellationToken)).Any(p => p.Part == Part))
        {
            await runs.ClearProblemsAsync(run.Cluster, Part, cancellationToken);
        }
    }

    private static string Progress(TimeWindow window, int done, int count) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"Reading {window.From:yyyy-MM-dd HH:mm} to {window.To:yyyy-MM-dd HH:mm} UTC, window {done + 1} of {count}.");

    private async Task<IReadOnlyList<PlannedWindow>> PlanAsync(string cluster, TimeWindow scope, bool isForced, CancellationToken cancellationToken)
    {
        var delay = source.DeliveryDelay;
        var queries = new List<QueryCoverage>();
        foreach (var query in sorter.Catalog.Queries)
        {
            var key = new CoverageQuery(query.Id, query.SelectionHash);
            var collected = await coverage.GetCollectedAsync(cluster, key, settledOnly: false, cancellationToken);
            var settled = delay == TimeSpan.Zero ? collected : await coverage.GetCollectedAsync(cluster, key, settledOnly: true, cancellationToken);

            // What failed in this run is left to the next one.
            var failed = IntervalSet.Of(_failed.GetValueOrDefault(query.Id, []));
            queries.Add(new(query.Id, collected.Union(failed), settled.Union(failed)));
        }

        return HarvestPlanner.Plan(new PlanRequest
        {
            Scope = scope,
            NowMicros = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow()),
            DeliveryDelay = delay,
            MaxWindow = options.MaxWindow,
            ScanOneByOne = options.ScanOneByOne,
            IsForced = isForced,
            Queries = queries,
        });
    }

    private async Task CollectWindowAsync(RunContext run, PlannedWindow planned, CancellationToken cancellationToken)
    {
        var wanted = planned.Queries.Aggregate(0UL, (mask, q) => mask | 1UL << _bits[q.QueryId]);
        if (!_scans.TryGetValue(wanted, out var scan))
        {
            _scans.Add(wanted, scan = new MergedScan(sorter.Catalog.Matched(wanted)));
        }

        foreach (var query in planned.Queries)
        {
            run.Tally.Begin(query.QueryId);
        }

        var slice = new WindowSlice(planned, source.IsOrdered, _bits);
        var counts = new SortCounts(sorter.Catalog.Queries.Count);
        var batch = new PendingBatch();
        var report = new ScanReport();
        var billed = 0L;
        string? problem = null;
        try
        {
            await foreach (var record in source.ScanAsync(planned.Window, scan, report, cancellationToken))
            {
                slice.Read(sorter.Sort(record, wanted, batch, counts));
                if (batch.IsFull(options.BatchEvents))
                {
                    batch = await SendAsync(slice.ToLastRead());
                }
            }
        }
        catch (LogSourceException e)
        {
            Log.PartFailed(logger, run.Cluster, e.Message, e);
            problem = e.Message;
        }

        // What came before a failure is kept; only what is read to its end counts as collected.
        await SendAsync(problem is null ? slice.ToEnd() : slice.ToLastRead());
        if (problem is null)
        {
            _failuresInRow = 0;
            run.Tally.Windows++;
            foreach (var gap in report.Gaps)
            {
                await FailAsync(gap.Window, [gap.QueryId], gap.Reason);
            }

            await LeaveSilencesAsync();
            return;
        }

        _failuresInRow++;
        await FailAsync(planned.Window, [.. planned.Queries.Select(q => q.QueryId)], problem);

        async Task LeaveSilencesAsync()
        {
            List<string> all = [.. planned.Queries.Select(q => q.QueryId)];
            foreach (var silence in report.Silences.Where(IsUnproven))
            {
                SkipInThisRun(all, silence.Window);
                if (silence.Kind == SilenceKind.Off)
                {
                    await FailAsync(silence.Window, all, silence.Reason);
                }

                if (silence.Kind != SilenceKind.Pending)
                {
                    await runs.TakeBackWindowAsync(run.Cluster, all, silence.Window, silence.Reason, cancellationToken);
                }
            }
        }

        // What may still be on its way counts as collected until it is read for the last time.
        bool IsUnproven(ScanSilence silence) => silence.Kind != SilenceKind.Pending || planned.IsSettled;

        void SkipInThisRun(IReadOnlyList<string> left, TimeWindow window)
        {
            foreach (var query in left)
            {
                if (!_failed.TryGetValue(query, out var windows))
                {
                    _failed.Add(query, windows = []);
                }

                windows.Add(window);
            }
        }

        async Task FailAsync(TimeWindow window, IReadOnlyList<string> failed, string reason)
        {
            SkipInThisRun(failed, window);
            await run.FailAsync(Part, reason, failed, cancellationToken);
            await runs.NoteFailedWindowAsync(run.Cluster, failed, window, reason, cancellationToken);
        }

        async Task<PendingBatch> SendAsync(TimeWindow? claimed)
        {
            if (report.BytesScanned is { } scanned)
            {
                (counts.Bytes, billed) = (scanned - billed, scanned);
            }

            run.Tally.Add(counts);
            batch.BytesScanned = counts.Bytes;
            foreach (var query in planned.Queries)
            {
                run.Tally.Add(query.QueryId, counts.Rows[_bits[query.QueryId]], counts.Bytes);
            }

            var silent = report.Silences.Where(IsUnproven).SelectMany(s => planned.Queries.Select(q => new ScanGap(q.QueryId, s.Window, s.Reason)));
            batch.Coverage.AddRange(slice.Take(claimed, sorter.Catalog, counts, [.. report.Gaps, .. silent]));
            crashPoints.Pass(CrashPoint.BatchRead);
            await run.Pipeline.WriteAsync(batch, cancellationToken);
            counts.Clear();
            return new PendingBatch();
        }
    }
}

using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.Planning;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Collects what is owed of a source that vouches for time.</summary>
internal sealed partial class WindowCollector(
    IWindowLogSource source, TimeSpan deliveryDelay, RecordSorter sorter, CoverageReader coverage, RunStore runs, ScanBudgets budgets, ScanCostStore costs,
    CrashPoints crashPoints, HarvestOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>A long backfill looks this often whether something newer is owed.</summary>
    private static readonly TimeSpan PlanFor = TimeSpan.FromSeconds(30);

    /// <summary>A source that fails this often in a row is left alone until the next run.</summary>
    private const int MaxFailuresInRow = 3;

    private readonly Dictionary<string, int> _bits = sorter.Catalog.Queries.Select((q, i) => (q.Id, i)).ToDictionary(p => p.Id, p => p.i, StringComparer.Ordinal);
    private readonly Dictionary<ulong, MergedScan> _scans = [];
    private readonly Dictionary<string, List<TimeWindow>> _failed = new(StringComparer.Ordinal);
    private int _failuresInRow;
    private bool _isPaused; // or a budget that cannot be kept
    private bool _hasFailed;

    /// <summary>Ids of the queries to read for; null for all of the catalog.</summary>
    public IReadOnlySet<string>? Only { get; init; }

    /// <summary>True for what is read beside the schedule: it has no part in the budget's reserve, and of what stands as a problem it changes nothing.</summary>
    public bool IsAside { get; init; }

    /// <summary>True if the source is a log group of CloudTrail: it holds another amount than the audit log, and its problems are its own.</summary>
    public bool IsTrail { get; init; }

    /// <summary>True if something was not read for want of budget.</summary>
    public bool IsOutOfBudget { get; private set; }

    /// <summary>Collects, newest first, until nothing is owed of <paramref name="owed"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="owed">Since when the cluster's time is owed, up to what the source can be asked for now; or the window that a person asked for.</param>
    /// <param name="isForced">True reads the window again whatever is collected.</param>
    /// <param name="cancellationToken">Stops; what is committed stays.</param>
    /// <returns>False if the source could not be read at all.</returns>
    public async Task<bool> CollectAsync(RunContext run, TimeWindow owed, bool isForced, CancellationToken cancellationToken)
    {
        var begunAt = clock.GetUtcNow();
        while (true)
        {
            // For economy, nothing is read before the source has delivered it: each byte is paid for once.
            var available = options.Economy && !isForced
                ? Now() - deliveryDelay.Ticks / TimeSpan.TicksPerMicrosecond
                : source.AvailableToMicros;
            var scope = owed with { ToMicros = Math.Min(owed.ToMicros, Math.Min(available, source.AvailableToMicros)) };
            var plan = await PlanAsync(run.Cluster, scope, isForced, cancellationToken);
            crashPoints.Pass(CrashPoint.Planned);

            var plannedAt = clock.GetTimestamp();
            var done = 0;
            foreach (var window in plan)
            {
                // Where each window takes that long, the newest would be all that is ever read: the oldest debt has its turn in each plan.
                var isOver = !isForced && done > 0 && clock.GetElapsedTime(plannedAt) >= PlanFor;
                var next = isOver ? OldestOf(plan, done) : window;
                await run.ReportAsync(() => Progress(next.Window, done, plan.Count), cancellationToken);
                foreach (var part in await FitAsync(run, next, cancellationToken))
                {
                    await CollectWindowAsync(run, part, cancellationToken);
                }

                done++;
                if (_failuresInRow >= MaxFailuresInRow)
                {
                    await ForgetProblemsAsync(run, begunAt, cancellationToken);
                    return run.Tally.Windows > 0;
                }

                if (isOver)
                {
                    break;
                }
            }

            if (done == plan.Count)
            {
                break;
            }

            // The next plan is made from what is committed.
            await run.Pipeline.FlushAsync(cancellationToken);
        }

        await ForgetProblemsAsync(run, begunAt, cancellationToken);
        if (IsAside)
        {
            return run.Tally.Windows > 0 || !_hasFailed;
        }

        if (IsTrail)
        {
            return !_hasFailed;
        }

        await StandingSentence.SetAsync(runs, run.Cluster, ProblemParts.Clock, source.ClockTrouble, cancellationToken);
        return run.Tally.Windows > 0 || !_hasFailed;
    }

    // What is settled is told by the source's clock where that of this machine is ahead of it.
    private long Now() => Math.Min(TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow()), source.AvailableToMicros);

    // What nobody has read comes before what is read once more.
    private static PlannedWindow OldestOf(IReadOnlyList<PlannedWindow> plan, int done) =>
        plan.Skip(done).LastOrDefault(w => w.Queries.Any(q => q.How != CoverageHow.ReRead)) ?? plan[^1];

    private static string Progress(TimeWindow window, int done, int count) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"Reading {window.From:yyyy-MM-dd HH:mm} to {window.To:yyyy-MM-dd HH:mm} UTC, window {done + 1} of {count}.");

    private async Task<IReadOnlyList<PlannedWindow>> PlanAsync(string cluster, TimeWindow scope, bool isForced, CancellationToken cancellationToken)
    {
        var queries = new List<QueryCoverage>();
        IntervalSet? settledForAll = null;
        foreach (var query in sorter.Catalog.Queries.Where(q => Only?.Contains(q.Id) != false))
        {
            var key = new CoverageQuery(query.Id, query.SelectionHash);
            var collected = await coverage.GetCollectedAsync(cluster, key, settledOnly: false, cancellationToken);
            var settled = deliveryDelay == TimeSpan.Zero ? collected : await coverage.GetCollectedAsync(cluster, key, settledOnly: true, cancellationToken);

            settledForAll = settledForAll is null ? settled : settledForAll.Intersect(settled);

            // What failed in this run is left to the next one.
            var failed = IntervalSet.Of(_failed.GetValueOrDefault(query.Id, []));
            queries.Add(new(query.Id, collected.Union(failed), settled.Union(failed)));
        }

        // What is settled for some queries only tells nothing of an event.
        sorter.Settled = Only is null ? settledForAll ?? IntervalSet.Empty : IntervalSet.Empty;
        return HarvestPlanner.Plan(new PlanRequest
        {
            Scope = scope,
            NowMicros = Now(),
            DeliveryDelay = deliveryDelay,
            MaxWindow = options.MaxWindow,
            ScanOneByOne = options.ScanOneByOne,
            IsForced = isForced,
            Queries = queries,
        });
    }

    /// <summary>Collects a window.</summary>
    /// <returns>True if it was read to its end.</returns>
    private async Task<bool> CollectWindowAsync(RunContext run, PlannedWindow planned, CancellationToken cancellationToken)
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
        using var meter = new ScanMeter(source.IsBilled ? await OpenBudgetAsync(run.Cluster, cancellationToken) : null, isOfAPerson: IsAside, tellsOfAuditLog: !IsTrail);
        var report = meter.Report;
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
        catch (BudgetSpentException e)
        {
            await SendAsync(slice.ToLastRead());
            await PauseAsync(run, e.Message, planned.Queries.Select(q => q.QueryId), cancellationToken);
            LeaveToNextRun(planned.Window, [.. planned.Queries.Select(q => q.QueryId)]);
            return false;
        }
        catch (LogSourceException e)
        {
            Log.PartFailed(logger, run.Cluster, e.Message, e);
            problem = e.Message;
        }
        catch (OperationCanceledException)
        {
            // A query that was stopped is billed for what it had read.
            if (meter.TakeCharges(ScanPurpose.Harvest) is { Count: > 0 } stopped)
            {
                await costs.AddAsync(run.Cluster, stopped, CancellationToken.None);
            }

            throw;
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
            if (!report.IsLeftUnread)
            {
                meter.End();
            }

            return true;
        }

        _failuresInRow++;
        await FailAsync(planned.Window, [.. planned.Queries.Select(q => q.QueryId)], problem);
        return false;

        async Task LeaveSilencesAsync()
        {
            List<string> all = [.. planned.Queries.Select(q => q.QueryId)];
            foreach (var silence in report.Silences.Where(IsUnproven))
            {
                LeaveToNextRun(silence.Window, all);
                if (silence.Kind == SilenceKind.Off)
                {
                    await FailAsync(silence.Window, all, silence.Reason);
                }

                if (silence.Kind != SilenceKind.Pending)
                {
                    await runs.TakeBackWindowAsync(run.Cluster, all, silence.Window, silence.Reason, run.Lease, cancellationToken);
                }
            }
        }

        // What may still be on its way counts as collected until it is read for the last time.
        bool IsUnproven(ScanSilence silence) => silence.Kind != SilenceKind.Pending || planned.IsSettled;

        async Task FailAsync(TimeWindow window, IReadOnlyList<string> failed, string reason)
        {
            _hasFailed = true;
            LeaveToNextRun(window, failed);
            await NoteFailureAsync(run, SourcePart, reason, failed, cancellationToken);
            await runs.NoteFailedWindowAsync(run.Cluster, failed, window, reason, run.Lease, cancellationToken);
        }

        async Task<PendingBatch> SendAsync(TimeWindow? claimed)
        {
            if (report.BytesScanned is { } scanned)
            {
                (counts.Bytes, billed) = (scanned - billed, scanned);
            }

            run.Tally.Add(counts);
            batch.BytesScanned = counts.Bytes;
            batch.Charges.AddRange(meter.TakeCharges(ScanPurpose.Harvest));
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

    private void LeaveToNextRun(TimeWindow window, IReadOnlyList<string> queries)
    {
        foreach (var query in queries)
        {
            if (!_failed.TryGetValue(query, out var windows))
            {
                _failed.Add(query, windows = []);
            }

            windows.Add(window);
        }
    }
}

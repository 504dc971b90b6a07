using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Delivery;
using AuditDashboard.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>
/// Looks for events that a source delivered after their time was read, by searches that are not billed by the byte: in what is still settling at
/// each run, and in the day before that as far as one run's calls reach, pass after pass.
/// </summary>
/// <remarks>
/// Points of death: what a search found is committed before it is noted how far the search is, so a run that dies searches a stretch again.
/// A pass that began at T and reached its end has looked at everything before T less a day for the last time.
/// </remarks>
internal sealed class LateCollector(
    ILateLogSource source, RecordSorter sorter, CoverageReader coverage, DeliveryStore delivery, RunStore runs, SearchMemory memory,
    HarvestOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>What comes later than this after its time is not looked for.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromHours(24);

    /// <summary>Calls that one run spends on settled time; a stretch that is begun is finished. Unit: calls.</summary>
    private const int CallsPerRun = 60;

    /// <summary>The same once a pass has lasted for <see cref="LongPass"/>: it has to come to its end faster than time goes on.</summary>
    private const int CallsPerRunBehind = 600;

    private static readonly TimeSpan LongPass = TimeSpan.FromHours(3);

    private static readonly long ReachMicros = Reach.Ticks / TimeSpan.TicksPerMicrosecond;

    private readonly MergedScan _scan = new(sorter.Catalog.Queries);
    private IReadOnlyList<string> _notSearched = [];
    private int _calls;

    /// <summary>Searches.</summary>
    /// <param name="run">The run.</param>
    /// <param name="owedFromMicros">Since when the cluster's time is owed.</param>
    /// <param name="settledToMicros">Up to where time counts as settled.</param>
    /// <param name="cancellationToken">Stops; what is committed stays.</param>
    public async Task CollectAsync(RunContext run, long owedFromMicros, long settledToMicros, CancellationToken cancellationToken)
    {
        // What this run has read counts: an event that came into it meanwhile is not late.
        await run.Pipeline.FlushAsync(cancellationToken);
        sorter.Settled = await SettledAsync(run.Cluster, cancellationToken);
        if (await delivery.GetLateCheckAsync(run.Cluster, cancellationToken) is null)
        {
            // The first search, or the first since the cluster was forgotten: what an earlier one found may be stored no more.
            memory.Forget(run.Cluster);
        }

        try
        {
            if (!options.Economy)
            {
                await SearchAsync(run, new TimeWindow(Math.Max(owedFromMicros, settledToMicros), FloorSecond(source.AvailableToMicros)), isThorough: false, cancellationToken);
            }

            await PassAsync(run, owedFromMicros, settledToMicros, cancellationToken);
            await SayAsync(run.Cluster, cancellationToken);
        }
        catch (LogSourceException e)
        {
            Log.PartFailed(logger, run.Cluster, e.Message, e);
            await StandingSentence.SetAsync(runs, run.Cluster, ProblemParts.LateEvents, e.Message, cancellationToken);
        }
    }

    private async Task SayAsync(string cluster, CancellationToken cancellationToken)
    {
        var sentence = _notSearched.Count == 0 ? null
            : $"Events of {string.Join(", ", _notSearched)} that come later than all others of their time cannot be looked for: no filter pattern says what {(_notSearched.Count == 1 ? "this query selects" : "these queries select")}. Such events are found only where the time is read again, as by harvest --once --from T --to T.";
        await StandingSentence.SetAsync(runs, cluster, ProblemParts.LateEvents, sentence, cancellationToken);
    }

    private async Task PassAsync(RunContext run, long owedFromMicros, long settledToMicros, CancellationToken cancellationToken)
    {
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        var check = await delivery.GetLateCheckAsync(run.Cluster, cancellationToken)
            ?? new LateCheck(FloorSecond(Math.Max(owedFromMicros, now - ReachMicros)), null, null);
        var (started, at) = (check.PassStartedMicros ?? now, check.PassAtMicros ?? settledToMicros);
        var limit = now - started > LongPass.Ticks / TimeSpan.TicksPerMicrosecond ? CallsPerRunBehind : CallsPerRun;
        while (at > check.DoneToMicros && _calls < limit)
        {
            var from = Math.Max(check.DoneToMicros, at - memory.StretchOf(run.Cluster).Ticks / TimeSpan.TicksPerMicrosecond);
            var before = _calls;
            await SearchAsync(run, new TimeWindow(from, at), isThorough: true, cancellationToken);
            memory.Learn(run.Cluster, _calls - before);
            at = from;
            check = check with { PassStartedMicros = started, PassAtMicros = at };
            await delivery.SetLateCheckAsync(run.Cluster, check, run.Lease, cancellationToken);
        }

        if (at <= check.DoneToMicros)
        {
            await delivery.SetLateCheckAsync(
                run.Cluster, new LateCheck(Math.Max(check.DoneToMicros, FloorSecond(started - ReachMicros)), null, null), run.Lease, cancellationToken);
        }
    }

    private async Task SearchAsync(RunContext run, TimeWindow window, bool isThorough, CancellationToken cancellationToken)
    {
        if (window.IsEmpty)
        {
            return;
        }

        var report = new SearchReport();
        var counts = new SortCounts(sorter.Catalog.Queries.Count);
        var batch = new PendingBatch();
        var keys = new HashSet<UInt128>();
        await foreach (var record in source.SearchAsync(window, _scan, isThorough, report, cancellationToken))
        {
            var key = SearchMemory.KeyOf(record.Message.Span);
            if (memory.Contains(run.Cluster, key) || !keys.Add(key))
            {
                continue;
            }

            sorter.Sort(record, ulong.MaxValue, batch, counts);
            if (batch.IsFull(options.BatchEvents))
            {
                await run.Pipeline.WriteAsync(batch, cancellationToken);
                batch = new PendingBatch();
            }
        }

        await run.Pipeline.WriteAsync(batch, cancellationToken);
        await run.Pipeline.FlushAsync(cancellationToken);
        memory.Add(run.Cluster, keys);
        _calls += isThorough ? report.Calls : 0;
        _notSearched = report.NotSearched;

        // Nothing was scanned for it.
        counts.Bytes = 0;
        run.Tally.Add(counts);
    }

    /// <summary>The time into which nothing more is expected for any query.</summary>
    private async Task<IntervalSet> SettledAsync(string cluster, CancellationToken cancellationToken)
    {
        IntervalSet? settled = null;
        foreach (var query in sorter.Catalog.Queries)
        {
            var own = await coverage.GetCollectedAsync(cluster, new CoverageQuery(query.Id, query.SelectionHash), settledOnly: true, cancellationToken);
            settled = settled is null ? own : settled.Intersect(own);
        }

        return settled ?? IntervalSet.Empty;
    }

    private static long FloorSecond(long micros) => micros - micros % 1_000_000;
}

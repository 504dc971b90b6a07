using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Retention;
using AuditDashboard.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest.Retention;

/// <summary>Removes what is older than it is to be kept, one cluster after the other, each under its lease so that no harvest writes meanwhile. Killed anywhere, the next time goes on.</summary>
public sealed class RetentionRunner
{
    /// <summary>How long one look removes before it leaves the cluster to the next harvest. What is left goes at the next look.</summary>
    internal static readonly TimeSpan Turn = TimeSpan.FromMinutes(2);

    /// <summary>How long the schedule waits for a harvest to end.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan WaitStep = TimeSpan.FromMilliseconds(250);

    private readonly ExpiryStore _store;
    private readonly ClusterStore _clusters;
    private readonly ClusterGate _gate;
    private readonly LeaseStore _leases;
    private readonly RunStore _runs;
    private readonly HarvestOptions _harvest;
    private readonly RetentionOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<RetentionRunner> _logger;

    internal RetentionRunner(
        ExpiryStore store, ClusterStore clusters, ClusterGate gate, LeaseStore leases, RunStore runs, HarvestOptions harvest, RetentionOptions options,
        TimeProvider clock, ILogger<RetentionRunner> logger)
    {
        _store = store;
        _clusters = clusters;
        _gate = gate;
        _leases = leases;
        _runs = runs;
        _harvest = harvest;
        _options = options;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>First instant of a cluster that is kept, by the clock of now.</summary>
    /// <param name="source">The kind of its log source.</param>
    public DateTimeOffset HorizonOf(string source) => RetentionOptions.HorizonOf(_clock.GetUtcNow(), _options.DaysOf(source));

    /// <summary>Looks at every cluster of the database, those that are no longer configured too, and at the tool's own activity log.</summary>
    /// <param name="cancellationToken">Stops between two transactions; what is removed stays removed.</param>
    public async Task<IReadOnlyList<RetentionOutcome>> RunAllAsync(CancellationToken cancellationToken)
    {
        var outcomes = new List<RetentionOutcome>();
        foreach (var cluster in await _clusters.GetAllAsync(cancellationToken))
        {
            try
            {
                outcomes.Add(await LookAsync(cluster, cancellationToken));
            }
            catch (OperationCanceledException)
            {
                throw;
            }
#pragma warning disable CA1031 // The edge of a job: one cluster's trouble keeps none of the others from being looked at, and the next look tries again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.RetentionFailed(_logger, cluster.Name, e);
                outcomes.Add(new RetentionOutcome(cluster.Name, 0, IsDone: false, ClusterRuns.Sentence(e)));
            }
        }

        await _store.RemoveActivityAsync(RetentionOptions.HorizonOf(_clock.GetUtcNow(), _options.ActivityDays), cancellationToken);
        return outcomes;
    }

    /// <summary>Removes at once, and to the end, what a cluster has from before a horizon.</summary>
    /// <param name="cluster">A cluster that the database knows.</param>
    /// <param name="horizon">First instant that is kept: the beginning of a UTC day.</param>
    /// <param name="person">Who says so, for the tool's own activity log.</param>
    /// <param name="removed">Told of how many events and unreadable records are removed so far, after each transaction.</param>
    /// <param name="cancellationToken">Stops between two transactions; what is removed stays removed.</param>
    /// <exception cref="LeaseLostException">Another process took the lease over; the rest is still there, and goes at the next time.</exception>
    public Task<RetentionOutcome> RemoveAsync(
        string cluster, DateTimeOffset horizon, string person, Action<long> removed, CancellationToken cancellationToken) =>
        RunAsync(cluster, horizon, person, TimeSpan.Zero, turn: null, removed, cancellationToken);

    private async Task<RetentionOutcome> LookAsync(ClusterRow cluster, CancellationToken cancellationToken)
    {
        var problems = await _runs.GetProblemsAsync(cluster.Name, cancellationToken);
        if (problems.Any(problem => problem.Part == ProblemParts.Clock))
        {
            return new RetentionOutcome(cluster.Name, 0, IsDone: false, "Nothing is removed while this machine's clock is off.");
        }

        return await RunAsync(cluster.Name, HorizonOf(cluster.Source), person: null, LongestWait, Turn, _ => { }, cancellationToken);
    }

    private async Task<RetentionOutcome> RunAsync(
        string cluster, DateTimeOffset horizon, string? person, TimeSpan wait, TimeSpan? turn, Action<long> removed, CancellationToken cancellationToken)
    {
        var since = _clock.GetTimestamp();
        while (!_gate.TryEnter(cluster))
        {
            if (_clock.GetElapsedTime(since) >= wait)
            {
                return Skipped(cluster);
            }

            await Task.Delay(WaitStep, _clock, cancellationToken);
        }

        try
        {
            ClusterLease? lease;
            while ((lease = await _leases.TryAcquireAsync(cluster, _harvest.LeaseDuration, cancellationToken)) is null)
            {
                if (_clock.GetElapsedTime(since) >= wait)
                {
                    return Skipped(cluster);
                }

                await Task.Delay(WaitStep, _clock, cancellationToken);
            }

            await using var keeper = new LeaseKeeper(_leases, lease, _harvest.LeaseDuration, _clock, _logger);
            return await RemoveAsync(keeper, horizon, person, turn, removed, cancellationToken);
        }
        finally
        {
            _gate.Leave(cluster);
        }
    }

    private async Task<RetentionOutcome> RemoveAsync(
        LeaseKeeper keeper, DateTimeOffset horizon, string? person, TimeSpan? turn, Action<long> removed, CancellationToken cancellationToken)
    {
        var cluster = keeper.Current.Cluster;
        if (await _store.MarkAsync(keeper.Current, horizon, person, cancellationToken) is not { } expiredTo)
        {
            return new RetentionOutcome(cluster, 0, IsDone: true, Skipped: null);
        }

        var started = _clock.GetTimestamp();
        var (total, isDone, next) = (0L, false, (DateTimeOffset?)null);
        while (!isDone && !(turn <= _clock.GetElapsedTime(started)))
        {
            var (count, after) = await _store.RemoveSliceAsync(keeper.Current, expiredTo, next, cancellationToken);
            (isDone, next) = (count == 0, after);
            removed(total += count);
        }

        if (total > 0)
        {
            await _store.RemoveTextsAsync(keeper.Current, cancellationToken);
            Log.Expired(_logger, cluster, expiredTo, total, isDone);
        }

        return new RetentionOutcome(cluster, total, isDone, Skipped: null);
    }

    private static RetentionOutcome Skipped(string cluster) =>
        new(cluster, 0, IsDone: false, $"A harvest or an import of {cluster} is under way.");
}

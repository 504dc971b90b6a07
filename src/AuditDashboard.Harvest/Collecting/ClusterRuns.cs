using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>The frame of every run, harvest or import: exclusion, lease, run record, pipeline, and an end that says what went wrong.</summary>
/// <remarks>
/// Points of death: before the run record nothing has happened; from then on the record stays open and is shown as abandoned,
/// each committed batch vouches for itself, and the lease expires. Nothing here needs to be repaired by a later run.
/// </remarks>
internal sealed class ClusterRuns(
    ClusterGate gate, LeaseStore leases, RunStore runs, QueryCatalog catalog, CommitBatch commit, CrashPoints crashPoints, HarvestOptions options,
    TimeProvider clock, ILogger<ClusterRuns> logger)
{
    private static readonly TimeSpan WaitStep = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, int> _stackRanks = catalog.Queries.ToDictionary(q => q.Id, q => q.StackRank, StringComparer.Ordinal);

    /// <summary>Runs <paramref name="work"/> as the only run of the cluster in any process.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="trigger">Why it runs.</param>
    /// <param name="register">Makes the cluster known before anything refers to it.</param>
    /// <param name="wait">How to wait for another run to end; null to skip instead.</param>
    /// <param name="work">Reads, and hands batches to the pipeline.</param>
    /// <param name="cancellationToken">Ends the run as cancelled.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the run record says so and the lease is given back.</exception>
    public async Task<HarvestSummary> ExecuteAsync(
        string cluster, RunTrigger trigger, Func<CancellationToken, Task> register, LeaseWait? wait,
        Func<RunContext, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (!await EnterAsync(cluster, wait, cancellationToken))
        {
            return Skipped(cluster, wait);
        }

        try
        {
            await register(cancellationToken);
            if (await AcquireAsync(cluster, wait, cancellationToken) is not { } lease)
            {
                return Skipped(cluster, wait);
            }

            await using var keeper = new LeaseKeeper(leases, lease, options.LeaseDuration, clock, logger);
            return await RunAsync(cluster, trigger, keeper, work, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
#pragma warning disable CA1031 // The edge of jobs and commands: nobody above can act on it, and people read the sentence.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.RunFailed(logger, cluster, null, e);
            return Summary(cluster, false, null, new RunTally(clock)) with { Errors = [Sentence(e)] };
        }
        finally
        {
            gate.Leave(cluster);
        }
    }

    /// <summary>What people read of an exception.</summary>
    public static string Sentence(Exception exception) => exception switch
    {
        LogSourceException or InputException or StorageException or LeaseLostException => exception.Message,
        SqliteException { SqliteErrorCode: 13 } => "The database could not be written: the disk is full. Make room; the next run continues where this one stopped.",
        SqliteException { SqliteErrorCode: 5 or 6 } => "The database was locked by another process for too long. The next run continues where this one stopped.",
        SqliteException sqlite => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"The database could not be used (SQLite error {sqlite.SqliteErrorCode}). The log says more."),
        { InnerException: SqliteException inner } => Sentence(inner),
        _ => "Something unexpected went wrong; the log says what.",
    };

    private async Task<HarvestSummary> RunAsync(
        string cluster, RunTrigger trigger, LeaseKeeper keeper, Func<RunContext, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var tally = new RunTally(clock);
        var runId = await runs.StartAsync(cluster, trigger, keeper.Current, cancellationToken);
        crashPoints.Pass(CrashPoint.RunStarted);

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, keeper.Lost);
        var pipeline = new BatchPipeline(cluster, runId, keeper, _stackRanks, commit, tally, ends.Token);
        var context = new RunContext(cluster, runId, keeper, pipeline, tally, runs, clock);
        var state = RunState.Failed;
        try
        {
            await work(context, ends.Token);
            await pipeline.CompleteAsync();
            state = tally.Errors.Count == 0 ? RunState.Succeeded : RunState.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            state = RunState.Cancelled;
        }
        catch (OperationCanceledException) when (keeper.Lost.IsCancellationRequested)
        {
            tally.Fail(new LeaseLostException(cluster).Message, []);
        }
#pragma warning disable CA1031 // The edge of a run: whatever it was, the run record has to say that it failed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.RunFailed(logger, cluster, runId, e);
            tally.Fail(Sentence(e), []);
        }

        await pipeline.AbandonAsync();
        crashPoints.Pass(CrashPoint.RunEnding);

        // Not cancellable: the record of a cancelled run is what says that it was cancelled.
        await runs.EndAsync(
            runId, state, tally.Errors.Count == 0 ? null : string.Join(" ", tally.Errors), tally.Rows(runId, state), CancellationToken.None);
        Log.RunEnded(
            logger, cluster, runId, tally.Windows, tally.Records, tally.EventsInserted, tally.EventsKnown, tally.Quarantined,
            (long)clock.GetElapsedTime(started).TotalMilliseconds);
        if (state == RunState.Cancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Summary(cluster, false, runId, tally);
    }

    private async Task<bool> EnterAsync(string cluster, LeaseWait? wait, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        while (!gate.TryEnter(cluster))
        {
            if (wait is null || clock.GetElapsedTime(since) >= wait.Longest)
            {
                return false;
            }

            wait.Waiting();
            await Task.Delay(WaitStep, clock, cancellationToken);
        }

        return true;
    }

    private async Task<ClusterLease?> AcquireAsync(string cluster, LeaseWait? wait, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            var lease = await leases.TryAcquireAsync(cluster, options.LeaseDuration, cancellationToken);
            if (lease is not null || wait is null || clock.GetElapsedTime(since) >= wait.Longest)
            {
                return lease;
            }

            wait.Waiting();
            await Task.Delay(WaitStep, clock, cancellationToken);
        }
    }

    private HarvestSummary Skipped(string cluster, LeaseWait? wait)
    {
        Log.RunSkipped(logger, cluster);
        var summary = Summary(cluster, true, null, new RunTally(clock));
        return wait is null ? summary : summary with { Errors = [wait.GaveUp] };
    }

    private static HarvestSummary Summary(string cluster, bool isSkipped, long? runId, RunTally tally) => new(
        cluster, isSkipped, runId, tally.Windows, tally.EventsInserted, tally.EventsKnown, tally.Quarantined, tally.Records, tally.Bytes, tally.Errors)
    {
        Ignored = tally.Ignored,
        CallsInserted = tally.CallsInserted,
    };
}

/// <summary>How to wait for another run of the same cluster.</summary>
/// <param name="Longest">When to give up.</param>
/// <param name="Waiting">Told at each step of waiting.</param>
/// <param name="GaveUp">The sentence that says so.</param>
internal sealed record LeaseWait(TimeSpan Longest, Action Waiting, string GaveUp);

using System.Threading.Channels;
using AuditDashboard.Storage.Ingest;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Commits batches in order on one side while the next ones are read on the other.</summary>
/// <remarks>Bounded: at most two batches wait, so memory stays bounded and a slow disk slows reading.</remarks>
internal sealed class BatchPipeline
{
    private readonly Channel<(PendingBatch? Batch, TaskCompletionSource? Reached)> _channel =
        Channel.CreateBounded<(PendingBatch?, TaskCompletionSource?)>(new BoundedChannelOptions(2) { SingleReader = true, SingleWriter = true });

    private readonly Task _committing;

    /// <summary>Starts committing.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="runId">The run that the batches belong to.</param>
    /// <param name="lease">The lease to write under.</param>
    /// <param name="stackRanks">Rank of each canned query in the stack.</param>
    /// <param name="commit">Writes one batch.</param>
    /// <param name="tally">Takes what the commits changed.</param>
    /// <param name="cancellationToken">Drops what is not committed.</param>
    public BatchPipeline(
        string cluster, long runId, LeaseKeeper lease, IReadOnlyDictionary<string, int> stackRanks, CommitBatch commit, RunTally tally,
        CancellationToken cancellationToken)
    {
        _committing = Task.Run(
            async () =>
            {
                try
                {
                    await foreach (var (batch, reached) in _channel.Reader.ReadAllAsync(cancellationToken))
                    {
                        if (batch is not null)
                        {
                            tally.Add(await commit(
                                new IngestBatch
                                {
                                    Cluster = cluster,
                                    RunId = runId,
                                    Lease = lease.Current,
                                    Events = batch.Events,
                                    Quarantined = batch.Quarantined,
                                    Coverage = batch.Coverage,
                                    FilePositions = batch.FilePositions,
                                    FileSpans = [.. batch.FileSpans.Select(s => new FileSpan(s.Key, s.Value))],
                                    Calls = batch.Calls,
                                    CallSpans = [.. batch.CallSpans.Select(s => new FileSpan(s.Key, s.Value))],
                                    StackRanks = stackRanks,
                                    BytesScanned = batch.BytesScanned,
                                    Charges = batch.Charges,
                                },
                                cancellationToken));
                        }

                        reached?.SetResult();
                    }
                }
                finally
                {
                    // Whoever still writes or waits learns that nothing is committed any more.
                    _channel.Writer.TryComplete();
                    while (_channel.Reader.TryRead(out var dropped))
                    {
                        dropped.Reached?.TrySetCanceled(CancellationToken.None);
                    }
                }
            },
            CancellationToken.None);
    }

    /// <summary>Hands a batch over; it must not be changed afterwards. Waits while two others wait.</summary>
    /// <exception cref="Exception">What an earlier commit failed with.</exception>
    public Task WriteAsync(PendingBatch batch, CancellationToken cancellationToken) =>
        batch.IsEmpty ? Task.CompletedTask : SendAsync(batch, null, cancellationToken);

    /// <summary>Waits until everything handed over is committed.</summary>
    /// <exception cref="Exception">What a commit failed with.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(null, reached, cancellationToken);
        if (await Task.WhenAny(reached.Task, _committing).WaitAsync(cancellationToken) == _committing)
        {
            await _committing;
        }
    }

    /// <summary>Commits the rest and ends.</summary>
    /// <exception cref="Exception">What a commit failed with.</exception>
    public async Task CompleteAsync()
    {
        _channel.Writer.TryComplete();
        await _committing;
    }

    /// <summary>Ends after a failure of the reading side: commits what was handed over, unless that fails too.</summary>
    public async Task AbandonAsync()
    {
        _channel.Writer.TryComplete();
        await ((Task)_committing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendAsync(PendingBatch? batch, TaskCompletionSource? reached, CancellationToken cancellationToken)
    {
        try
        {
            await _channel.Writer.WriteAsync((batch, reached), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            await _committing;
            throw;
        }
    }
}

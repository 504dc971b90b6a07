using System.Threading.Channels;
using AuditDashboard.Storage.Ingest;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Storage;

/// <summary>Tells open pages of new data, also of that which another process wrote. One instance a process.</summary>
public sealed class DataChanges
{
    /// <summary>Shortest time between two calls: a backfill commits many times a second, and a page need not follow each.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly AuditDatabase _database;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _pollInterval;
    private readonly ILogger<DataChanges> _logger;
    private readonly Lock _lock = new();
    private readonly List<ChangeSubscription> _subscriptions = [];

    /// <summary>Makes the watcher; nothing is watched yet.</summary>
    /// <param name="database">The database.</param>
    /// <param name="clock">Times polls and pauses.</param>
    /// <param name="pollInterval">How often to look for what another process wrote.</param>
    /// <param name="logger">Told of subscribers that fail.</param>
    public DataChanges(AuditDatabase database, TimeProvider clock, TimeSpan pollInterval, ILogger<DataChanges> logger)
    {
        _database = database;
        _clock = clock;
        _pollInterval = pollInterval;
        _logger = logger;
    }

    /// <summary>Calls <paramref name="onChanged"/> after each change of the database (coalesced), on a thread pool thread, until disposed.</summary>
    /// <remarks>One subscriber's calls never overlap; a change during a call leads to one more call. What it throws is logged and hurts nobody else.</remarks>
    public IDisposable Subscribe(Func<Task> onChanged)
    {
        var subscription = new ChangeSubscription(onChanged, _logger, Remove);
        lock (_lock)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    /// <summary>Watches the database until cancelled. The web host runs this as a background service.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        // Commits of this process are told at once; of those of others SQLite says only that there were some.
        var commits = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void OnCommitted() => commits.Writer.TryWrite(true);
        _database.Committed += OnCommitted;
        try
        {
            // The number is comparable only on the connection that gave it, so this one is held.
            await using var connection = await _database.OpenReadAsync(cancellationToken);
            using var version = new PreparedStatement(connection, "PRAGMA data_version", 0);
            var seen = version.Number();
            while (true)
            {
                var isOurs = await WaitAsync(commits.Reader, cancellationToken);
                var current = version.Number();
                if (isOurs || current != seen)
                {
                    seen = current;
                    Notify();
                    await Task.Delay(Pause, _clock, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            _database.Committed -= OnCommitted;
        }
    }

    private async Task<bool> WaitAsync(ChannelReader<bool> commits, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var commit = commits.WaitToReadAsync(waiting.Token).AsTask();
        var poll = Task.Delay(_pollInterval, _clock, waiting.Token);
        await Task.WhenAny(commit, poll);
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return commits.TryRead(out _);
    }

    private void Notify()
    {
        ChangeSubscription[] all;
        lock (_lock)
        {
            all = [.. _subscriptions];
        }

        foreach (var subscription in all)
        {
            subscription.Signal();
        }
    }

    private void Remove(ChangeSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
        }
    }
}

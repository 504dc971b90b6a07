using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Turns;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Storage;

/// <summary>One subscriber of <see cref="DataChanges"/>: calls it one at a time, and once more if something changed meanwhile.</summary>
internal sealed class ChangeSubscription(Func<Task> onChanged, ILogger logger, Action<ChangeSubscription> remove) : IDisposable
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int RunningAndDue = 2;

    // The watcher may see all; what a subscriber reads when it is called is read for whoever subscribed.
    private readonly ClusterScope _scope = ClusterScope.Current;
    private readonly string? _person = ReadingPerson.Current;

    private int _state;
    private volatile bool _isDisposed;

    /// <summary>Says that something changed; never waits.</summary>
    public void Signal()
    {
        if (Interlocked.CompareExchange(ref _state, Running, Idle) == Idle)
        {
            _ = Task.Run(RunAsync);
        }
        else
        {
            // Fails only if the call just ended, which then finds the state Idle again: hence the retry.
            if (Interlocked.CompareExchange(ref _state, RunningAndDue, Running) == Idle)
            {
                Signal();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        remove(this);
    }

    private async Task RunAsync()
    {
        using var entered = _scope.Enter();
        using var reading = ReadingPerson.Enter(_person);
        while (true)
        {
            try
            {
                if (!_isDisposed)
                {
                    await onChanged();
                }
            }
#pragma warning disable CA1031 // An edge: a page that fails to refresh must not stop the others from being told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.SubscriberFailed(logger, e);
            }

            if (Interlocked.CompareExchange(ref _state, Idle, Running) == Running)
            {
                return;
            }

            Interlocked.Exchange(ref _state, Running);
        }
    }
}

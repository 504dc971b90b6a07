using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared;

/// <summary>
/// A component that loads data: the newest load wins, an older one is cancelled, refreshes are joined, and everything stops when the
/// component goes. While the page is prerendered nothing is loaded: the reader sees the same skeleton that the circuit starts with.
/// </summary>
/// <typeparam name="TData">What one load gives; shown as a whole or not at all.</typeparam>
public abstract class LiveComponent<TData> : ComponentBase, IDisposable
    where TData : class
{
    private readonly CancellationTokenSource _lifetime = new();
    private CancellationTokenSource? _load;
    private bool _isRefreshWanted;

    [Inject]
    private protected ILoggerFactory Loggers { get; set; } = null!; // set by the framework before any method runs

    /// <summary>What the last good load gave; null until there was one.</summary>
    protected TData? Data { get; private set; }

    /// <summary>How far the data is.</summary>
    protected LoadPhase Phase { get; private set; } = LoadPhase.Loading;

    /// <summary>True while data for another state is being loaded over older, or a failed load is tried again. News that is fetched for the same state does not count: a live page must not dim every few seconds.</summary>
    protected bool IsReloading { get; private set; }

    /// <summary>A sentence for people if the last load failed (older data may still be shown); null otherwise.</summary>
    protected string? Failure { get; private set; }

    /// <summary>Cancelled when the component is disposed.</summary>
    protected CancellationToken Lifetime => _lifetime.Token;

    /// <summary>Loads. Runs outside the renderer's context, since SQLite answers synchronously: read parameters, return data, touch nothing else.</summary>
    protected abstract Task<TData> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Called on the renderer's context after each good load, before the component renders.</summary>
    protected virtual void OnLoaded(TData data)
    {
    }

    /// <summary>Loads anew, cancelling a load that is under way: for a change of state.</summary>
    protected Task ReloadAsync() => LoadAnewAsync(isForNews: false);

    private async Task LoadAnewAsync(bool isForNews)
    {
        if (!RendererInfo.IsInteractive || _lifetime.IsCancellationRequested)
        {
            return;
        }

        _load?.Cancel();
        using var load = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.Token);
        _load = load;
        _isRefreshWanted = false;
        IsReloading = !isForNews || Failure is not null;
        StateHasChanged();
        try
        {
            var data = await Task.Run(() => LoadAsync(load.Token), load.Token);
            if (_load == load && !load.IsCancellationRequested)
            {
                (Data, Phase, Failure) = (data, LoadPhase.Ready, null);
                OnLoaded(data);
            }
        }
        catch (OperationCanceledException) when (load.IsCancellationRequested)
        {
            return; // a newer load or the end of the component
        }
#pragma warning disable CA1031 // The edge of a panel: whatever failed, the rest of the page stays, and the log has the details.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (_load != load)
            {
                return;
            }

            SharedLog.LoadFailed(Loggers.CreateLogger(GetType()), exception, GetType().Name);
            Failure = exception is StorageException or NotAllowedException ? exception.Message : "The data could not be read. The log has the details.";
            Phase = Data is null ? LoadPhase.Failed : LoadPhase.Ready;
        }
        finally
        {
            if (_load == load)
            {
                _load = null;
                IsReloading = false;
                StateHasChanged();
            }
        }

        if (_isRefreshWanted && _load is null)
        {
            await LoadAnewAsync(isForNews: true);
        }
    }

    /// <summary>Loads anew because there is new data. A load that is under way is not cancelled, or a busy database would starve the page: it is followed by one more.</summary>
    protected Task RefreshAsync()
    {
        if (_load is not null)
        {
            _isRefreshWanted = true;
            return Task.CompletedTask;
        }

        return LoadAnewAsync(isForNews: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops loading.</summary>
    protected virtual void Dispose(bool isDisposing)
    {
        if (isDisposing)
        {
            _lifetime.Cancel();
            _lifetime.Dispose();
        }
    }
}

using AuditDashboard.Storage.Leases;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Renews a lease while work goes on and says when it is lost. Disposing stops renewing and gives the lease back.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly LeaseStore _leases;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;
    private volatile ClusterLease _current;

    public LeaseKeeper(LeaseStore leases, ClusterLease lease, TimeSpan duration, TimeProvider clock, ILogger logger)
    {
        _leases = leases;
        _duration = duration;
        _clock = clock;
        _logger = logger;
        _current = lease;
        _renewing = RenewAsync();
    }

    /// <summary>The lease as last renewed.</summary>
    public ClusterLease Current => _current;

    /// <summary>Cancelled once another holder has the lease.</summary>
    public CancellationToken Lost => _lost.Token;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        if (!_lost.IsCancellationRequested)
        {
            try
            {
                // Not cancellable: a lease that is not given back stops the cluster's harvest until it expires.
                await _leases.ReleaseAsync(_current, CancellationToken.None);
            }
#pragma warning disable CA1031 // The work is done and recorded; an unreleased lease only delays the next run until it expires.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.LeaseNotReleased(_logger, _current.Cluster, e);
            }
        }

        _lost.Dispose();
        _stop.Dispose();
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(_duration / 3, _clock, _stop.Token);
                if (await _leases.TryRenewAsync(_current, _duration, _stop.Token) is not { } renewed)
                {
                    await _lost.CancelAsync();
                    return;
                }

                _current = renewed;
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // A renewal that fails is tried again; if it keeps failing, the fencing number refuses the next commit.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.LeaseNotRenewed(_logger, _current.Cluster, e);
            }
        }
    }
}

using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Retention;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest.Forgetting;

/// <summary>Forgets a cluster under its lease, so that no harvest writes meanwhile. Killed anywhere, the next time goes on.</summary>
public sealed class ForgetRunner(ForgetStore store, LeaseStore leases, HarvestOptions options, TimeProvider clock, ILogger<ForgetRunner> logger)
{
    /// <summary>Removes everything that is stored of a cluster which the database knows.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="actor">Who does it, for the tool's own audit.</param>
    /// <param name="removed">Told of how many events and unreadable records are removed so far, after each transaction.</param>
    /// <param name="cancellationToken">Stops between two transactions; what is removed stays removed.</param>
    /// <returns>How many events and unreadable records were removed; null if another process or job has the cluster's lease.</returns>
    /// <exception cref="LeaseLostException">Another process took the lease over; the rest is still there.</exception>
    public async Task<long?> RunAsync(string cluster, string actor, Action<long> removed, CancellationToken cancellationToken)
    {
        if (await leases.TryAcquireAsync(cluster, options.LeaseDuration, cancellationToken) is not { } lease)
        {
            return null;
        }

        await using var keeper = new LeaseKeeper(leases, lease, options.LeaseDuration, clock, logger);
        await store.BeginAsync(keeper.Current, actor, cancellationToken);
        var total = 0L;
        while (await store.RemoveSliceAsync(keeper.Current, cancellationToken) is var count and > 0)
        {
            removed(total += count);
        }

        await store.RemoveTextsAsync(keeper.Current, cancellationToken);
        await store.EndAsync(keeper.Current, actor, total, cancellationToken);
        return total;
    }
}

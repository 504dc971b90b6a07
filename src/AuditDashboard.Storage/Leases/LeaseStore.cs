namespace AuditDashboard.Storage.Leases;

/// <summary>Lease rows, one a cluster: exclusion between processes.</summary>
public sealed class LeaseStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Takes the lease if it is free or expired; null if another holder has it.</summary>
    public Task<ClusterLease?> TryAcquireAsync(string cluster, TimeSpan duration, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only" + database.Path + clock);

    /// <summary>Prolongs the lease; null if it was lost.</summary>
    public Task<ClusterLease?> TryRenewAsync(ClusterLease lease, TimeSpan duration, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only");

    /// <summary>Gives the lease back; nothing happens if it was lost.</summary>
    public Task ReleaseAsync(ClusterLease lease, CancellationToken cancellationToken) => throw new NotSupportedException("contract only");
}

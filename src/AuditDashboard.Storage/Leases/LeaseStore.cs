using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Leases;

/// <summary>Lease rows, one a cluster: exclusion between processes.</summary>
public sealed class LeaseStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Takes the lease if it is free or expired, or its holder's process is gone for certain; null if another holder has it.</summary>
    public Task<ClusterLease?> TryAcquireAsync(string cluster, TimeSpan duration, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, _) => TryAcquire(connection, cluster, duration), cancellationToken);

    /// <summary>Prolongs the lease; null if it was lost.</summary>
    public Task<ClusterLease?> TryRenewAsync(ClusterLease lease, TimeSpan duration, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                using var renew = new PreparedStatement(
                    connection,
                    """
                    UPDATE lease SET expires = @3 WHERE holder = @1 AND fencing_number = @2 AND cluster_id = (SELECT id FROM cluster WHERE name = @0)
                    """,
                    4);
                var expires = Expiry(duration);
                return renew.Execute(StorableText.Keep(lease.Cluster), lease.Holder, lease.FencingNumber, expires) == 1 ? lease with { ExpiresMicros = expires } : null;
            },
            cancellationToken);

    /// <summary>Gives the lease back; nothing happens if it was lost.</summary>
    public Task ReleaseAsync(ClusterLease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                // The row stays: the fencing number must go on growing.
                using var release = new PreparedStatement(
                    connection,
                    """
                    UPDATE lease SET holder = '', expires = 0 WHERE holder = @1 AND fencing_number = @2 AND cluster_id = (SELECT id FROM cluster WHERE name = @0)
                    """,
                    3);
                return release.Execute(StorableText.Keep(lease.Cluster), lease.Holder, lease.FencingNumber);
            },
            cancellationToken);

    private ClusterLease? TryAcquire(SqliteConnection connection, string cluster, TimeSpan duration)
    {
        var clusterId = ClusterRows.IdOf(connection, cluster, ClusterRows.ImportSource);
        using var find = new PreparedStatement(connection, "SELECT holder, fencing_number, expires FROM lease WHERE cluster_id = @0", 1);
        var fencing = 0L;
        using (var reader = find.Read(clusterId))
        {
            if (reader.Read())
            {
                var isFree = reader.GetInt64(2) <= TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow()) || LeaseHolder.IsGone(reader.GetString(0));
                if (!isFree)
                {
                    return null;
                }

                fencing = reader.GetInt64(1);
            }
        }

        var lease = new ClusterLease(cluster, LeaseHolder.MakeNew(), fencing + 1, Expiry(duration));
        using var take = new PreparedStatement(
            connection,
            """
            INSERT INTO lease (cluster_id, holder, fencing_number, expires) VALUES (@0, @1, @2, @3)
            ON CONFLICT DO UPDATE SET holder = excluded.holder, fencing_number = excluded.fencing_number, expires = excluded.expires
            """,
            4);
        take.Execute(clusterId, lease.Holder, lease.FencingNumber, lease.ExpiresMicros);
        return lease;
    }

    private long Expiry(TimeSpan duration) => TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow() + duration);
}

using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Leases;

/// <summary>Checks leases inside transactions.</summary>
internal static class LeaseRows
{
    /// <summary>True if the lease is still the cluster's. One that has expired but was not taken over still counts: nobody else can have written.</summary>
    public static bool IsHeld(SqliteConnection connection, long clusterId, ClusterLease lease)
    {
        using var find = new PreparedStatement(
            connection, "SELECT count(*) FROM lease WHERE cluster_id = @0 AND holder = @1 AND fencing_number = @2", 3);
        return find.Number(clusterId, lease.Holder, lease.FencingNumber) == 1;
    }

    /// <summary>The row number of a cluster whose lease is held; without a lease the cluster is made if it is new.</summary>
    /// <exception cref="LeaseLostException">The lease is no longer the cluster's.</exception>
    public static long RequireCluster(SqliteConnection connection, string cluster, ClusterLease? lease)
    {
        if (lease is null)
        {
            return ClusterRows.IdOf(connection, cluster, ClusterRows.ImportSource);
        }

        return ClusterRows.Find(connection, cluster) is { } id && IsHeld(connection, id, lease) ? id : throw new LeaseLostException(cluster);
    }
}

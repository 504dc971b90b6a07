using System.Globalization;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Retention;

/// <summary>What the database holds of a cluster.</summary>
/// <param name="Source">Where it was read.</param>
/// <param name="Events">Stored events.</param>
/// <param name="FirstEvent">Time of the oldest; null if none has a time.</param>
/// <param name="LastEvent">Time of the newest; null if none has a time.</param>
/// <param name="Quarantined">Records that could not be read.</param>
/// <param name="Runs">Run records.</param>
public sealed record ClusterHoldings(string Source, long Events, DateTimeOffset? FirstEvent, DateTimeOffset? LastEvent, long Quarantined, long Runs);

/// <summary>Removes a cluster with all that is stored of it.</summary>
/// <remarks>
/// What vouches for events goes first, then the events in slices, then texts that only they had, then every row of every table that names the cluster,
/// the cluster's own last.
/// Killed anywhere, nothing vouches for what is gone, and forgetting again goes on where it stopped.
/// The tool's own audit is nobody's cluster: it stays, and says that the cluster was forgotten, in the transactions that begin and end it.
/// </remarks>
/// <param name="database">The database.</param>
/// <param name="crashPoints">Told of each numbered moment.</param>
/// <param name="clock">Says what today is, and when it was done.</param>
public sealed class ForgetStore(AuditDatabase database, CrashPoints crashPoints, TimeProvider clock)
{
    /// <summary>Most events, or quarantined records, that one transaction removes.</summary>
    internal const int SliceRows = 500;

    /// <summary>What would be removed; null if the database does not know the cluster.</summary>
    public Task<ClusterHoldings?> GetHoldingsAsync(string cluster, CancellationToken cancellationToken) => database.ReadAsync(
        (connection, _) =>
        {
            if (ClusterRows.Find(connection, cluster) is not { } id)
            {
                return null;
            }

            using var select = new PreparedStatement(
                connection,
                """
                SELECT source, (SELECT count(*) FROM event WHERE cluster_id = @0), (SELECT min(time) FROM event WHERE cluster_id = @0),
                    (SELECT max(time) FROM event WHERE cluster_id = @0), (SELECT count(*) FROM quarantine WHERE cluster_id = @0), (SELECT count(*) FROM run WHERE cluster_id = @0)
                FROM cluster WHERE id = @0
                """,
                1);
            using var reader = select.Read(id);
            reader.Read();
            return new ClusterHoldings(reader.GetString(0), reader.GetInt64(1), Instant(reader, 2), Instant(reader, 3), reader.GetInt64(4), reader.GetInt64(5));
        },
        cancellationToken);

    /// <summary>Removes what vouches for events and for what roles and bindings there are: from now on nothing of the cluster counts as collected.</summary>
    /// <param name="lease">The cluster's lease.</param>
    /// <param name="actor">Who does it, for the tool's own audit.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <exception cref="LeaseLostException">The lease is no longer the cluster's; nothing was removed.</exception>
    public Task BeginAsync(ClusterLease lease, string actor, CancellationToken cancellationToken) => WriteAsync(
        lease,
        (connection, clusterId) =>
        {
            foreach (var table in (string[])["coverage", "coverage_failure", "file_span", "file_position", "late_check", "listing", "trail_span"])
            {
                DeleteRows(connection, table, clusterId);
            }

            ActivityStore.Add(connection, database.ActivitySeal, Now(), ActivityKind.Forgotten, actor, $"Began to forget the cluster {lease.Cluster}.", address: null);
            crashPoints.Pass(CrashPoint.RemovalMarked);
            return 0;
        },
        cancellationToken);

    /// <summary>Removes at most <see cref="SliceRows"/> events, or quarantined records.</summary>
    /// <returns>How many were removed; 0 once there are no more.</returns>
    /// <exception cref="LeaseLostException">The lease is no longer the cluster's; nothing was removed.</exception>
    public Task<int> RemoveSliceAsync(ClusterLease lease, CancellationToken cancellationToken) => WriteAsync(
        lease,
        (connection, clusterId) => new SliceRemoval(connection, crashPoints, clusterId, SliceRows).Run(long.MaxValue),
        cancellationToken);

    /// <summary>Removes texts without an index that no event has any more, such as the names of programs.</summary>
    /// <exception cref="LeaseLostException">The lease is no longer the cluster's; nothing was removed.</exception>
    public async Task RemoveTextsAsync(ClusterLease lease, CancellationToken cancellationToken)
    {
        var unused = await database.ReadAsync(SharedTexts.FindUnused, cancellationToken);
        await WriteAsync(
            lease,
            (connection, _) =>
            {
                unused.Remove(connection, cancellationToken);
                crashPoints.Pass(CrashPoint.BeforeRemovalCommit);
                return 0;
            },
            cancellationToken);
    }

    /// <summary>Removes the rest, the cluster itself and the lease included. What was billed for it today still counts against its budget if it comes back.</summary>
    /// <param name="lease">The cluster's lease.</param>
    /// <param name="actor">Who does it, for the tool's own audit.</param>
    /// <param name="removed">How many events and unreadable records were removed, for the tool's own audit.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <exception cref="LeaseLostException">The lease is no longer the cluster's; nothing was removed.</exception>
    public Task EndAsync(ClusterLease lease, string actor, long removed, CancellationToken cancellationToken) => WriteAsync(
        lease,
        (connection, clusterId) =>
        {
            ForgottenSpend.Keep(connection, lease.Cluster, clusterId, Now());

            // Asked of the file, so that no table of a later version is forgotten to be forgotten.
            using (var defer = new PreparedStatement(connection, "PRAGMA defer_foreign_keys = ON", 0))
            {
                defer.Execute();
            }

            foreach (var table in TablesOfClusters(connection))
            {
                DeleteRows(connection, table, clusterId);
            }

            using var history = new PreparedStatement(connection, "DELETE FROM query_history WHERE cluster = @0", 1);
            history.Execute(StorableText.Keep(lease.Cluster));
            using var delete = new PreparedStatement(connection, "DELETE FROM cluster WHERE id = @0", 1);
            delete.Execute(clusterId);
            ActivityStore.Add(
                connection, database.ActivitySeal, Now(), ActivityKind.Forgotten, actor,
                string.Create(CultureInfo.InvariantCulture, $"Forgot the cluster {lease.Cluster}: {removed} {(removed == 1 ? "event or unreadable record" : "events and unreadable records")} removed."),
                address: null);
            crashPoints.Pass(CrashPoint.BeforeRemovalCommit);
            return 0;
        },
        cancellationToken);

    private Task<int> WriteAsync(ClusterLease lease, Func<SqliteConnection, long, int> write, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) => ClusterRows.Find(connection, lease.Cluster) is { } clusterId && LeaseRows.IsHeld(connection, clusterId, lease)
            ? write(connection, clusterId)
            : throw new LeaseLostException(lease.Cluster),
        cancellationToken,
        _ => crashPoints.Pass(CrashPoint.RemovalCommitted));

    private long Now() => TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());

    private static void DeleteRows(SqliteConnection connection, string table, long clusterId)
    {
        using var delete = new PreparedStatement(connection, $"DELETE FROM \"{table}\" WHERE cluster_id = @0", 1);
        delete.Execute(clusterId);
    }

    private static List<string> TablesOfClusters(SqliteConnection connection)
    {
        using var select = new PreparedStatement(
            connection,
            "SELECT t.name FROM sqlite_master t WHERE t.type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.name = 'cluster_id')",
            0);
        using var reader = select.Read();
        var tables = new List<string>();
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private static DateTimeOffset? Instant(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(column));
}

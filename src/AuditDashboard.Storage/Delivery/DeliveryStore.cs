using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Text;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Delivery;

/// <summary>What is known of how late a cluster's source delivers, and how far the search for late events is.</summary>
public sealed class DeliveryStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Counts older than this say nothing of today's delivery any more. Unit: days.</summary>
    private const int LearnedDays = 7;

    /// <summary>How many events of the last seven days were delivered within how many seconds: ascending, each count for itself.</summary>
    public Task<IReadOnlyList<(TimeSpan UpTo, long Events)>> GetDelaysAsync(string cluster, CancellationToken cancellationToken)
    {
        var since = ScanCostWriter.DayOf(TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow())) - LearnedDays;
        return database.QueryAsync<IReadOnlyList<(TimeSpan, long)>>(
            async (context, token) =>
            {
                var rows = await (
                    from d in context.DeliveryDelays
                    join c in context.Clusters on d.ClusterId equals c.Id
                    where c.Name == cluster && d.Day > since
                    group d.Events by d.UpToSeconds into bucket
                    orderby bucket.Key
                    select new { bucket.Key, Events = bucket.Sum() }).ToListAsync(token);
                return [.. rows.Select(r => (TimeSpan.FromSeconds(r.Key), r.Events))];
            },
            cancellationToken);
    }

    /// <summary>How far the search for late events is; null before the first.</summary>
    public Task<LateCheck?> GetLateCheckAsync(string cluster, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, _) =>
            {
                using var select = new PreparedStatement(
                    connection, "SELECT done_to, pass_started, pass_at FROM late_check WHERE cluster_id = (SELECT id FROM cluster WHERE name = @0)", 1);
                Span<long?> found = stackalloc long?[3];
                return select.TryNumbers(found, StorableText.Keep(cluster)) ? new LateCheck(found[0].GetValueOrDefault(), found[1], found[2]) : null;
            },
            cancellationToken);

    /// <summary>Notes how far the search is. What it found must be committed before.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="check">How far it is.</param>
    /// <param name="lease">The lease under which it was searched; null only where none was taken.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <exception cref="LeaseLostException">The lease is no longer the cluster's; nothing was noted.</exception>
    public Task SetLateCheckAsync(string cluster, LateCheck check, ClusterLease? lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                var clusterId = LeaseRows.RequireCluster(connection, cluster, lease);
                using var upsert = new PreparedStatement(
                    connection,
                    """
                    INSERT INTO late_check (cluster_id, done_to, pass_started, pass_at) VALUES (@0, @1, @2, @3)
                    ON CONFLICT DO UPDATE SET done_to = excluded.done_to, pass_started = excluded.pass_started, pass_at = excluded.pass_at
                    """,
                    4);
                return upsert.Execute(clusterId, check.DoneToMicros, check.PassStartedMicros, check.PassAtMicros);
            },
            cancellationToken);
}

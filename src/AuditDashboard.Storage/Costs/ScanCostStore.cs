using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Costs;

/// <summary>What sources billed, by cluster, day, purpose and query.</summary>
public sealed class ScanCostStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Days whose scans say how much a log holds.</summary>
    private const int RatedDays = 7;

    /// <summary>Adds charges that belong to no batch: a query that failed or was stopped, or that a person ran.</summary>
    /// <remarks>Of a cluster that is not stored (it was forgotten while the scan ran), only today's sum is kept, under its name: it is not made anew.</remarks>
    public Task AddAsync(string cluster, IReadOnlyList<ScanCharge> charges, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                if (ClusterRows.Find(connection, cluster) is { } clusterId)
                {
                    new ScanCostWriter(connection, clusterId, Now()).Add(charges, new QueryRanks(connection, new Dictionary<string, int>()));
                }
                else
                {
                    ForgottenSpend.Add(connection, cluster, charges.Sum(charge => charge.PricePicos), Now());
                }

                return charges.Count;
            },
            cancellationToken);

    /// <summary>What was billed since a UTC day, newest day first.</summary>
    /// <param name="cluster">The cluster; null for all.</param>
    /// <param name="since">The first day.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public Task<IReadOnlyList<ScanDay>> GetDaysAsync(string? cluster, DateOnly since, CancellationToken cancellationToken)
    {
        var first = NumberOf(since);
        return database.QueryAsync<IReadOnlyList<ScanDay>>(
            async (context, token) =>
            {
                var rows = await (
                    from d in context.ScanDays
                    join c in context.Clusters on d.ClusterId equals c.Id
                    join q in context.Queries on d.QueryId equals q.Id into found
                    from query in found.DefaultIfEmpty()
                    where d.Day >= first && (cluster == null || c.Name == cluster)
                    orderby d.Day descending, c.Name, d.Purpose, d.QueryId
                    select new { d, Cluster = c.Name, Query = query == null ? null : query.Name }).ToListAsync(token);
                return
                [
                    .. rows.Select(r => new ScanDay(
                        r.Cluster, DayOf(r.d.Day), (ScanPurpose)r.d.Purpose, r.Query, r.d.Bytes, r.d.AloneBytes, r.d.Scans, r.d.PricePicos)),
                ];
            },
            cancellationToken);
    }

    /// <summary>What was billed for a cluster on the UTC day of now, in units of 10⁻¹² US dollars; what was billed before it was forgotten is part of it.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public Task<long> GetSpentTodayAsync(string cluster, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, _) =>
            {
                using var select = new PreparedStatement(
                    connection,
                    """
                    SELECT (SELECT coalesce(sum(price_picos), 0) FROM scan_day WHERE cluster_id = (SELECT id FROM cluster WHERE name = @0) AND day = @1)
                        + (SELECT coalesce(sum(price_picos), 0) FROM forgotten_spend WHERE cluster = @0 AND day = @1)
                    """,
                    2);
                return select.Number(StorableText.Keep(cluster), ScanCostWriter.DayOf(Now())) ?? 0;
            },
            cancellationToken);

    /// <summary>What was billed for a cluster on the UTC day of now before it was forgotten, in units of 10⁻¹² US dollars.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public Task<long> GetForgottenTodayAsync(string cluster, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, _) =>
            {
                using var select = new PreparedStatement(connection, "SELECT price_picos FROM forgotten_spend WHERE cluster = @0 AND day = @1", 2);
                return select.Number(StorableText.Keep(cluster), ScanCostWriter.DayOf(Now())) ?? 0;
            },
            cancellationToken);

    /// <summary>How much a cluster's log holds, as scans of the last seven days found it; null if there were none.</summary>
    public Task<ScanRate?> GetRateAsync(string cluster, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, _) =>
            {
                using var select = new PreparedStatement(
                    connection,
                    """
                    SELECT sum(bytes), sum(window_micros), max(peak_bytes_per_second) FROM scan_rate
                    WHERE cluster_id = (SELECT id FROM cluster WHERE name = @0) AND day > @1
                    """,
                    2);
                Span<long?> found = stackalloc long?[3];
                if (!select.TryNumbers(found, StorableText.Keep(cluster), ScanCostWriter.DayOf(Now()) - RatedDays) || found[1] is not { } micros || micros <= 0)
                {
                    return null;
                }

                return new ScanRate(found[0].GetValueOrDefault() * 1_000_000.0 / micros, found[2].GetValueOrDefault());
            },
            cancellationToken);

    /// <summary>The UTC day of now.</summary>
    public DateOnly Today => DayOf(ScanCostWriter.DayOf(Now()));

    private static DateOnly DayOf(long day) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)day);

    private static long NumberOf(DateOnly day) => day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private long Now() => TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
}

using AuditDashboard.Storage.Text;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Quarantine;

/// <summary>Reads the quarantine.</summary>
public sealed class QuarantineReader(AuditDatabase database)
{
    /// <summary>Newest first, at most <paramref name="limit"/> (1 to 200), before the row <paramref name="beforeId"/> if given, optionally those that may match one query.</summary>
    public Task<IReadOnlyList<QuarantineRow>> GetPageAsync(
        string cluster, string? mayMatchQuery, long? beforeId, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 200);
        var name = StorableText.Keep(cluster);
        return database.QueryAsync<IReadOnlyList<QuarantineRow>>(
            async (context, token) =>
            {
                var rows = await (
                    from record in context.Quarantine
                    join c in context.Clusters on record.ClusterId equals c.Id
                    where c.Name == name
                        && (beforeId == null || record.Id < beforeId)
                        && (mayMatchQuery == null || context.QuarantineMatches.Any(m =>
                            m.QuarantineId == record.Id && context.Queries.Any(q => q.Id == m.QueryId && q.Name == mayMatchQuery)))
                    orderby record.Id descending
                    select record).Take(limit).ToListAsync(token);
                var ids = rows.Select(r => r.Id).ToList();
                var matches = await (
                    from m in context.QuarantineMatches
                    join q in context.Queries on m.QueryId equals q.Id
                    where ids.Contains(m.QuarantineId)
                    orderby q.Name
                    select new { m.QuarantineId, q.Name }).ToListAsync(token);
                var byRecord = matches.ToLookup(m => m.QuarantineId, m => m.Name);
                return
                [
                    .. rows.Select(r => new QuarantineRow(
                        r.Id, r.Reason, r.Source, Instant(r.Time), TimeWindow.FromMicrosSinceEpoch(r.SeenAt), [.. byRecord[r.Id]], r.Content)),
                ];
            },
            cancellationToken);
    }

    /// <summary>How many records of a cluster are in quarantine, and how many may match each query (key: query id).</summary>
    public Task<(long Total, IReadOnlyDictionary<string, long> MayMatch)> CountAsync(string cluster, CancellationToken cancellationToken)
    {
        var name = StorableText.Keep(cluster);
        return database.QueryAsync<(long, IReadOnlyDictionary<string, long>)>(
            async (context, token) =>
            {
                var ofCluster =
                    from record in context.Quarantine
                    join c in context.Clusters on record.ClusterId equals c.Id
                    where c.Name == name
                    select record;
                var total = await ofCluster.LongCountAsync(token);
                var mayMatch = await (
                    from record in ofCluster
                    join m in context.QuarantineMatches on record.Id equals m.QuarantineId
                    join q in context.Queries on m.QueryId equals q.Id
                    group q by q.Name into byQuery
                    select new { byQuery.Key, Count = byQuery.LongCount() }).ToDictionaryAsync(x => x.Key, x => x.Count, token);
                return (total, mayMatch);
            },
            cancellationToken);
    }

    /// <summary>How many records in quarantine hold the words of one of some queries, and so may be events that these select; of whatever time, which is seldom known.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="queries">Ids of the queries.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    public Task<long> CountMayMatchAsync(string? cluster, IReadOnlyCollection<string> queries, CancellationToken cancellationToken)
    {
        var name = StorableText.Keep(cluster);
        return database.QueryAsync(
            (context, token) => (
                from record in context.Quarantine
                join c in context.Clusters on record.ClusterId equals c.Id
                where (name == null || c.Name == name)
                    && context.QuarantineMatches.Any(m => m.QuarantineId == record.Id && context.Queries.Any(q => q.Id == m.QueryId && queries.Contains(q.Name)))
                select record).LongCountAsync(token),
            cancellationToken);
    }

    private static DateTimeOffset? Instant(long? micros) =>
        micros is { } m && m >= TimeWindow.ToMicrosSinceEpoch(DateTimeOffset.MinValue) && m <= TimeWindow.ToMicrosSinceEpoch(DateTimeOffset.MaxValue)
            ? TimeWindow.FromMicrosSinceEpoch(m)
            : null;
}

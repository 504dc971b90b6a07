using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Text;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Runs;

/// <summary>Standing problems and failed windows.</summary>
internal sealed class ProblemRows(AuditDatabase database, TimeProvider clock)
{
    public Task NoteAsync(string cluster, string part, string message, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                if (ClusterRows.Find(connection, cluster) is not { } clusterId)
                {
                    return 0; // it was forgotten meanwhile
                }

                using var upsert = new PreparedStatement(
                    connection,
                    """
                    INSERT INTO problem (cluster_id, part, message, first_seen, last_seen, count) VALUES (@0, @1, @2, @3, @3, 1)
                    ON CONFLICT DO UPDATE SET last_seen = excluded.last_seen, count = count + 1
                    """,
                    4);
                return upsert.Execute(clusterId, StorableText.Keep(part), StorableText.Keep(message), Now());
            },
            cancellationToken);

    public Task ClearAsync(string cluster, string? part, string? message, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                using var delete = new PreparedStatement(
                    connection, "DELETE FROM problem WHERE cluster_id = (SELECT id FROM cluster WHERE name = @0) AND (@1 IS NULL OR part = @1) AND (@2 IS NULL OR message = @2)", 3);
                return delete.Execute(StorableText.Keep(cluster), StorableText.Keep(part), StorableText.Keep(message));
            },
            cancellationToken);

    public Task<IReadOnlyList<SourceProblem>> GetAsync(string cluster, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<SourceProblem>>(
            async (context, token) =>
            {
                var rows = await (
                    from p in context.Problems
                    join c in context.Clusters on p.ClusterId equals c.Id
                    where c.Name == cluster
                    orderby p.LastSeen descending, p.Part, p.Message
                    select p).ToListAsync(token);
                return
                [
                    .. rows.Select(p => new SourceProblem(
                        p.Part, p.Message, TimeWindow.FromMicrosSinceEpoch(p.FirstSeen), TimeWindow.FromMicrosSinceEpoch(p.LastSeen), p.Count)),
                ];
            },
            cancellationToken);

    public Task NoteFailedWindowAsync(
        string cluster, IReadOnlyList<string> queryIds, TimeWindow window, string reason, bool takesBack, ClusterLease? lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                if (window.IsEmpty)
                {
                    return 0;
                }

                var clusterId = LeaseRows.RequireCluster(connection, cluster, lease);
                var queries = new QueryRanks(connection, new Dictionary<string, int>());
                var coverage = new CoverageWriter(connection, clusterId, Now());
                foreach (var queryId in queryIds)
                {
                    var query = queries.IdOf(queryId);
                    coverage.AddFailure(query, window, StorableText.Keep(reason));
                    if (takesBack)
                    {
                        coverage.TakeBack(query, window);
                    }
                }

                return queryIds.Count;
            },
            cancellationToken);

    private long Now() => TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
}

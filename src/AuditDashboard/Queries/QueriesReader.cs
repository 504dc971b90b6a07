using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Jobs;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Queries;

/// <summary>Reads what the page Queries shows. Singleton: holds nothing between loads.</summary>
public sealed class QueriesReader(QueryCatalog catalog, ClusterStore clusters, RunStore runs, ClusterRegistry registry, HarvestSchedule schedule)
{
    private const int RunsShown = 8;

    /// <summary>Reads the catalog with the last runs in one cluster, or in all (null).</summary>
    public async Task<QueriesData> ReadAsync(string? cluster, CancellationToken cancellationToken)
    {
        string[] names = [.. (await clusters.GetAllAsync(cancellationToken)).Select(row => row.Name).Where(name => cluster is null || name == cluster)];
        ConfiguredCluster[] configured = [.. registry.Clusters.Where(found => cluster is null || found.Name == cluster)];
        return new QueriesData
        {
            Rows = await RowsAsync(catalog.Queries, names, cancellationToken),
            TrailRows = await RowsAsync(TrailQueries.All, names, cancellationToken),
            HasTrail = configured.Any(found => found.Trail is not null),
            Clusters = [.. configured.Select(found => new HarvestedCluster(found.Name, schedule.GetNextRun(found.Name)))],
        };
    }

    private async Task<IReadOnlyList<CatalogRow>> RowsAsync(IEnumerable<CannedQuery> queries, string[] clusters, CancellationToken cancellationToken)
    {
        var rows = new List<CatalogRow>();
        foreach (var query in queries)
        {
            var found = new List<CatalogRun>();
            foreach (var name in clusters)
            {
                found.AddRange((await runs.GetLatestOfQueryAsync(name, query.Id, RunsShown, cancellationToken)).Select(run => new CatalogRun(name, run)));
            }

            rows.Add(new CatalogRow(query, [.. found.OrderByDescending(run => run.Run.StartedAt).Take(RunsShown)]));
        }

        return rows;
    }
}

using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Clusters;

namespace AuditDashboard.Exports.Tables;

/// <summary>What is asked of a list: the query of its page's address.</summary>
/// <param name="query">The query.</param>
/// <param name="now">What a relative range ends at.</param>
/// <param name="clusters">The clusters that the asker may read.</param>
internal sealed class TableRequest(PageQuery query, DateTimeOffset now, IReadOnlyList<ClusterRow> clusters)
{
    /// <summary>The query; what nobody takes of it is refused.</summary>
    public PageQuery Query { get; } = query;

    /// <summary>What a relative range ends at.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>Why there is nothing to export: sentences.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Reads cluster and window.</summary>
    public Scoped ReadScope()
    {
        PageScope.TryFrom(Query, out var scope, out var problems);
        Problems.AddRange(problems);
        if (scope.Cluster is { } cluster && clusters.All(row => row.Name != cluster))
        {
            // An empty file would read as nothing happening.
            Problems.Add(NoSuchCluster(cluster, clusters));
        }

        return new(scope, scope.Resolve(Now));
    }

    /// <summary>Reads a list without a scope: only the version that shared links carry.</summary>
    public WholeList ReadVersion()
    {
        UrlVersion.Take(Query, Problems);
        return new();
    }

    /// <summary>The clusters of a scope.</summary>
    public IEnumerable<ClusterRow> InScope(string? cluster) => clusters.Where(row => cluster is null || row.Name == cluster);

    /// <summary>That there is no such cluster, and which there are.</summary>
    public static string NoSuchCluster(string cluster, IReadOnlyList<ClusterRow> known) =>
        $"There is no cluster '{cluster}'. {(known.Count == 0 ? "There is none yet." : $"Known are {string.Join(", ", known.Select(row => row.Name))}.")}";
}

using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Queries;

/// <summary>What the page Queries shows.</summary>
public sealed record QueriesData
{
    /// <summary>The catalog in its order, each query with its last runs.</summary>
    public required IReadOnlyList<CatalogRow> Rows { get; init; }

    /// <summary>The queries of CloudTrail's log groups, each with its last runs.</summary>
    public required IReadOnlyList<CatalogRow> TrailRows { get; init; }

    /// <summary>Whether a cluster in scope has a log group of CloudTrail in the settings.</summary>
    public required bool HasTrail { get; init; }

    /// <summary>The clusters in scope that the settings name, each with its next run.</summary>
    public required IReadOnlyList<HarvestedCluster> Clusters { get; init; }
}

/// <summary>A canned query with its last runs in the clusters in scope, newest first.</summary>
public sealed record CatalogRow(CannedQuery Query, IReadOnlyList<CatalogRun> Runs);

/// <summary>What one run did for a query.</summary>
public sealed record CatalogRun(string Cluster, RunQueryRow Run);

/// <summary>A cluster that is harvested.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NextRun">When it is harvested next; null if the schedule is off.</param>
public sealed record HarvestedCluster(string Name, DateTimeOffset? NextRun);

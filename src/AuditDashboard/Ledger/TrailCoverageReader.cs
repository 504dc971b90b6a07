using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Ledger;

/// <summary>Reads what vouches for a cluster's calls of the AWS API: its log group of CloudTrail where it has one, and files. Singleton: holds nothing itself.</summary>
public sealed class TrailCoverageReader(TrailReads trail, CoverageReader coverage, ScopeCoverageReader scope, ClusterRegistry registry)
{
    /// <summary>Reads it.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="window">The window.</param>
    /// <param name="query">What is asked of the log group.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<TrailCoverage> ReadAsync(string cluster, TimeWindow window, CannedQuery query, CancellationToken cancellationToken)
    {
        var files = await trail.GetCoverageAsync(cluster, cancellationToken);
        var collected = await coverage.GetCollectedAsync(cluster, new CoverageQuery(query.Id, query.SelectionHash), settledOnly: false, cancellationToken);
        var isConfigured = registry.TryGet(cluster, out var configured) && configured.Trail is not null;
        return files with
        {
            // What was collected before the setting was taken away still counts.
            Group = isConfigured || collected.Intervals.Count > 0 ? await scope.GetTrailAsync(cluster, window, [query], cancellationToken) : null,
            GroupFromMicros = collected.Intervals.Count > 0 ? collected.Intervals[0].FromMicros : null,
        };
    }
}

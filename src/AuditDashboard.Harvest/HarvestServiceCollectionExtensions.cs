using AuditDashboard.Harvest.Clusters;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Harvest;

/// <summary>Registers harvest and import.</summary>
public static class HarvestServiceCollectionExtensions
{
    /// <summary>Adds the runners and the log sources of the configured clusters; needs storage, the catalog, a <see cref="TimeProvider"/> and logging.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="options">Validated settings.</param>
    /// <param name="clusters">Validated clusters; empty means the demo cluster alone.</param>
    /// <param name="contentRoot">Absolute path that relative paths are under.</param>
    public static IServiceCollection AddHarvest(
        this IServiceCollection services, HarvestOptions options, IReadOnlyList<ClusterOptions> clusters, string contentRoot) =>
        throw new NotSupportedException("contract only");
}

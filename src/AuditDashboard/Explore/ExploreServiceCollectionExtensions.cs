using AuditDashboard.Explore.Editing;
using AuditDashboard.Explore.Running;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Kubernetes.Redaction;

namespace AuditDashboard.Explore;

/// <summary>Registers the page Explore.</summary>
internal static class ExploreServiceCollectionExtensions
{
    /// <summary>Adds what the page reads and runs with.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="options">Validated settings.</param>
    /// <param name="contentRoot">Absolute path that relative paths of clusters are under.</param>
    public static IServiceCollection AddExplore(this IServiceCollection services, ExploreOptions options, string contentRoot) => services
        .AddSingleton(options)
        .AddSingleton(p => new FileRecords(
            p.GetRequiredService<ClusterRegistry>(), p.GetRequiredService<RecordReader>(), p.GetRequiredService<Redactor>(), contentRoot))
        .AddSingleton<CloudWatchRuns>()
        .AddSingleton<ExploreRunner>()
        .AddSingleton<SeenFieldReader>()
        .AddSingleton<ExploreReader>();
}

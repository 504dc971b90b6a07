using AuditDashboard.Explore.Downloads;
using AuditDashboard.Explore.Editing;
using AuditDashboard.Explore.Running;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Kubernetes.Redaction;

namespace AuditDashboard.Explore;

/// <summary>Registers the page Explore and maps its files.</summary>
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
        .AddSingleton<ResultOffers>()
        .AddSingleton<ResultEndpoint>()
        .AddSingleton<SeenFieldReader>()
        .AddSingleton<ExploreReader>();

    /// <summary>Maps the files of results.</summary>
    public static void MapExplore(this WebApplication app) =>
        app.MapGet(ResultPaths.Route, (string key, ResultEndpoint endpoint, HttpContext context) => endpoint.GetAsync(key, context)).ExcludeFromDescription();
}

using AuditDashboard.Harvest.Asking;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Harvest.Comparing;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.Forgetting;
using AuditDashboard.Harvest.Import;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Jobs;
using AuditDashboard.Harvest.LookBacks;
using AuditDashboard.Harvest.Planning;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.Harvest.Semantics;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.Harvest.Sources.Demo;
using AuditDashboard.Harvest.Sources.Demo.Trail;
using AuditDashboard.Harvest.Sources.Files;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Delivery;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Files;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.LookBacks;
using AuditDashboard.Storage.Retention;
using AuditDashboard.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest;

/// <summary>Registers harvest and import.</summary>
public static class HarvestServiceCollectionExtensions
{
    /// <summary>Adds the runners and the log sources of the configured clusters; needs storage, the catalog, a <see cref="TimeProvider"/> and logging.
    /// <see cref="CloudWatchOptions"/> and <see cref="RetentionOptions"/> that are registered before are taken, else their defaults.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="options">Validated settings.</param>
    /// <param name="clusters">Validated clusters; empty means the demo cluster alone.</param>
    /// <param name="contentRoot">Absolute path that relative paths are under.</param>
    public static IServiceCollection AddHarvest(
        this IServiceCollection services, HarvestOptions options, IReadOnlyList<ClusterOptions> clusters, string contentRoot)
    {
        IReadOnlyList<ClusterOptions> configured = clusters.Count > 0 ? clusters : [new ClusterOptions { Name = "demo", Source = "Demo" }];
        services.TryAddSingleton(options);
        services.TryAddSingleton<CloudWatchOptions>();
        services.TryAddSingleton<RetentionOptions>();
        services.TryAddSingleton(p => new QueryQueues(p.GetRequiredService<TimeProvider>(), p.GetRequiredService<CloudWatchOptions>()));
        services.TryAddSingleton<CloudWatchSources>();
        services.TryAddSingleton(p => new ClusterRegistry(
        [
            .. configured.Select(c => new ConfiguredCluster(c, MakeSource(c, options, contentRoot, p), CronOf(c, options)) { Trail = MakeTrail(c, p) }),
        ]));
        services.TryAddSingleton(p => new Redactor(p.GetRequiredService<AuditDatabase>().GetInstallationKey()));
        services.TryAddSingleton(CrashPoints.None);
        services.TryAddSingleton<CommitBatch>(p => p.GetRequiredService<EventIngest>().CommitAsync);
        services.TryAddSingleton(_ => new RecordReader(options.MaxLineBytes));
        services.TryAddSingleton<ClusterGate>();
        services.TryAddSingleton<SearchMemory>();
        services.TryAddSingleton<ScanBudgets>();
        services.TryAddSingleton<ReadingDelays>();
        services.TryAddSingleton<ClusterRuns>();
        services.TryAddSingleton<ForgetRunner>();

        // By hand: their constructors take internal types and are internal with them.
        services.TryAddSingleton(p => new HarvestRunner(
            p.GetRequiredService<ClusterRegistry>(), p.GetRequiredService<ClusterRuns>(), p.GetRequiredService<ClusterStore>(),
            p.GetRequiredService<CoverageReader>(), p.GetRequiredService<FilePositionReader>(), p.GetRequiredService<RunStore>(),
            p.GetRequiredService<QueryCatalog>(), p.GetRequiredService<Redactor>(), p.GetRequiredService<CrashPoints>(),
            p.GetRequiredService<HarvestOptions>(), p.GetRequiredService<RetentionOptions>(), p.GetRequiredService<DeliveryStore>(), p.GetRequiredService<ScanCostStore>(),
            p.GetRequiredService<ScanBudgets>(), p.GetRequiredService<SearchMemory>(), p.GetRequiredService<ReadingDelays>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<HarvestRunner>>()));
        services.TryAddSingleton<LookBackPlanner>();
        services.TryAddSingleton<LogGroupDesk>();
        services.TryAddSingleton(p => new LookBackRunner(
            p.GetRequiredService<LookBackStore>(), p.GetRequiredService<LookBackPlanner>(), p.GetRequiredService<HarvestRunner>(),
            p.GetRequiredService<HistoryReader>(), p.GetRequiredService<EventReader>(), p.GetRequiredService<HarvestOptions>(), p.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(p => new RetentionRunner(
            p.GetRequiredService<ExpiryStore>(), p.GetRequiredService<ClusterStore>(), p.GetRequiredService<ClusterGate>(), p.GetRequiredService<LeaseStore>(),
            p.GetRequiredService<RunStore>(), p.GetRequiredService<HarvestOptions>(), p.GetRequiredService<RetentionOptions>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<RetentionRunner>>()));
        services.TryAddSingleton(p => new ScanComparer(
            p.GetRequiredService<ClusterRegistry>(), p.GetRequiredService<ClusterStore>(), p.GetRequiredService<QueryCatalog>(),
            p.GetRequiredService<DeliveryStore>(), p.GetRequiredService<ScanBudgets>(), p.GetRequiredService<ScanCostStore>(),
            p.GetRequiredService<HarvestOptions>(), p.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(p => new SemanticsChecker(
            p.GetRequiredService<ClusterRegistry>(), p.GetRequiredService<ClusterStore>(), p.GetRequiredService<QueryCatalog>(),
            p.GetRequiredService<DeliveryStore>(), p.GetRequiredService<BinReader>(), p.GetRequiredService<CoverageReader>(), p.GetRequiredService<ScanBudgets>(),
            p.GetRequiredService<ScanCostStore>(), p.GetRequiredService<HarvestOptions>(), p.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(p => new ImportRunner(
            p.GetRequiredService<ClusterRegistry>(), p.GetRequiredService<ClusterRuns>(), p.GetRequiredService<ClusterStore>(),
            p.GetRequiredService<RecordReader>(), p.GetRequiredService<QueryCatalog>(), p.GetRequiredService<Redactor>(),
            p.GetRequiredService<CrashPoints>(), p.GetRequiredService<HarvestOptions>(), p.GetRequiredService<RetentionOptions>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<ImportRunner>>()));
        return services;
    }

    /// <summary>Adds the schedule: registered when the host starts. Needs <see cref="AddHarvest"/>, and Hangfire with a storage and a server.</summary>
    public static IServiceCollection AddHarvestJobs(this IServiceCollection services)
    {
        services.TryAddTransient<HarvestJob>();
        services.TryAddSingleton<HarvestSchedule>();
        services.TryAddTransient<RetentionJob>();
        services.TryAddTransient<LookBackJob>();
        services.TryAddTransient<LookBackStepJob>();
        services.TryAddSingleton<LookBackDesk>();
        services.AddHostedService<LookBackResume>();
        services.AddHostedService<RetentionScheduleService>();
        services.AddHostedService<HarvestScheduleService>();
        return services;
    }

    private static ILogSource MakeSource(ClusterOptions cluster, HarvestOptions options, string contentRoot, IServiceProvider services) => cluster.Source switch
    {
        "Demo" => new DemoLogSource(new DemoCluster(cluster.Seed, cluster.MatchesPerMinute, cluster.NoiseRatio), services.GetRequiredService<TimeProvider>()),
        "Files" => new FileLogSource([.. cluster.Paths.Select(p => Path.GetFullPath(p, contentRoot))], options.MaxLineBytes),
        "CloudWatch" => services.GetRequiredService<CloudWatchSources>().Make(cluster),
        _ => throw new InvalidOperationException($"The log source {cluster.Source} of cluster {cluster.Name} is not known."),
    };

    private static IWindowLogSource? MakeTrail(ClusterOptions cluster, IServiceProvider services) =>
        cluster.Source == "Demo" ? new DemoTrailSource(cluster.Seed, CloudTrailOptions.ScopeOf(cluster.Name, cluster).ClusterName, services.GetRequiredService<TimeProvider>())
        : CloudTrailOptions.GroupOf(cluster) is { } group ? services.GetRequiredService<CloudWatchSources>().MakeTrail(group)
        : null;

    private static string CronOf(ClusterOptions cluster, HarvestOptions options) => cluster.Cron ?? cluster.Source switch
    {
        "Demo" => options.DemoCron,
        "Files" => options.FilesCron,
        _ => options.Cron,
    };
}

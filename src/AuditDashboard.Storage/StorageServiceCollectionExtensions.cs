using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Delivery;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Files;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.LookBacks;
using AuditDashboard.Storage.Quarantine;
using AuditDashboard.Storage.Retention;
using AuditDashboard.Storage.Reviews;
using AuditDashboard.Storage.Runs;
using AuditDashboard.Storage.SavedQueries;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Storage.Trail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Storage;

/// <summary>Registers the database, the ingest path and the read models.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>Adds everything of this project as singletons; needs a registered <see cref="TimeProvider"/> and logging.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="options">Validated settings.</param>
    /// <param name="contentRoot">Absolute path that a relative <see cref="StorageOptions.Path"/> is under.</param>
    public static IServiceCollection AddAuditStorage(this IServiceCollection services, StorageOptions options, string contentRoot)
    {
        // A test may put its own crash points first.
        services.TryAddSingleton(CrashPoints.None);
        services.AddSingleton(_ => new AuditDatabase(Path.GetFullPath(options.Path, contentRoot), options.BusyTimeout, options.ReadsPerPerson));
        services.AddSingleton(p => new EventIngest(
            p.GetRequiredService<AuditDatabase>(), p.GetRequiredService<CrashPoints>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ClusterStore>();
        services.AddSingleton<LeaseStore>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<ForgetStore>();
        services.AddSingleton<ExpiryStore>();
        services.AddSingleton<ScanCostStore>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<FilePositionReader>();
        services.AddSingleton<CoverageReader>();
        services.AddSingleton<EventReader>();
        services.AddSingleton<ImpersonationReader>();
        services.AddSingleton<HistoryReader>();
        services.AddSingleton<ListingStore>();
        services.AddSingleton<TrailReads>();
        services.AddSingleton<LookBackStore>();
        services.AddSingleton<BinReader>();
        services.AddSingleton<QuarantineReader>();
        services.AddSingleton<SavedQueryStore>();
        services.AddSingleton<QueryHistoryStore>();
        services.AddSingleton<CredentialStore>();
        services.AddSingleton<ActivityStore>();
        services.AddSingleton<ShortLinkStore>();
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<ReviewStore>();
        services.AddSingleton(p => new DataChanges(
            p.GetRequiredService<AuditDatabase>(),
            p.GetRequiredService<TimeProvider>(),
            options.ChangePollInterval,
            p.GetRequiredService<ILogger<DataChanges>>()));
        return services;
    }
}

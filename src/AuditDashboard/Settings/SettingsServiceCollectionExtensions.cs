using AuditDashboard.Harvest;
using AuditDashboard.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuditDashboard.Settings;

/// <summary>Registers settings, and what runs on them in the web application and in commands alike.</summary>
internal static class SettingsServiceCollectionExtensions
{
    /// <summary>Adds the settings as they were read, and the catalog of canned queries.</summary>
    public static IServiceCollection AddDashboardOptions(this IServiceCollection services, DashboardSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton(settings.Storage)
        .AddSingleton(settings.Harvest)
        .AddSingleton(settings.Retention)
        .AddSingleton(settings.CloudWatch)
        .AddSingleton(settings.Explanations)
        .AddSingleton(settings.Catalog);

    /// <summary>Adds settings, clock, storage and harvest: all that a command needs beside logging.</summary>
    public static IServiceCollection AddDashboardCore(this IServiceCollection services, DashboardSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddDashboardOptions(settings)
            .AddAuditStorage(settings.Storage, settings.ContentRoot)
            .AddHarvest(settings.Harvest, settings.Clusters, settings.ContentRoot);
    }
}

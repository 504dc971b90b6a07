using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Storage;

/// <summary>Registers the database, the ingest path and the read models.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>Adds everything of this project as singletons; needs a registered <see cref="TimeProvider"/> and logging.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="options">Validated settings.</param>
    /// <param name="contentRoot">Absolute path that a relative <see cref="StorageOptions.Path"/> is under.</param>
    public static IServiceCollection AddAuditStorage(this IServiceCollection services, StorageOptions options, string contentRoot) =>
        throw new NotSupportedException("contract only");
}

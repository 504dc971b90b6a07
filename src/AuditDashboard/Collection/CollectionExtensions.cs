namespace AuditDashboard.Collection;

/// <summary>Registers the page Collection.</summary>
internal static class CollectionExtensions
{
    /// <summary>Adds what the page reads with.</summary>
    public static IServiceCollection AddCollection(this IServiceCollection services) =>
        services.AddSingleton<CollectionReader>().AddSingleton<CostReader>();
}

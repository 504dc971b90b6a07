namespace AuditDashboard.Used;

internal static class UsedServiceCollectionExtensions
{
    /// <summary>Adds what answers "was it used?". A singleton: reasons are remembered for all readers.</summary>
    public static IServiceCollection AddUsed(this IServiceCollection services) => services.AddSingleton<UsedReader>();
}

namespace AuditDashboard.Queries;

/// <summary>Registers the page Queries.</summary>
internal static class QueriesExtensions
{
    /// <summary>Adds what the page reads with.</summary>
    public static IServiceCollection AddQueriesPage(this IServiceCollection services) => services.AddSingleton<QueriesReader>();
}

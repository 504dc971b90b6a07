namespace AuditDashboard.Overview;

internal static class OverviewExtensions
{
    /// <summary>Adds what the front page reads.</summary>
    public static IServiceCollection AddOverview(this IServiceCollection services) => services.AddSingleton<OverviewReader>().AddSingleton<WaitingReader>();
}

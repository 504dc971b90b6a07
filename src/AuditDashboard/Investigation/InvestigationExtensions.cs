using AuditDashboard.Shared.Scope;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuditDashboard.Investigation;

internal static class InvestigationExtensions
{
    /// <summary>Adds what the panels, the pages, the API and the commands investigate changes with.</summary>
    public static IServiceCollection AddInvestigation(this IServiceCollection services)
    {
        services.TryAddSingleton<HarvestTimetable>();
        services.TryAddSingleton<ScopeCoverageReader>();
        return services.AddSingleton<ChangeModel>();
    }
}

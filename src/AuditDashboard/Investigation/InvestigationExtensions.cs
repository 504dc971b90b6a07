using AuditDashboard.Investigation.Access;
using AuditDashboard.Investigation.Effects;
using AuditDashboard.Investigation.Ledger;
using AuditDashboard.Investigation.Objects;
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
        services.AddSingleton<ChangeUseReader>();
        services.AddSingleton<MastersReader>();
        return services.AddSingleton<ChangeModel>().AddSingleton<ChangeEffectReader>().AddSingleton<ObjectPageModel>().AddSingleton<WhoCanModel>().AddSingleton<ChangesReader>();
    }
}

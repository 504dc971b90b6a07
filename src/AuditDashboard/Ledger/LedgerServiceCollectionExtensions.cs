using AuditDashboard.Ledger.Workloads;

namespace AuditDashboard.Ledger;

internal static class LedgerServiceCollectionExtensions
{
    /// <summary>Adds the ledger of who was let in and given what, and the roles that workloads took.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services) => services.AddSingleton<TrailCoverageReader>().AddSingleton<LedgerReader>().AddSingleton<WorkloadReader>();
}

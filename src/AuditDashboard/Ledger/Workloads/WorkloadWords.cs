using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Ledger.Workloads;

/// <summary>Words of the roles that workloads took.</summary>
internal static class WorkloadWords
{
    /// <summary>An outcome: taken, denied or failed.</summary>
    public static string Of(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Succeeded => "taken",
        CallOutcome.Denied => "denied",
        _ => "failed",
    };
}

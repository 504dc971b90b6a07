namespace AuditDashboard.Storage.Trail;

/// <summary>What a stored call is about. The numbers are stored.</summary>
internal enum TrailKind
{
    /// <summary>Who may get in.</summary>
    Access = 1,

    /// <summary>A workload that takes a role.</summary>
    Workload = 2,
}

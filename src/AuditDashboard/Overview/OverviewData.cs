using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Overview;

/// <summary>What the overview shows, of one load over one window.</summary>
public sealed record OverviewData
{
    /// <summary>Coverage over all queries.</summary>
    public CoverageSummary? Coverage { get; init; }
}

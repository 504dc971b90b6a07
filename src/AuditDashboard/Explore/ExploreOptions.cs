using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Explore;

/// <summary>Settings under <c>Explore</c>: bounds of queries that readers write.</summary>
public sealed class ExploreOptions
{
    /// <summary>Longest time that a query over collected events runs; then its rows so far are shown, said to be partial. Default 10 seconds, 1 second to 10 minutes.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The same for a query over files. Default 1 minute, 1 second to 1 hour.</summary>
    public TimeSpan FilesTimeLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Most memory that a query may hold for its rows and groups. Default 128 MiB, 1 MiB to 4 GiB. Unit: bytes.</summary>
    public long MemoryLimitBytes { get; set; } = 128L * 1024 * 1024;

    /// <summary>Queries that run at once; others wait their turn. Default 2, 1 to 64.</summary>
    public int ConcurrentRuns { get; set; } = 2;

    /// <summary>The least role that may run a query over a cluster's log group, which is billed. Default reviewer; reviewer or administrator.</summary>
    public DashboardRole CloudWatchRole { get; set; } = DashboardRole.Reviewer;

    /// <summary>Runs kept in the history. Default 200, 0 to 10,000.</summary>
    public int HistoryLength { get; set; } = 200;
}

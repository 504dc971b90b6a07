using AuditDashboard.Harvest.Sources;

namespace AuditDashboard.Harvest.Clusters;

/// <summary>A cluster of the settings with its log source.</summary>
/// <param name="Options">Its settings.</param>
/// <param name="Source">Where its events are read.</param>
/// <param name="Cron">Its schedule, its own or its source's default: five or six fields (seconds first), UTC.</param>
public sealed record ConfiguredCluster(ClusterOptions Options, ILogSource Source, string Cron)
{
    /// <summary>Its second source, the log group of CloudTrail; null where there is none.</summary>
    public IWindowLogSource? Trail { get; init; }

    /// <summary>Its name.</summary>
    public string Name => Options.Name;
}

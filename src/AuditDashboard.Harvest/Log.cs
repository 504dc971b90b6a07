using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest;

/// <summary>Log messages of harvest and import.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Warning, "The lease of cluster {Cluster} could not be renewed; trying again.")]
    public static partial void LeaseNotRenewed(ILogger logger, string cluster, Exception exception);

    [LoggerMessage(3002, LogLevel.Warning, "The lease of cluster {Cluster} could not be given back; it expires by itself.")]
    public static partial void LeaseNotReleased(ILogger logger, string cluster, Exception exception);

    [LoggerMessage(3003, LogLevel.Error, "The run {RunId} of cluster {Cluster} failed.")]
    public static partial void RunFailed(ILogger logger, string cluster, long? runId, Exception exception);

    [LoggerMessage(3004, LogLevel.Warning, "A part of cluster {Cluster} could not be collected: {Problem}")]
    public static partial void PartFailed(ILogger logger, string cluster, string problem, Exception exception);

    [LoggerMessage(3005, LogLevel.Error, "A record of {Source} could not be processed and goes to quarantine.")]
    public static partial void RecordFailed(ILogger logger, string source, Exception exception);

    [LoggerMessage(3006, LogLevel.Information, "Run {RunId} of cluster {Cluster} has ended. Windows: {Windows}, records: {Records}, new events: {Inserted}, known events: {Known}, quarantined: {Quarantined}, ms: {ElapsedMs}.")]
    public static partial void RunEnded(
        ILogger logger, string cluster, long runId, int windows, long records, long inserted, long known, long quarantined, long elapsedMs);

    [LoggerMessage(3007, LogLevel.Information, "Clusters with a schedule of harvests: {Clusters}. Schedules removed, since their cluster is no longer configured: {Removed}.")]
    public static partial void Scheduled(ILogger logger, int clusters, int removed);

    [LoggerMessage(3008, LogLevel.Debug, "The harvest of cluster {Cluster} is skipped: another one is under way.")]
    public static partial void RunSkipped(ILogger logger, string cluster);

    [LoggerMessage(3009, LogLevel.Information, "Of cluster {Cluster} what is from before {ExpiredTo} is no longer kept. Events and unreadable records removed: {Removed}, all of them: {IsDone}.")]
    public static partial void Expired(ILogger logger, string cluster, DateTimeOffset expiredTo, long removed, bool isDone);

    [LoggerMessage(3010, LogLevel.Error, "What is old enough of cluster {Cluster} could not be removed; the next look tries again.")]
    public static partial void RetentionFailed(ILogger logger, string cluster, Exception exception);
}

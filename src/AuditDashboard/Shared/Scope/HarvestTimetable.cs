using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Jobs;
using AuditDashboard.Harvest.Planning;

namespace AuditDashboard.Shared.Scope;

/// <summary>How far back time is still waiting for its harvest, by the schedule of each cluster. Singleton: holds nothing.</summary>
public sealed class HarvestTimetable(ClusterRegistry registry, ReadingDelays delays, HarvestOptions options)
{
    /// <summary>How long a scheduled harvest may take to bring in what it was due to. 30 seconds.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    // Looked back this far for the harvest before, in turn: a schedule of seconds has many a day, one of years few.
    private static readonly TimeSpan[] Looks = [TimeSpan.FromMinutes(2), TimeSpan.FromHours(2), TimeSpan.FromDays(2), TimeSpan.FromDays(62), TimeSpan.FromDays(366)];

    /// <summary>The start of the time that a cluster's schedule need not have collected yet: its last harvest that has had <see cref="Tolerance"/> to end, less what the setting for economy waits.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="now">The present.</param>
    /// <returns>Null if no schedule harvests the cluster: then nothing is due, and what is not collected is missing.</returns>
    public DateTimeOffset? DueSince(string cluster, DateTimeOffset now)
    {
        if (!options.IsScheduled || !registry.TryGet(cluster, out var configured))
        {
            return null;
        }

        var cron = HarvestSchedule.ParseCron(configured.Cron);
        var latest = now - Tolerance;
        foreach (var look in Looks)
        {
            var before = cron.GetOccurrences(latest - look, latest, TimeZoneInfo.Utc, fromInclusive: true, toInclusive: true).ToList();
            if (before.Count > 0)
            {
                return before[^1] - delays.Of(cluster);
            }
        }

        return null;
    }
}

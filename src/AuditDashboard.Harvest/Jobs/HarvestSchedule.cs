using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Storage.Runs;
using Cronos;
using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest.Jobs;

/// <summary>Tells Hangfire when to look: one recurring job a cluster. What is owed is in the database, so nothing is lost with Hangfire's memory.</summary>
public sealed class HarvestSchedule(
    ClusterRegistry registry, HarvestOptions options, IRecurringJobManager recurring, IBackgroundJobClient jobs, JobStorage storage,
    TimeProvider clock, ILogger<HarvestSchedule> logger)
{
    private const string Prefix = "harvest:";

    /// <summary>True if harvests start by themselves.</summary>
    public bool IsOn => options.IsScheduled;

    /// <summary>Schedules every configured cluster, removes the schedules of others, and starts one harvest of each at once.</summary>
    public void Register()
    {
        var wanted = options.IsScheduled ? registry.Clusters.Select(c => JobId(c.Name)).ToHashSet(StringComparer.Ordinal) : [];
        var removed = 0;
        using (var connection = storage.GetConnection())
        {
            foreach (var job in connection.GetRecurringJobs().Where(j => j.Id.StartsWith(Prefix, StringComparison.Ordinal) && !wanted.Contains(j.Id)))
            {
                recurring.RemoveIfExists(job.Id);
                removed++;
            }
        }

        if (!options.IsScheduled)
        {
            return;
        }

        foreach (var cluster in registry.Clusters)
        {
            // Locals: Hangfire reads the expression's arguments.
            var name = cluster.Name;
            recurring.AddOrUpdate<HarvestJob>(
                JobId(name), j => j.RunAsync(name, RunTrigger.Schedule, CancellationToken.None), cluster.Cron,
                // Relaxed: after a sleep one run catches up with everything that is owed.
                new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc, MisfireHandling = MisfireHandlingMode.Relaxed });
            jobs.Enqueue<HarvestJob>(j => j.RunAsync(name, RunTrigger.Schedule, CancellationToken.None));
        }

        Log.Scheduled(logger, registry.Clusters.Count, removed);
    }

    /// <summary>Starts a harvest now, by hand.</summary>
    /// <param name="cluster">Name of a configured cluster.</param>
    /// <returns>Hangfire's id of the job.</returns>
    /// <exception cref="ArgumentException">The cluster is not configured.</exception>
    public string RunNow(string cluster)
    {
        if (!registry.TryGet(cluster, out _))
        {
            throw new ArgumentException($"No cluster {cluster} is configured.", nameof(cluster));
        }

        return jobs.Enqueue<HarvestJob>(j => j.RunAsync(cluster, RunTrigger.Manual, CancellationToken.None));
    }

    /// <summary>When the cluster is harvested next by schedule; null if it is not configured or the schedule is off.</summary>
    public DateTimeOffset? GetNextRun(string cluster) =>
        options.IsScheduled && registry.TryGet(cluster, out var configured)
            ? ParseCron(configured.Cron).GetNextOccurrence(clock.GetUtcNow(), TimeZoneInfo.Utc)
            : null;

    /// <summary>Reads a schedule of five fields, or six with seconds first. Throws Cronos' format exception if it cannot be read.</summary>
    public static CronExpression ParseCron(string cron) => CronExpression.Parse(
        cron, cron.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);

    private static string JobId(string cluster) => Prefix + cluster;
}

using AuditDashboard.Harvest.Clusters;
using Hangfire;
using Microsoft.Extensions.Hosting;

namespace AuditDashboard.Harvest.Retention;

/// <summary>Registers the look at what is old enough when the host starts: every hour, since a machine may be on for a few hours a day only.</summary>
internal sealed class RetentionScheduleService(IRecurringJobManager recurring, HarvestOptions options) : IHostedService
{
    /// <summary>Hangfire's id of the recurring job.</summary>
    public const string JobId = "retention";

    /// <summary>Away from the full hour, at which other things start.</summary>
    private const string EveryHour = "41 * * * *";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.IsScheduled)
        {
            recurring.AddOrUpdate<RetentionJob>(
                JobId, job => job.RunAsync(CancellationToken.None), EveryHour,
                new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc, MisfireHandling = MisfireHandlingMode.Relaxed });
        }
        else
        {
            recurring.RemoveIfExists(JobId);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

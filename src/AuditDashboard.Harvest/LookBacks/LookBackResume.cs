using AuditDashboard.Harvest.Clusters;
using Hangfire;
using Microsoft.Extensions.Hosting;

namespace AuditDashboard.Harvest.LookBacks;

/// <summary>Goes on with looks further back that the end of the program interrupted, and registers the step that looks without being asked.</summary>
internal sealed class LookBackResume(LookBackDesk desk, IRecurringJobManager recurring, HarvestOptions options) : IHostedService
{
    /// <summary>Hangfire's id of the recurring job.</summary>
    public const string JobId = "look-back";

    /// <summary>Away from the full hour, at which other things start.</summary>
    private const string EveryHour = "23 * * * *";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.IsScheduled && options.LookBack > TimeSpan.Zero)
        {
            recurring.AddOrUpdate<LookBackStepJob>(JobId, job => job.RunAsync(CancellationToken.None), EveryHour, new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });
        }
        else
        {
            recurring.RemoveIfExists(JobId);
        }

        if (options.IsScheduled)
        {
            await desk.ResumeAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

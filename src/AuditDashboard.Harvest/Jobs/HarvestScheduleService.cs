using Microsoft.Extensions.Hosting;

namespace AuditDashboard.Harvest.Jobs;

/// <summary>Registers the schedule when the host starts.</summary>
internal sealed class HarvestScheduleService(HarvestSchedule schedule) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        schedule.Register();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

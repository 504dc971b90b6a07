using System.Net;
using AuditDashboard.Harvest;
using Hangfire;
using Hangfire.Dashboard;

namespace AuditDashboard.Jobs;

/// <summary>Hangfire's server and its own board.</summary>
internal static class JobBoard
{
    /// <summary>Hangfire with in-memory storage: nothing of value lies in it, since schedule, coverage and run history are in our database.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddHangfire((provider, config) => config
            .UseLogProvider(new JobLogs(provider.GetRequiredService<ILoggerFactory>()))
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseInMemoryStorage());
        services.AddHangfireServer(options =>
        {
            // The default of 15 s would make schedules with seconds meaningless.
            options.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            options.WorkerCount = 2;
            options.ServerTimeout = TimeSpan.FromMinutes(5);
        });
        return services.AddHarvestJobs();
    }

    /// <summary>The board under <c>/jobs</c>, read-only until sign-in exists.</summary>
    public static void MapJobBoard(this WebApplication app) => app.MapHangfireDashboard("/jobs", new DashboardOptions
    {
        Authorization = [new LoopbackConnectionOnly()],
        IsReadOnlyFunc = _ => true,
        DisplayStorageConnectionString = false,
        DashboardTitle = "Jobs · AuditDashboard",
        AppPath = "/",
        DefaultRecordsPerPage = 20,
    });

    /// <summary>The guard has refused proxies and foreign names already; the board does not rely on it alone.</summary>
    private sealed class LoopbackConnectionOnly : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context)
        {
            var connection = context.GetHttpContext().Connection;

            // Null under a test server only: Kestrel listens on loopback TCP alone.
            return connection.RemoteIpAddress is null || IPAddress.IsLoopback(connection.RemoteIpAddress);
        }
    }
}

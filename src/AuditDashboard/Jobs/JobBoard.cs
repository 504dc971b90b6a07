using System.Net;
using AuditDashboard.Harvest;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
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

    /// <summary>The board under <c>/jobs</c>, for administrators, and read-only: what is started by hand is started on the pages, which record it.</summary>
    public static void MapJobBoard(this WebApplication app) => app.MapHangfireDashboard("/jobs", new DashboardOptions
    {
        Authorization = [new AdministratorsOnly(app.Services.GetRequiredService<SignInOptions>().Mode)],
        IsReadOnlyFunc = _ => true,
        DisplayStorageConnectionString = false,
        DashboardTitle = "Jobs · AuditDashboard",
        AppPath = "/",
        DefaultRecordsPerPage = 20,
    }).RequireAuthorization(SignInExtensions.AdministratorsOfAll);

    /// <summary>Guard and policy have refused others already; the board does not rely on them alone.</summary>
    private sealed class AdministratorsOnly(SignInMode mode) : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context)
        {
            var http = context.GetHttpContext();

            // The address is null under a test server only: in loopback mode Kestrel listens on loopback TCP alone.
            var isFromHere = http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);
            return Person.From(http.User) is { } person && person.May(DashboardRole.Administrator) && person.Clusters.IsAll && (mode != SignInMode.Loopback || isFromHere);
        }
    }
}

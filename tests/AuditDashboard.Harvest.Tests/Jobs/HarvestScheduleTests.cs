using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Jobs;
using AuditDashboard.Storage.Runs;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Jobs;

public sealed class HarvestScheduleTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ScriptedSource _source = new();
    private readonly InMemoryStorage _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Server_RunsTheRecurringJobOnARealFile()
    {
        _source.Records.Add(ScriptedRole(HarvestHost.Noon.AddMinutes(-1), "a"));
        await using var host = await StartAsync("*/1 * * * * *");
        var schedule = host.Provider.GetRequiredService<IHostedService>();

        await schedule.StartAsync(Token);
        using (var server = NewServer(host))
        {
            // One run is enqueued at the start; the recurring job makes the others.
            await WaitAsync(async () => (await host.Runs.GetLatestAsync("c", 10, Token)).Count(r => r.State == RunState.Succeeded) >= 2);
            server.SendStop();
            await server.WaitForShutdownAsync(Token);
        }

        Assert.Equal(["a"], await Sql.AuditIdsAsync(host));
        Assert.All(await host.Runs.GetLatestAsync("c", 10, Token), r => Assert.Equal(RunTrigger.Schedule, r.Trigger));
    }

    [Fact]
    public async Task RunNow_RunsByHand()
    {
        await using var host = await StartAsync("0 0 1 1 *");

        var job = host.Provider.GetRequiredService<HarvestSchedule>().RunNow("c");
        using (var server = NewServer(host))
        {
            await WaitAsync(async () => (await host.Runs.GetLatestAsync("c", 10, Token)).Any(r => r.State == RunState.Succeeded));
            await WaitAsync(() => Task.FromResult(_storage.GetMonitoringApi().JobDetails(job).History[0].StateName == "Succeeded"));
            server.SendStop();
            await server.WaitForShutdownAsync(Token);
        }

        Assert.Equal(RunTrigger.Manual, Assert.Single(await host.Runs.GetLatestAsync("c", 10, Token)).Trigger);
    }

    [Fact]
    public async Task Job_HarvestThatFails_SucceedsWithTheSentence()
    {
        _source.Before = (_, _) => throw new Harvest.Sources.LogSourceException("The log group did not answer.");
        await using var host = await StartAsync("0 0 1 1 *");

        var result = await host.Provider.GetRequiredService<HarvestJob>().RunAsync("c", RunTrigger.Schedule, Token);

        Assert.Equal("The log group did not answer.", result);
    }

    [Fact]
    public async Task Register_ClusterNoLongerConfigured_ItsScheduleIsRemoved()
    {
        await using var host = await StartAsync("*/5 * * * *");
        host.Provider.GetRequiredService<IRecurringJobManager>().AddOrUpdate<HarvestJob>(
            "harvest:gone", j => j.RunAsync("gone", RunTrigger.Schedule, CancellationToken.None), "* * * * *");
        host.Provider.GetRequiredService<IRecurringJobManager>().AddOrUpdate<HarvestJob>(
            "something-else", j => j.RunAsync("c", RunTrigger.Schedule, CancellationToken.None), "* * * * *");

        host.Provider.GetRequiredService<HarvestSchedule>().Register();

        using var connection = _storage.GetConnection();
        Assert.Equal(["harvest:c", "something-else"], connection.GetRecurringJobs().Select(j => j.Id).Order());
    }

    [Fact]
    public async Task Register_ScheduleOff_NothingIsScheduled()
    {
        await using var host = await StartAsync("*/5 * * * *", new HarvestOptions { IsScheduled = false });

        host.Provider.GetRequiredService<HarvestSchedule>().Register();

        using var connection = _storage.GetConnection();
        Assert.Empty(connection.GetRecurringJobs());
        Assert.Equal(0, _storage.GetMonitoringApi().GetStatistics().Enqueued);
        Assert.Null(host.Provider.GetRequiredService<HarvestSchedule>().GetNextRun("c"));
    }

    [Theory]
    [InlineData("*/5 * * * *", "2026-11-20T12:05:00Z")]
    [InlineData("*/15 * * * * *", "2026-11-20T12:00:15Z")]
    [InlineData("30 3 * * *", "2026-11-21T03:30:00Z")]
    public async Task GetNextRun_FiveOrSixFields_IsUtc(string cron, string expected)
    {
        await using var host = await StartAsync(cron);

        var next = host.Provider.GetRequiredService<HarvestSchedule>().GetNextRun("c");

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), next);
        Assert.Null(host.Provider.GetRequiredService<HarvestSchedule>().GetNextRun("other"));
    }

    private async Task<HarvestHost> StartAsync(string cron, HarvestOptions? options = null)
    {
        var host = await HarvestHost.StartAsync(
            _folder, options ?? new HarvestOptions { Backfill = TimeSpan.FromHours(3) },
            configure: services =>
            {
                services.AddSingleton(new ClusterRegistry([new ConfiguredCluster(new ClusterOptions { Name = "c", Source = _source.Kind }, _source, cron)]));
                services.AddSingleton<JobStorage>(_storage);
                services.AddSingleton<IRecurringJobManager>(new RecurringJobManager(_storage));
                services.AddSingleton<IBackgroundJobClient>(new BackgroundJobClient(_storage));
                services.AddHarvestJobs();
            });
        _source.Clock = host.Clock;
        return host;
    }

    private BackgroundJobServer NewServer(HarvestHost host) => new(
        new BackgroundJobServerOptions
        {
            Activator = new ProviderActivator(host.Provider),
            SchedulePollingInterval = TimeSpan.FromMilliseconds(200),
            WorkerCount = 2,
        },
        _storage);

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    private sealed class ProviderActivator(IServiceProvider provider) : JobActivator
    {
        public override object ActivateJob(Type jobType) => provider.GetRequiredService(jobType);
    }
}

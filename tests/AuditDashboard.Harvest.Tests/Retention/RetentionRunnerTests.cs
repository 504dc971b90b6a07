using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Harvest.Import;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.Storage;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Retention;

/// <summary>Retention beside harvest and import, over a real database.</summary>
public sealed class RetentionRunnerTests : IDisposable
{
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;

    private readonly TempFolder _folder = new();
    private readonly ScriptedSource _source = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAll_DemoAfterTwoWeeks_KeepsFourteenWholeDaysOfIt_AndAnotherClusterAll()
    {
        await using var host = await HarvestHost.StartAsync(
            _folder, new HarvestOptions { Backfill = TimeSpan.FromHours(6) },
            [new ClusterOptions { Name = "demo", Source = "Demo", MatchesPerMinute = 0.2, NoiseRatio = 0 }]);
        await File.WriteAllBytesAsync(_folder["a.log"], Role(Noon.AddDays(-3), "a"), Token);
        await host.Import.ImportAsync("lab", [_folder["a.log"]], new Progress<ImportProgress>(), Token);
        await host.RunAsync();
        var before = await CountAsync(host, "demo");
        host.Clock.Advance(TimeSpan.FromDays(14));
        var none = await RunnerOf(host).RunAllAsync(Token);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await RunnerOf(host).RunAllAsync(Token);
        host.Clock.Advance(TimeSpan.FromHours(12));
        var outcomes = await RunnerOf(host).RunAllAsync(Token);

        Assert.NotEqual("0", before);
        Assert.Equal([("demo", 0L), ("lab", 0L)], none.Select(o => (o.Cluster, o.Removed)));
        Assert.Equal([("demo", before, true, null), ("lab", "0", true, null)], outcomes.Select(o => (o.Cluster, o.Removed.ToString(System.Globalization.CultureInfo.InvariantCulture), o.IsDone, o.Skipped)));
        Assert.Equal(("0", "1"), (await CountAsync(host, "demo"), await CountAsync(host, "lab")));
        var row = (await host.Clusters.GetAllAsync(Token)).Single(c => c.Name == "demo");
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), row.ExpiredTo);

        // What is owed since is collected; what has expired is not collected again.
        await host.RunAsync();
        Assert.Equal(["0"], await Sql.ListAsync(host, $"SELECT count(*) FROM event e JOIN cluster k ON k.id = e.cluster_id WHERE k.name = 'demo' AND e.time < {Micros(row.ExpiredTo!.Value)}"));
        Assert.NotEqual("0", await CountAsync(host, "demo"));
    }

    [Fact]
    public async Task Harvest_OfAWindowThatHasExpired_ReadsNothingOfItAndSaysSo()
    {
        await using var host = await StartAsync();
        _source.Records.Add(ScriptedRole(Noon.AddHours(-2), "a"));
        await host.RunAsync("c");
        var horizon = Noon.AddHours(12);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await RunnerOf(host).RemoveAsync("c", horizon, "ann", _ => { }, Token);
        _source.Asked.Clear();

        var part = await host.RunAsync("c", TimeWindow.Between(horizon.AddHours(-2), horizon.AddHours(2)));
        var all = await host.RunAsync("c", TimeWindow.Between(Noon.AddHours(-3), Noon));

        const string Words = "What lies before 2026-11-21 is older than it is kept, so it is not read again. The setting Retention says how long that is.";
        Assert.Equal([Words], part.Errors);
        Assert.Equal([Words], all.Errors);
        Assert.Equal([TimeWindow.Between(horizon, horizon.AddHours(2))], _source.Asked.Select(asked => asked.Window).Distinct());
        Assert.Empty(await Sql.AuditIdsAsync(host));
    }

    [Fact]
    public async Task Harvest_FirstStart_ReadsNoFurtherBackThanItIsKept()
    {
        await using var host = await HarvestHost.StartAsync(
            _folder, new HarvestOptions { Backfill = TimeSpan.FromDays(7) }, sources: [("c", _source)],
            configure: services => services.AddSingleton(new RetentionOptions { Days = 2 }));
        _source.Clock = host.Clock;

        await host.RunAsync("c");

        Assert.Equal(Noon.AddDays(-2), Assert.Single(await host.Clusters.GetAllAsync(Token)).OwedFrom);
    }

    [Fact]
    public async Task RunAll_WhileAnotherHoldsTheLease_SkipsTheCluster_AndWhileTheClockIsOff()
    {
        await using var host = await StartAsync();
        await host.RunAsync("c");
        Assert.NotNull(await host.Leases.TryAcquireAsync("c", TimeSpan.FromHours(2), Token));

        var held = await RunnerOf(host).RemoveAsync("c", Noon.AddHours(12), "ann", _ => { }, Token);
        await host.Runs.NoteProblemAsync("c", ProblemParts.Clock, "This machine's clock is 400 days ahead.", Token);
        var off = Assert.Single(await RunnerOf(host).RunAllAsync(Token));

        Assert.Equal(new RetentionOutcome("c", 0, false, "A harvest or an import of c is under way."), held);
        Assert.Equal(new RetentionOutcome("c", 0, false, "Nothing is removed while this machine's clock is off."), off);
    }

    [Fact]
    public async Task Import_OfOldFiles_TellsHowManyEventsAreOlderThanTheyAreKept()
    {
        await using var host = await HarvestHost.StartAsync(_folder);
        byte[] lines = [.. Role(Noon.AddDays(-401), "a"), .. "\n"u8, .. Role(Noon.AddDays(-402), "b"), .. "\n"u8, .. Noise(Noon.AddDays(-500), "n"), .. "\n"u8, .. Role(Noon.AddDays(-399), "c"), .. "\n"u8];
        await File.WriteAllBytesAsync(_folder["a.log"], lines, Token);

        var first = await host.Import.ImportAsync("lab", [_folder["a.log"]], new Progress<ImportProgress>(), Token);
        var removed = await RunnerOf(host).RemoveAsync("lab", RunnerOf(host).HorizonOf("Import"), "ann", _ => { }, Token);
        var again = await host.Import.ImportAsync("lab", [_folder["a.log"]], new Progress<ImportProgress>(), Token);

        Assert.Equal((3L, 2L), (first.EventsInserted, first.OlderThanKept));
        Assert.Equal(0, removed.Removed);
        Assert.Equal((0L, 3L, 2L), (again.EventsInserted, again.EventsKnown, again.OlderThanKept));
    }

    [Fact]
    public async Task Schedule_AtStart_LooksEveryHour_UnlessItIsOff()
    {
        using var storage = new InMemoryStorage();
        Assert.Equal(["harvest:demo", "look-back", "retention"], await JobsAsync(storage, isScheduled: true));
        Assert.Empty(await JobsAsync(storage, isScheduled: false));
    }

    [Theory]
    [InlineData("2026-11-20T12:00:00Z", 14, "2026-11-06T00:00:00Z")]
    [InlineData("2026-11-20T00:00:00Z", 1, "2026-11-19T00:00:00Z")]
    [InlineData("2026-11-19T23:59:59.9999999Z", 1, "2026-11-18T00:00:00Z")]
    [InlineData("1970-01-01T00:00:01Z", 1, "1969-12-31T00:00:00Z")]
    [InlineData("1969-12-31T23:00:00Z", 1, "1969-12-30T00:00:00Z")]
    public void Horizon_IsTheBeginningOfADay(string now, int days, string horizon) =>
        Assert.Equal(At(horizon), RetentionOptions.HorizonOf(At(now), days));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<string>> JobsAsync(InMemoryStorage storage, bool isScheduled)
    {
        await using var host = await HarvestHost.StartAsync(
            _folder, new HarvestOptions { IsScheduled = isScheduled },
            configure: services =>
            {
                services.AddSingleton<JobStorage>(storage);
                services.AddSingleton<IRecurringJobManager>(new RecurringJobManager(storage));
                services.AddSingleton<IBackgroundJobClient>(new BackgroundJobClient(storage));
                services.AddHarvestJobs();
            });
        foreach (var service in host.Provider.GetServices<IHostedService>())
        {
            await service.StartAsync(Token);
        }

        using var connection = storage.GetConnection();
        return [.. connection.GetRecurringJobs().Select(job => job.Id).Order(StringComparer.Ordinal)];
    }

    private async Task<HarvestHost> StartAsync()
    {
        var host = await HarvestHost.StartAsync(_folder, sources: [("c", _source)]);
        _source.Clock = host.Clock;
        return host;
    }

    private static RetentionRunner RunnerOf(HarvestHost host) => host.Provider.GetRequiredService<RetentionRunner>();

    // The demo has calls of CloudTrail beside its events.
    private static async Task<string> CountAsync(HarvestHost host, string cluster) => (await Sql.ListAsync(
        host,
        $"SELECT (SELECT count(*) FROM event WHERE cluster_id = k.id) + (SELECT count(*) FROM trail_call WHERE cluster_id = k.id) FROM cluster k WHERE k.name = '{cluster}'")).Single();

    private static long Micros(DateTimeOffset time) => TimeWindow.ToMicrosSinceEpoch(time);
}

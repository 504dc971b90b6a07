using System.Globalization;
using System.Text;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.LookBacks;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Tests.Sources.CloudWatch;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Storage.LookBacks;
using AuditDashboard.Storage.Runs;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Harvest.Tests.LookBacks;

/// <summary>Looks further back for the version of a role before its change at 11:00, of which three hours are collected.</summary>
public sealed class LookBackTests : IDisposable
{
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private static readonly ObjectKey Reader = new(TrackedKind.Role, "ops", "reader");

    private readonly TempFolder _folder = new();
    private readonly InMemoryStorage _jobs = new();
    private readonly ScriptedSource _source = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _jobs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Look_VersionBeforeLiesFurtherBack_IsFoundAndWhatWasReadIsCollected()
    {
        _source.Records.AddRange([Version(Noon.AddHours(-50), "a", "4"), Version(Noon.AddHours(-30), "b", "5"), Version(Noon.AddHours(-1), "c", "6")]);
        await using var host = await HarvestedAsync(_source);

        var look = await LookAsync(host, TimeSpan.FromDays(7));

        Assert.Equal((LookBackState.Found, 1), (look.State, look.Events));
        Assert.Equal("Found: the version before is of 2026-11-19 06:00:00 UTC.", look.Text);
        Assert.Equal((await EventAsync(host, Noon.AddHours(-30))).Row.Id, look.FoundEventId);
        Assert.True((await BeforeAsync(host)).IsKnown);

        // Down to the window of six hours that held it, for the six queries that versions are made of, and for no other.
        var (from, owed) = (Noon.AddHours(-30), Noon.AddHours(-3));
        Assert.Equal([TimeWindow.Between(from, Noon)], (await CollectedAsync(host, "roles")).Intervals);
        Assert.Equal([TimeWindow.Between(from, Noon)], (await CollectedAsync(host, "aws-auth")).Intervals);
        Assert.Equal([TimeWindow.Between(owed, Noon)], (await CollectedAsync(host, "secrets")).Intervals);
        Assert.Equal(RunTrigger.LookBack, (await host.Runs.GetLatestAsync("lab", 1, Token))[0].Trigger);
    }

    [Fact]
    public async Task Look_NothingThere_SaysHowFarBackItLookedAndNoLaterHarvestOwesMore()
    {
        _source.Records.Add(Version(Noon.AddHours(-1), "c", "6"));
        await using var host = await HarvestedAsync(_source);

        var look = await LookAsync(host, TimeSpan.FromDays(1));
        var asked = _source.Asked.Count;
        await host.RunAsync("lab");

        Assert.Equal(LookBackState.NotFound, look.State);
        Assert.Equal("Not found back to 2026-11-19 11:00:00 UTC. It may lie further back.", look.Text);
        Assert.False((await BeforeAsync(host)).IsKnown);
        Assert.Equal([TimeWindow.Between(Noon.AddHours(-25), Noon)], (await CollectedAsync(host, "roles")).Intervals);
        Assert.Equal(asked, _source.Asked.Count);
        var plan = await PlanAsync(host, TimeSpan.FromDays(1));
        Assert.Equal(TimeSpan.Zero, plan.ToRead);
        Assert.StartsWith("All of the time from 2026-11-19 11:00 UTC on is collected", plan.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_FurtherThanIsKept_EndsWhereRetentionBegins()
    {
        _source.Records.Add(Version(Noon.AddHours(-1), "c", "6"));
        await using var host = await HarvestedAsync(_source, retentionDays: 2);

        var look = await LookAsync(host, TimeSpan.FromDays(30));

        Assert.Equal("Not found back to 2026-11-18 00:00:00 UTC. What is older than 2 days is not kept, so it is not read; the setting Retention says so.", look.Text);
    }

    [Fact]
    public async Task Look_CancelledUnderWay_StopsAfterTheWindowAndKeepsWhatItRead()
    {
        _source.Records.Add(Version(Noon.AddHours(-1), "c", "6"));
        await using var host = await HarvestedAsync(_source);
        var id = await AskAsync(host, TimeSpan.FromDays(30));
        var store = host.Provider.GetRequiredService<LookBackStore>();
        _source.Asked.Clear();
        _source.Before = async (_, _) =>
        {
            if (_source.Asked.Count == 2)
            {
                await store.CancelAsync(id, Token);
            }
        };

        var look = await host.Provider.GetRequiredService<LookBackRunner>().RunAsync(id, Token);

        Assert.Equal(LookBackState.Cancelled, look!.State);
        Assert.Equal(2, _source.Asked.Count);
        Assert.Equal("Cancelled. It had looked back to 2026-11-20 00:00:00 UTC; what it read stays.", look.Text);
        Assert.Equal([TimeWindow.Between(Noon.AddHours(-12), Noon)], (await CollectedAsync(host, "roles")).Intervals);
    }

    [Fact]
    public async Task Look_CancelledBeforeItsTurn_ReadsNothing()
    {
        _source.Records.Add(Version(Noon.AddHours(-1), "c", "6"));
        await using var host = await HarvestedAsync(_source);
        var id = await AskAsync(host, TimeSpan.FromDays(30));
        _source.Asked.Clear();

        Assert.True(await host.Provider.GetRequiredService<LookBackStore>().CancelAsync(id, Token));
        var look = await host.Provider.GetRequiredService<LookBackRunner>().RunAsync(id, Token);

        Assert.Equal(LookBackState.Cancelled, look!.State);
        Assert.Empty(_source.Asked);
    }

    [Fact]
    public async Task Look_AskedTwice_IsOneAndPutInLineOnce()
    {
        _source.Records.Add(Version(Noon.AddHours(-1), "c", "6"));
        await using var host = await HarvestedAsync(_source);

        var first = await AskAsync(host, TimeSpan.FromDays(30));
        var second = await AskAsync(host, TimeSpan.FromDays(7));

        Assert.Equal(first, second);
        Assert.Equal(1, _jobs.GetMonitoringApi().EnqueuedCount("default"));
    }

    [Fact]
    public async Task Look_InterruptedByARestart_GoesOnWhereItStopped()
    {
        _source.Records.AddRange([Version(Noon.AddHours(-30), "b", "5"), Version(Noon.AddHours(-1), "c", "6")]);
        await using var host = await HarvestedAsync(_source);
        var id = await AskAsync(host, TimeSpan.FromDays(7));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _source.Asked.Clear();
        _source.Before = async (_, _) =>
        {
            if (_source.Asked.Count == 3)
            {
                await stop.CancelAsync();
            }
        };

        var runner = host.Provider.GetRequiredService<LookBackRunner>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.RunAsync(id, stop.Token));
        var open = await host.Provider.GetRequiredService<LookBackStore>().FindAsync(id, Token);
        _source.Before = null;
        _source.Asked.Clear();
        await host.Provider.GetRequiredService<LookBackDesk>().ResumeAsync(Token);
        var look = await runner.RunAsync(id, Token);

        Assert.Equal((LookBackState.Running, Noon.AddHours(-12)), (open!.State, open.Reached));
        Assert.Equal(LookBackState.Found, look!.State);
        Assert.Equal(2, _jobs.GetMonitoringApi().EnqueuedCount("default"));
        Assert.All(_source.Asked, asked => Assert.True(asked.Window.ToMicros <= TimeWindow.ToMicrosSinceEpoch(Noon.AddHours(-12))));
    }

    [Fact]
    public async Task Look_SourceFails_SaysWhyAndLeavesNoStandingProblem()
    {
        _source.Records.Add(Version(Noon.AddHours(-1), "c", "6"));
        await using var host = await HarvestedAsync(_source);
        _source.Before = (_, _) => throw new LogSourceException("The log group did not answer.");

        var look = await LookAsync(host, TimeSpan.FromDays(7));

        Assert.Equal(LookBackState.Failed, look.State);
        Assert.Equal("It stopped at 2026-11-20 09:00:00 UTC. The log group did not answer.", look.Text);
        Assert.Empty(await host.Runs.GetProblemsAsync("lab", Token));
    }

    [Fact]
    public async Task LogGroup_Look_TellsItsPriceBeforeStaysOffTheReserveAndSaysHowLongTheGroupKeeps()
    {
        // An hour costs 0.06 USD: a day's budget of 1 USD, a quarter of it kept, holds about ten hours beside the three that harvest read.
        await using var scene = await LogGroupScene.StartAsync(o => o.DeclaredBytesPerByte = 1_000_000_000d / 24 / Event(Noon, "e000", "1").Length);
        scene.Server.Logs.GetOrAdd(LogGroupScene.Group).RetentionDays = 3;
        for (var hour = 0; hour < 70; hour++)
        {
            var time = Noon.AddHours(-hour).AddMinutes(-30);
            scene.Put(time, TestEvents.Noise(time, string.Create(CultureInfo.InvariantCulture, $"n{hour:000}")));
        }

        scene.Put(Noon.AddHours(-1), Event(Noon.AddHours(-1), "c", "6"));
        using var source = scene.Source();
        await using var host = await HarvestedAsync(source, new HarvestOptions { Backfill = TimeSpan.FromHours(3), PricePerGigabyte = 1.5, DailyBudget = 1, BudgetReserve = 0.25, MaxWindow = TimeSpan.FromHours(2) });
        var spent = await SpentAsync(host);

        var plan = await PlanAsync(host, TimeSpan.FromDays(30), asksSource: true);
        var look = await LookAsync(host, TimeSpan.FromDays(30));

        Assert.Equal("The log group keeps 3 days.", plan.Limit);
        Assert.Equal(TimeWindow.Between(Noon.AddDays(-3), Noon.AddHours(-1)), plan.Window);
        Assert.Equal(TimeSpan.FromHours(69), plan.ToRead);
        Assert.Equal(spent / 3 * 69, plan.Dollars!.Value, 0.01);
        Assert.Equal(0.75 - spent, plan.BudgetLeft!.Value, 0.0001);
        Assert.Equal(LookBackState.OutOfBudget, look.State);
        Assert.Contains("The budget of 1 USD a day", look.Text, StringComparison.Ordinal);
        Assert.InRange(await SpentAsync(host), 0.4, 0.75);
        Assert.Empty(await host.Runs.GetProblemsAsync("lab", Token));
    }

    [Fact]
    public async Task Step_OnceADay_LooksAsFarAsItsShareReaches()
    {
        await using var scene = await LogGroupScene.StartAsync(o => o.DeclaredBytesPerByte = 1_000_000_000d / 24 / Event(Noon, "e000", "1").Length);
        for (var hour = 0; hour < 70; hour++)
        {
            var time = Noon.AddHours(-hour).AddMinutes(-30);
            scene.Put(time, TestEvents.Noise(time, string.Create(CultureInfo.InvariantCulture, $"n{hour:000}")));
        }

        scene.Put(Noon.AddHours(-1), Event(Noon.AddHours(-1), "c", "6"));
        using var source = scene.Source();
        await using var host = await HarvestedAsync(source, new HarvestOptions { Backfill = TimeSpan.FromHours(3), PricePerGigabyte = 1.5, DailyBudget = 10, LookBackShare = 0.1, MaxWindow = TimeSpan.FromHours(2) });
        var before = await SpentAsync(host);
        var step = host.Provider.GetRequiredService<LookBackStepJob>();

        var begun = await step.RunAsync(Token);
        var again = await step.RunAsync(Token);
        var look = await host.Provider.GetRequiredService<LookBackRunner>().RunAsync(1, Token);

        Assert.Equal((1, 0), (begun, again));
        Assert.Equal((LookBackState.NotFound, LookBackStepJob.Person, Reader), (look!.State, look.Person, look.Key));
        Assert.InRange(await SpentAsync(host) - before, 0.5, 1.0);
    }

    [Fact]
    public async Task Plan_OfFiles_SaysThatNothingLiesFurtherBack()
    {
        await using var host = await HarvestHost.StartAsync(_folder, clusters: [new ClusterOptions { Name = "files", Source = "Files", Paths = { _folder.Path } }], configure: Configure);

        var plan = await host.Provider.GetRequiredService<LookBackPlanner>().PlanAsync("files", Noon, TimeSpan.FromDays(7), asksSource: true, Token);

        Assert.Contains("each of them is read whole", plan.Refusal, StringComparison.Ordinal);
    }

    private async Task<HarvestHost> HarvestedAsync(ILogSource source, HarvestOptions? options = null, int retentionDays = 400)
    {
        var host = await HarvestHost.StartAsync(
            _folder, options, sources: [("lab", source)],
            configure: services =>
            {
                Configure(services);
                services.AddSingleton(new RetentionOptions { Days = retentionDays });
            });
        _source.Clock = host.Clock;
        Assert.Empty((await host.RunAsync("lab")).Errors);
        return host;
    }

    private void Configure(IServiceCollection services) => services
        .AddSingleton<IBackgroundJobClient>(new BackgroundJobClient(_jobs)).AddSingleton<LookBackDesk>().AddTransient<LookBackStepJob>();

    private static async Task<LookBack> LookAsync(HarvestHost host, TimeSpan depth)
    {
        var id = await AskAsync(host, depth);
        return await host.Provider.GetRequiredService<LookBackRunner>().RunAsync(id, Token) ?? throw new InvalidOperationException("It is gone.");
    }

    private static async Task<long> AskAsync(HarvestHost host, TimeSpan depth) =>
        await host.Provider.GetRequiredService<LookBackDesk>().AskAsync(await EventAsync(host, Noon.AddHours(-1)), Reader, depth, "ann", Token);

    private static Task<LookBackPlan> PlanAsync(HarvestHost host, TimeSpan depth, bool asksSource = false) =>
        host.Provider.GetRequiredService<LookBackPlanner>().PlanAsync("lab", Noon.AddHours(-1), depth, asksSource, Token);

    private static async Task<StoredEvent> EventAsync(HarvestHost host, DateTimeOffset time)
    {
        var filter = new EventFilter { Cluster = "lab", Window = TimeWindow.Between(time, time.AddSeconds(1)), OnlyChanges = true };
        var (page, _) = await host.Provider.GetRequiredService<EventReader>().GetPageWithJsonAsync(filter, null, 10, Token);
        return Assert.Single(page);
    }

    private static async Task<ObjectState> BeforeAsync(HarvestHost host)
    {
        var write = await host.Provider.GetRequiredService<HistoryReader>().GetWriteAsync(await EventAsync(host, Noon.AddHours(-1)), Token);
        return Assert.Single(write.Changes).Version.Before;
    }

    private static Task<IntervalSet> CollectedAsync(HarvestHost host, string query) => host.Coverage.GetCollectedAsync(
        "lab", new CoverageQuery(query, QueryCatalog.BuiltIn.Queries.Single(q => q.Id == query).SelectionHash), settledOnly: false, Token);

    private static async Task<double> SpentAsync(HarvestHost host) =>
        ScanPrice.ToDollars(await host.Provider.GetRequiredService<ScanCostStore>().GetSpentTodayAsync("lab", Token));

    private static Scripted Version(DateTimeOffset time, string id, string version) => new(TimeWindow.ToMicrosSinceEpoch(time), Event(time, id, version));

    private static byte[] Event(DateTimeOffset time, string id, string version)
    {
        var at = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(
            $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"{{{id}}}","stage":"ResponseComplete","requestURI":"/apis/rbac.authorization.k8s.io/v1/namespaces/ops/roles/reader","verb":"update","user":{"username":"alice"},"objectRef":{"resource":"roles","namespace":"ops","name":"reader","apiGroup":"rbac.authorization.k8s.io","apiVersion":"v1"},"responseStatus":{"code":200},"responseObject":{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"reader","namespace":"ops","uid":"u1","resourceVersion":"{{{version}}}"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get{{{version}}}"]}]},"requestReceivedTimestamp":"{{{at}}}","stageTimestamp":"{{{at}}}"}""");
    }
}

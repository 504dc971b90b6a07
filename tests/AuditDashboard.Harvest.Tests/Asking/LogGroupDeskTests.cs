using System.Globalization;
using AuditDashboard.Harvest.Asking;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Tests.Sources.CloudWatch;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.LocalCloudWatch.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Costs;
using Microsoft.Extensions.DependencyInjection;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Asking;

/// <summary>People's own queries over a log group with an event a minute, each declared to stand for a million bytes: what is said before, what is run, what it cost.</summary>
public sealed class LogGroupDeskTests : IDisposable
{
    private const string Count = "filter @logStream like \"kube-apiserver-audit\" | stats count(*) as n";
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Plan_OfAnHour_IsSixTimesWhatTheScanOfTenMinutesCost()
    {
        await using var scene = await SceneAsync();
        using var source = scene.Source();
        await using var host = await StartAsync(source, new HarvestOptions { Backfill = TimeSpan.FromMinutes(10) });
        var scanned = (await host.RunAsync("lab")).BytesScanned;
        var window = Assert.Single(scene.Server.Journal.Of("StartQuery"));
        Assert.Equal(600, window.ToSecond - window.FromSecond);

        var plan = await DeskOf(host).PlanAsync("lab", LastMinutes(60), Token);

        Assert.Equal(AskObstacle.None, plan.Obstacle);
        Assert.Equal(scanned * 6.0, plan.Bytes!.Value, 1.0);
        Assert.Equal(scanned * 6.0 * 0.005 / 1e9, plan.Dollars!.Value, 1e-9);

        // 5 USD a day of which a quarter is kept, and what the harvest cost.
        Assert.Equal((5.0, 1.25), (plan.DailyBudget, plan.Reserve));
        Assert.Equal(3.75 - (scanned * 0.005 / 1e9), plan.BudgetLeft!.Value, 1e-9);
    }

    [Fact]
    public async Task Ask_GivesTheRows_AndItsCostIsOfTheDay()
    {
        await using var scene = await SceneAsync();
        using var source = scene.Source();
        await using var host = await StartAsync(source, new HarvestOptions { Backfill = TimeSpan.FromMinutes(10) });
        await host.RunAsync("lab");
        var rateBefore = await CostsOf(host).GetRateAsync("lab", Token);
        var spentBefore = await CostsOf(host).GetSpentTodayAsync("lab", Token);

        var answer = await AskAsync(host, LastMinutes(60));

        Assert.Equal("60", Assert.Single(answer.Rows!.Rows)["n"]);
        Assert.Equal((60, 60), (answer.Rows.Records, answer.Rows.Matched));
        var started = scene.Server.Journal.Of("StartQuery");
        Assert.Equal(2, started.Count);
        Assert.Equal((Noon.AddHours(-1).ToUnixTimeSeconds(), Noon.ToUnixTimeSeconds()), (started[1].FromSecond, started[1].ToSecond));
        Assert.InRange(answer.Bytes!.Value, 59_000_000, 61_000_000);
        Assert.Equal(answer.Bytes.Value * 5e-12, answer.Dollars, 1e-12);
        var day = Assert.Single(await CostsOf(host).GetDaysAsync("lab", DateOnly.FromDateTime(Noon.UtcDateTime), Token), d => d.Purpose == ScanPurpose.Explore);
        Assert.Equal((answer.Bytes.Value, 1L, null), (day.Bytes, day.Scans, day.QueryId));
        Assert.Equal(day.PricePicos, await CostsOf(host).GetSpentTodayAsync("lab", Token) - spentBefore);

        // A query may stop early, so it teaches nothing of how much the log holds.
        Assert.Equal(rateBefore, await CostsOf(host).GetRateAsync("lab", Token));
    }

    [Fact]
    public async Task Ask_NothingKnownOfTheLog_RunsAQuarterOfAnHourAndNothingLonger()
    {
        await using var scene = await SceneAsync();
        using var source = scene.Source();
        await using var host = await StartAsync(source, new HarvestOptions());

        var hour = await AskAsync(host, LastMinutes(60));
        var quarter = await AskAsync(host, LastMinutes(15));
        var after = await DeskOf(host).PlanAsync("lab", LastMinutes(60), Token);

        Assert.Equal((AskObstacle.UnknownLog, null), (hour.Plan.Obstacle, hour.Plan.Bytes));
        Assert.Null(hour.Rows);
        Assert.Equal("15", Assert.Single(quarter.Rows!.Rows)["n"]);
        Assert.Equal(AskObstacle.UnknownLog, after.Obstacle);
        Assert.Single(scene.Server.Journal.Of("StartQuery"));
    }

    [Fact]
    public async Task Ask_NothingKnownOfTheLog_EndsWithTheBudget()
    {
        await using var scene = await SceneAsync();
        using var source = scene.Source();

        // A quarter of an hour costs 0.0015 USD; 0.00075 of the budget are not kept.
        await using var host = await StartAsync(source, new HarvestOptions { DailyBudget = 0.001, PricePerGigabyte = 0.1 });

        var first = await AskAsync(host, LastMinutes(15));
        var second = await AskAsync(host, LastMinutes(15));

        Assert.NotNull(first.Rows);
        Assert.Equal(AskObstacle.Budget, second.Plan.Obstacle);
        Assert.Single(scene.Server.Journal.Of("StartQuery"));
    }

    /// <summary>A minute costs 0.0001 USD, so 0.001 are spent by the harvest; of 0.01 a day, 0.0025 are kept.</summary>
    [Theory]
    [InlineData(50, AskObstacle.None)]
    [InlineData(80, AskObstacle.Budget)]
    public async Task Ask_BeyondWhatIsNotReserved_IsNotRun(int minutes, AskObstacle obstacle)
    {
        await using var scene = await SceneAsync();
        using var source = scene.Source();
        await using var host = await StartAsync(
            source, new HarvestOptions { Backfill = TimeSpan.FromMinutes(10), DailyBudget = 0.01, BudgetReserve = 0.25, PricePerGigabyte = 0.1 });
        await host.RunAsync("lab");
        var spentBefore = await CostsOf(host).GetSpentTodayAsync("lab", Token);

        var answer = await AskAsync(host, LastMinutes(minutes));

        Assert.Equal(obstacle, answer.Plan.Obstacle);
        Assert.InRange(answer.Plan.BudgetLeft!.Value, 0.006, 0.0066);
        Assert.Equal(obstacle == AskObstacle.None, answer.Rows is not null);
        Assert.Equal(obstacle == AskObstacle.None ? 2 : 1, scene.Server.Journal.Of("StartQuery").Count);
        Assert.Equal(obstacle == AskObstacle.None, await CostsOf(host).GetSpentTodayAsync("lab", Token) > spentBefore);
    }

    [Fact]
    public async Task Cancel_StopsTheQueryInAws()
    {
        // The server's clock stands still, so the query runs for good.
        await using var scene = await SceneAsync(o => o.Pace = _ => new QueryPace(TimeSpan.Zero, TimeSpan.FromHours(1)));
        using var source = scene.Source();
        await using var host = await StartAsync(source, new HarvestOptions());
        using var cancel = new CancellationTokenSource();

        var answer = await DeskOf(host).AskAsync("lab", LastMinutes(15), Count, () => { }, _ => cancel.Cancel(), cancel.Token);

        Assert.True(answer.IsCancelled);
        Assert.Null(answer.Rows);
        var started = Assert.Single(scene.Server.Journal.Of("StartQuery"));
        Assert.Equal(started.QueryId, Assert.Single(scene.Server.Journal.Of("StopQuery")).QueryId);
        Assert.Equal("Cancelled", scene.Server.Journal.Of("GetQueryResults")[^1].QueryStatus);
    }

    [Fact]
    public async Task Ask_WhileAnotherRuns_WaitsAndCanBeCancelled()
    {
        await using var scene = await SceneAsync(o => o.Pace = _ => new QueryPace(TimeSpan.Zero, TimeSpan.FromHours(1)));
        using var source = scene.Source();
        await using var host = await StartAsync(source, new HarvestOptions());
        using var cancelFirst = new CancellationTokenSource();
        using var cancelSecond = new CancellationTokenSource();
        var runs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = DeskOf(host).AskAsync("lab", LastMinutes(15), Count, () => { }, _ => runs.TrySetResult(), cancelFirst.Token);
        await runs.Task.WaitAsync(Token);

        var second = await DeskOf(host).AskAsync("lab", LastMinutes(15), Count, cancelSecond.Cancel, _ => { }, cancelSecond.Token);
        await cancelFirst.CancelAsync();

        Assert.True(second.IsCancelled);
        Assert.True(second.Plan.Window.IsEmpty);
        Assert.True((await first).IsCancelled);
        Assert.Single(scene.Server.Journal.Of("StartQuery"));
    }

    /// <summary>A minute costs 0.0001 USD: 0.001 are spent by the first harvest, and of the 0.01 a day, 85 minutes hold 0.0085.</summary>
    [Fact]
    public async Task Ask_WhileItRuns_HarvestDoesNotSpendWhatItMayCost()
    {
        var pace = QueryPace.AtOnce;
        await using var scene = await SceneAsync(o => o.Pace = _ => pace);
        using var source = scene.Source();
        await using var host = await StartAsync(
            source, new HarvestOptions { Backfill = TimeSpan.FromMinutes(10), DailyBudget = 0.01, BudgetReserve = 0, PricePerGigabyte = 0.1 });
        await host.RunAsync("lab");
        var budget = await host.Provider.GetRequiredService<ScanBudgets>().OpenAsync("lab", Token);
        using var cancel = new CancellationTokenSource();
        var runs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pace = new QueryPace(TimeSpan.Zero, TimeSpan.FromHours(1));
        var asked = DeskOf(host).AskAsync("lab", LastMinutes(85), Count, () => { }, _ => runs.TrySetResult(), cancel.Token);
        await runs.Task.WaitAsync(Token);
        pace = QueryPace.AtOnce;
        var left = budget.UnreservedLeftDollars;

        var refused = await host.RunAsync("lab", LastMinutes(40));
        var queries = scene.Server.Journal.Of("StartQuery").Count;
        await cancel.CancelAsync();
        var answer = await asked;
        var after = await host.RunAsync("lab", LastMinutes(40));

        Assert.InRange(left!.Value, 0.0003, 0.0006);
        Assert.StartsWith("What scans of lab that run at the moment may cost ", Assert.Single(refused.Errors.Distinct()), StringComparison.Ordinal);
        Assert.Equal(2, queries);
        Assert.True(answer.IsCancelled);
        Assert.Empty(after.Errors);
        Assert.True(scene.Server.Journal.Of("StartQuery").Count > queries);
        Assert.InRange(budget.SpentDollars, 0.004, 0.01);
    }

    [Fact]
    public async Task Ask_ScanThatBeganInBetween_LeavesItUnrun()
    {
        await using var scene = await SceneAsync();
        using var source = scene.Source();
        await using var host = await StartAsync(
            source, new HarvestOptions { Backfill = TimeSpan.FromMinutes(10), DailyBudget = 0.01, BudgetReserve = 0, PricePerGigabyte = 0.1 });
        await host.RunAsync("lab");
        var budget = await host.Provider.GetRequiredService<ScanBudgets>().OpenAsync("lab", Token);
        var before = await DeskOf(host).PlanAsync("lab", LastMinutes(60), Token);

        Assert.Null(budget.TryHold(LastMinutes(60), [], out var hold));
        var refused = await AskAsync(host, LastMinutes(60));
        hold!.Dispose(); // what the log holds is known
        var answer = await AskAsync(host, LastMinutes(60));

        Assert.Equal(AskObstacle.None, before.Obstacle);
        Assert.Equal((AskObstacle.Budget, null, null), (refused.Plan.Obstacle, refused.Rows, refused.Error));
        Assert.NotNull(answer.Rows);
        Assert.Equal(2, scene.Server.Journal.Of("StartQuery").Count);
    }

    [Fact]
    public async Task Ask_QueryThatFails_GivesASentenceAndIsCounted()
    {
        await using var scene = await SceneAsync();
        scene.Server.Faults.Add(new FaultRule { Operation = "StartQuery", Fault = FaultKind.QueryFails });
        using var source = scene.Source();
        await using var host = await StartAsync(source, new HarvestOptions());

        var answer = await AskAsync(host, LastMinutes(15));

        Assert.Equal("CloudWatch Logs ended a query over /aws/eks/lab/cluster as Failed instead of Complete.", answer.Error);
        Assert.Null(answer.Rows);
        var days = await CostsOf(host).GetDaysAsync("lab", DateOnly.FromDateTime(Noon.UtcDateTime), Token);
        Assert.Equal(answer.Bytes ?? 0, days.Sum(d => d.Bytes));
    }

    [Fact]
    public async Task Cluster_OutsideTheScope_IsNotThere()
    {
        await using var scene = await SceneAsync();
        using var source = scene.Source();
        await using var host = await StartAsync(source, new HarvestOptions());
        using var entered = ClusterScope.Of(["other"]).Enter();

        var plan = await DeskOf(host).PlanAsync("lab", LastMinutes(15), Token);
        var answer = await AskAsync(host, LastMinutes(15));

        Assert.Empty(DeskOf(host).Clusters);
        Assert.Null(DeskOf(host).FindCluster("lab"));
        Assert.Null(DeskOf(host).FindCluster(null));
        Assert.Equal((AskObstacle.NoSource, AskObstacle.NoSource), (plan.Obstacle, answer.Plan.Obstacle));
        Assert.Empty(scene.Server.Journal.Of("StartQuery"));
    }

    [Fact]
    public async Task Plan_OfTheFuture_SaysSo()
    {
        await using var scene = await SceneAsync();
        using var source = scene.Source();
        await using var host = await StartAsync(source, new HarvestOptions());

        var plan = await DeskOf(host).PlanAsync("lab", TimeWindow.Between(Noon.AddHours(1), Noon.AddHours(2)), Token);

        Assert.Equal(AskObstacle.NotYet, plan.Obstacle);
    }

    private static TimeWindow LastMinutes(int minutes) => TimeWindow.Between(Noon.AddMinutes(-minutes), Noon);

    private static LogGroupDesk DeskOf(HarvestHost host) => host.Provider.GetRequiredService<LogGroupDesk>();

    private static ScanCostStore CostsOf(HarvestHost host) => host.Provider.GetRequiredService<ScanCostStore>();

    private static Task<AskAnswer> AskAsync(HarvestHost host, TimeWindow window) => DeskOf(host).AskAsync("lab", window, Count, () => { }, _ => { }, Token);

    private static async Task<LogGroupScene> SceneAsync(Action<LocalCloudWatch.LocalServerOptions>? change = null)
    {
        var bytes = Role(Noon, "e000").Length;
        var scene = await LogGroupScene.StartAsync(o =>
        {
            o.DeclaredBytesPerByte = 1_000_000 / (double)bytes;
            change?.Invoke(o);
        });
        for (var i = 0; i < 180; i++)
        {
            scene.Put(Noon.AddMinutes(-i).AddSeconds(-30), Role(Noon, string.Create(CultureInfo.InvariantCulture, $"e{i:000}")));
        }

        return scene;
    }

    private async Task<HarvestHost> StartAsync(ILogSource source, HarvestOptions options) =>
        await HarvestHost.StartAsync(_folder, options, sources: [("lab", source)]);
}

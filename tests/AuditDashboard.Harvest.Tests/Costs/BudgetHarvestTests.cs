using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Tests.Sources.CloudWatch;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.Queries;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;
using Microsoft.Extensions.DependencyInjection;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Costs;

/// <summary>Harvest of a billed log group: what it counts, and when it pauses.</summary>
public sealed class BudgetHarvestTests : IDisposable
{
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Harvest_MergedScan_IsOneQueryAndItsPriceIsSharedByAll()
    {
        await using var scene = await SceneAsync(perMinute: 1_000_000);
        using var source = scene.Source();
        await using var host = await StartAsync(source, new HarvestOptions { Backfill = TimeSpan.FromMinutes(10), PricePerGigabyte = 0.005 });

        var summary = await host.RunAsync("lab");

        var run = Assert.Single(await host.Runs.GetLatestAsync("lab", 1, Token));
        var days = await host.Provider.GetRequiredService<ScanCostStore>().GetDaysAsync("lab", DateOnly.FromDateTime(Noon.UtcDateTime), Token);
        var queries = QueryCatalog.BuiltIn.Queries.Count;
        Assert.Empty(summary.Errors);
        Assert.Single(scene.Server.Journal.Of("StartQuery"));
        Assert.Equal(queries, days.Count);
        Assert.All(days, d => Assert.Equal((ScanPurpose.Harvest, 1), (d.Purpose, d.Scans)));
        Assert.Equal(summary.BytesScanned, days.Sum(d => d.Bytes));
        Assert.InRange(summary.BytesScanned, 10_000_000, 12_000_000);
        Assert.Equal(summary.BytesScanned * queries, days.Sum(d => d.AloneBytes));
        Assert.Equal(run.PricePicos, days.Sum(d => d.PricePicos));
        Assert.Equal((summary.BytesScanned, summary.BytesScanned * queries), (run.BytesScanned, run.AloneBytes));
        Assert.Equal(summary.BytesScanned * 5e-12, ScanPrice.ToDollars(run.PricePicos), 1e-12);
    }

    [Fact]
    public async Task Harvest_BudgetWouldBePassed_PausesBeforeAndGoesOnTheNextDay()
    {
        // A minute costs 0.1 USD: three hours cost 18.
        await using var scene = await SceneAsync(perMinute: 1_000_000_000);
        using var source = scene.Source();
        await using var host = await StartAsync(
            source, new HarvestOptions { Backfill = TimeSpan.FromHours(3), MaxWindow = TimeSpan.FromMinutes(15), PricePerGigabyte = 0.1, DailyBudget = 6, BudgetReserve = 0.25 });

        var summary = await host.RunAsync("lab");
        var spent = await SpentAsync(host);
        var (roles, denied) = (await CollectedAsync(host, "roles"), await CollectedAsync(host, "denied"));
        var problems = await host.Runs.GetProblemsAsync("lab", Token);
        var queriesBefore = scene.Server.Journal.Of("StartQuery").Count;
        var again = await host.RunAsync("lab");
        var queriesAfter = scene.Server.Journal.Of("StartQuery").Count;

        scene.Clock.SetUtcNow(Noon.AddHours(12).AddMinutes(1));
        host.Clock.SetUtcNow(Noon.AddHours(12).AddMinutes(1));
        await host.RunAsync("lab");

        // Three quarters for all, the rest for roles, bindings and aws-auth alone.
        Assert.InRange(spent, 5.4, 6.0);
        Assert.InRange(denied.Duration.TotalMinutes, 44, 46);
        Assert.InRange(roles.Duration.TotalMinutes, 58, 61);
        Assert.NotEmpty(summary.Errors);
        Assert.All(problems, p => Assert.Equal("Budget", p.Part));
        Assert.Contains(problems, p => p.Message.Contains("Harvest:DailyBudget", StringComparison.Ordinal));
        Assert.Equal(queriesBefore, queriesAfter);
        Assert.NotEmpty(again.Errors);
        Assert.InRange((await CollectedAsync(host, "denied")).Duration.TotalMinutes, 80, 24 * 60);
        Assert.InRange(await SpentAsync(host), 0.1, 6.0);
    }

    [Fact]
    public async Task Harvest_ServiceThatGivesNoStatistics_CollectsAllAndSaysThatNoBudgetIsKept()
    {
        await using var scene = await SceneAsync(perMinute: 1_000_000);
        scene.Server.Options.OmitsStatistics = true;
        using var source = scene.Source();
        await using var host = await StartAsync(source, new HarvestOptions { Backfill = TimeSpan.FromHours(3) });

        var summary = await host.RunAsync("lab");

        Assert.Empty(summary.Errors);
        Assert.Equal(180, (await CollectedAsync(host, "denied")).Duration.TotalMinutes);
        var problem = Assert.Single(await host.Runs.GetProblemsAsync("lab", Token));
        Assert.Equal(("Budget", "The log source of lab does not say how many bytes it scans, so no budget is kept. Harvest goes on."), (problem.Part, problem.Message));
    }

    [Fact]
    public async Task Harvest_QueryThatFails_IsCountedForWhatItHadRead()
    {
        await using var scene = await SceneAsync(perMinute: 1_000_000, isPaced: true);
        scene.Server.Faults.Add(new FaultRule { Operation = "StartQuery", Fault = FaultKind.QueryFails });
        using var source = scene.Source();
        await using var host = await StartAsync(source, new HarvestOptions { Backfill = TimeSpan.FromMinutes(10) });

        await host.RunAsync("lab");

        var billed = scene.Server.Journal.Of("GetQueryResults").GroupBy(e => e.QueryId).Sum(q => q.Max(e => e.BytesScanned));
        var days = await host.Provider.GetRequiredService<ScanCostStore>().GetDaysAsync("lab", DateOnly.FromDateTime(Noon.UtcDateTime), Token);
        Assert.InRange(billed, 1, double.MaxValue);
        Assert.Equal(Math.Floor(billed), days.Sum(d => d.Bytes));
    }

    /// <summary>A log group with an event a minute over three hours, each declared to stand for so many bytes.</summary>
    private static async Task<LogGroupScene> SceneAsync(long perMinute, bool isPaced = false)
    {
        var bytes = Role(Noon, "e000").Length;
        var scene = await LogGroupScene.StartAsync(o => o.DeclaredBytesPerByte = perMinute / (double)bytes, isPaced);
        for (var i = 0; i < 180; i++)
        {
            var time = Noon.AddMinutes(-i).AddSeconds(-30);
            scene.Put(time, Role(Noon, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"e{i:000}")));
        }

        return scene;
    }

    private async Task<HarvestHost> StartAsync(Harvest.Sources.ILogSource source, HarvestOptions options) =>
        await HarvestHost.StartAsync(_folder, options, sources: [("lab", source)]);

    private static async Task<double> SpentAsync(HarvestHost host) =>
        ScanPrice.ToDollars(await host.Provider.GetRequiredService<ScanCostStore>().GetSpentTodayAsync("lab", Token));

    private static Task<IntervalSet> CollectedAsync(HarvestHost host, string query) => host.Coverage.GetCollectedAsync(
        "lab", new CoverageQuery(query, QueryCatalog.BuiltIn.Queries.Single(q => q.Id == query).SelectionHash), settledOnly: false, Token);
}

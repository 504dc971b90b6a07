using AuditDashboard.Collection;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Runs;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Collection;

/// <summary>What Collection shows of a cluster whose source bills by bytes scanned.</summary>
public sealed class CostTests : PageTestContext
{
    private const long Gigabyte = 1_000_000_000;

    public CostTests() => Services.AddSingleton(new ClusterRegistry(
        [new ConfiguredCluster(new ClusterOptions { Name = "demo", Source = "CloudWatch" }, new BilledSource(), "* * * * *")]));

    [Fact]
    public async Task Cost_BilledCluster_IsShownByDayAndQueryWithWhatMergingSaved()
    {
        await BillAsync([Charge(20 * Gigabyte, [.. QueryCatalog.BuiltIn.Queries.Select(q => q.Id)])]);
        Clock.Advance(TimeSpan.FromDays(1));
        await BillAsync([Charge(8 * Gigabyte, ["roles", "denied"]), Charge(2 * Gigabyte, [], ScanPurpose.Explore)]);

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[aria-label='Cost by day'] tbody tr")));
        Assert.Contains("0.050 USD spent today (UTC) of a budget of 5.00 USD", page.Markup, StringComparison.Ordinal);
        Assert.Equal("30.0 GB in 7 days, 0.15 USD · one scan for all queries; query by query it would have been 258.0 GB, 1.29 USD", Text(page, ".total"));
        Assert.Equal(["24 Nov 10.0 GB 0.050 USD 0.040 USD", "23 Nov 20.0 GB 0.10 USD 1.10 USD"], Rows(page, "Cost by day"));
        Assert.Contains("Roles 2 5.7 GB 0.028 USD 28.0 GB", Rows(page, "Cost by query"));
        Assert.Equal("Your own queries 1 2.0 GB 0.010 USD 2.0 GB", Rows(page, "Cost by query")[^1]);
        Assert.Empty(page.FindAll(".budget"));
    }

    [Fact]
    public async Task Cost_LittleIsLeft_SaysSoBeforeAnythingPauses()
    {
        await BillAsync([Charge(620 * Gigabyte, ["roles", "denied"], window: TimeSpan.FromHours(60))]);

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.StartsWith(
            "Little of the day's budget is left: 3.10 USD are spent, and before 3.75 USD are passed all queries pause but those on changes of rights.",
            Text(page, ".budget"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cost_BudgetIsUsedUpButForTheReserve_NamesTheQueriesThatPause()
    {
        await BillAsync([Charge(750 * Gigabyte, ["roles", "denied"], window: TimeSpan.FromHours(60))]);

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.Contains("Until 00:00 UTC these pause:", Text(page, ".budget"), StringComparison.Ordinal));
        var notice = Text(page, ".budget");
        var paused = notice[(notice.IndexOf("these pause:", StringComparison.Ordinal) + 12)..notice.IndexOf(". What is not read", StringComparison.Ordinal)].Split(';', StringSplitOptions.TrimEntries);
        string[] kept = ["aws-auth", "clusterrolebindings", "rolebindings", "clusterroles", "roles", "anonymous-granted"];
        Assert.Equal(QueryCatalog.BuiltIn.Queries.Where(q => !kept.Contains(q.Id)).Select(q => q.Title), paused);
    }

    [Fact]
    public async Task Cost_BudgetIsUsedUp_SaysThatAllPause()
    {
        await BillAsync([Charge(1000 * Gigabyte, ["roles", "denied"], window: TimeSpan.FromHours(60))]);

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.StartsWith("The day's budget is used up: all queries pause until 00:00 UTC.", Text(page, ".budget"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_OfABilledCluster_SayTheirPriceAndWhatCameLate()
    {
        var runs = Services.GetRequiredService<RunStore>();
        var run = await runs.StartAsync("demo", RunTrigger.Schedule, Token);
        await Services.GetRequiredService<EventIngest>().CommitAsync(
            new IngestBatch { Cluster = "demo", RunId = run, Lease = null, BytesScanned = 3 * Gigabyte, Charges = [Charge(3 * Gigabyte, ["roles", "denied"])] }, Token);
        await runs.EndAsync(run, RunState.Succeeded, null, [], Token);

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".runs tbody tr")));
        Assert.Contains("3.0 GB 0.015 USD", Text(page, ".runs tbody tr"), StringComparison.Ordinal);
        Assert.Equal("Query by query: 6.0 GB, 0.030 USD", page.Find(".runs td[title]").GetAttribute("title"));
    }

    [Theory]
    [InlineData(0, "0.00 USD")]
    [InlineData(0.0000000001, "under 0.000001 USD")]
    [InlineData(0.0000042, "0.0000042 USD")]
    [InlineData(0.0123, "0.012 USD")]
    [InlineData(0.1, "0.10 USD")]
    [InlineData(12.346, "12.35 USD")]
    public void Dollars_OfAnySize_ShowWhatCounts(double value, string expected) => Assert.Equal(expected, CostWords.Dollars(value));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(999_960, "1.0 MB")]
    [InlineData(11_400_000_000, "11.4 GB")]
    public void Bytes_AreInUnitsOfAThousand(double value, string expected) => Assert.Equal(expected, CostWords.Bytes(value));

    [Fact]
    public async Task Cost_ClusterForgottenToday_SaysWhatOfTodaysBillIsFromBefore()
    {
        await BillAsync([Charge(8 * Gigabyte, ["roles", "denied"])]);
        await ForgetAsync("demo");
        await BillAsync([Charge(2 * Gigabyte, ["roles", "denied"])]);

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.Equal(["23 Nov 2.0 GB 0.010 USD 0.010 USD"], Rows(page, "Cost by day")));
        Assert.Contains("0.050 USD spent today (UTC) of a budget of 5.00 USD; 0.040 USD of it before the cluster was forgotten", page.Markup, StringComparison.Ordinal);
    }

    private async Task BillAsync(IReadOnlyList<ScanCharge> charges)
    {
        await Services.GetRequiredService<ClusterStore>().RegisterAsync("demo", "CloudWatch", null, Token);
        await Services.GetRequiredService<ScanCostStore>().AddAsync("demo", charges, Token);
    }

    private ScanCharge Charge(long bytes, IReadOnlyList<string> queries, ScanPurpose purpose = ScanPurpose.Harvest, TimeSpan? window = null) => new(
        purpose, queries, bytes, bytes * Math.Max(1, queries.Count), TimeWindow.Between(Clock.GetUtcNow() - (window ?? TimeSpan.FromHours(1)), Clock.GetUtcNow()),
        ScanPrice.ToPicos(bytes, Harvest.PricePerGigabyte));

    private static string Text(IRenderedComponent<CollectionPage> page, string selector) => Squeeze(page.Find(selector));

    private static string[] Rows(IRenderedComponent<CollectionPage> page, string table) =>
        [.. page.FindAll($"[aria-label='{table}'] tbody tr").Select(Squeeze)];

    // Cells of a row without blanks between them would run together.
    private static string Squeeze(AngleSharp.Dom.IElement element) => string.Join(
        ' ', (element.LocalName == "tr" ? string.Join(' ', element.Children.Select(c => c.TextContent)) : element.TextContent)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed class BilledSource : IWindowLogSource
    {
        public string Kind => "CloudWatch";

        public long AvailableToMicros => 0;

        public TimeSpan DeliveryDelay => TimeSpan.FromMinutes(20);

        public bool IsBilled => true;

        public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

        public IAsyncEnumerable<InputRecord> ScanAsync(TimeWindow window, MergedScan scan, CancellationToken cancellationToken) => AsyncEnumerable.Empty<InputRecord>();
    }
}

using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Runs;
using AuditDashboard.Storage.Tests.Support;

namespace AuditDashboard.Storage.Tests.Costs;

public sealed class ScanCostStoreTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(TestDatabase.Start.UtcDateTime);
    private static readonly TimeWindow Hour = TimeWindow.Between(TestDatabase.Start.AddHours(-1), TestDatabase.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_ChargeOfThreeQueries_SharesAddUpToTheWhole()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = await CreateAsync(db);

        await store.AddAsync("prod", [Charge(100, ["roles", "denied", "secrets"])], Token);
        await store.AddAsync("prod", [Charge(50, ["roles"])], Token);

        var days = await store.GetDaysAsync(null, Today, Token);
        Assert.Equal(
            [("denied", 33L, 1L), ("roles", 84L, 2L), ("secrets", 33L, 1L)],
            days.OrderBy(d => d.QueryId, StringComparer.Ordinal).Select(d => (d.QueryId!, d.Bytes, d.Scans)));
        Assert.Equal((150, 350, 1500), (days.Sum(d => d.Bytes), days.Sum(d => d.AloneBytes), days.Sum(d => d.PricePicos)));
        Assert.Equal(1500, await store.GetSpentTodayAsync("prod", Token));
        Assert.Equal(0, await store.GetSpentTodayAsync("other", Token));
    }

    [Fact]
    public async Task Days_PersonsOwnQueryAndNextDay_StandForThemselves()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = await CreateAsync(db);

        await store.AddAsync("prod", [Charge(10, [], ScanPurpose.Explore)], Token);
        db.Clock.SetUtcNow(TestDatabase.Start.AddHours(12));
        await store.AddAsync("prod", [Charge(20, [], ScanPurpose.Explore), Charge(30, [], ScanPurpose.Check)], Token);

        Assert.Equal(
            [(Today.AddDays(1), ScanPurpose.Explore, 20L), (Today.AddDays(1), ScanPurpose.Check, 30L), (Today, ScanPurpose.Explore, 10L)],
            (await store.GetDaysAsync("prod", Today, Token)).Select(d => (d.Day, d.Purpose, d.Bytes)));
        Assert.Equal(2, (await store.GetDaysAsync("prod", Today.AddDays(1), Token)).Count);
        Assert.Empty(await store.GetDaysAsync("other", Today, Token));
        Assert.Equal(500, await store.GetSpentTodayAsync("prod", Token));
    }

    [Fact]
    public async Task Rate_SeveralScans_IsTheirAverageAndTheDearest()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = await CreateAsync(db);
        var before = await store.GetRateAsync("prod", Token);

        await store.AddAsync(
            "prod",
            [
                Charge(36_000, ["roles"]), Charge(3_600 * 30, ["roles"]), Charge(1_000_000, ["roles"], window: TimeWindow.Between(TestDatabase.Start.AddSeconds(-59), TestDatabase.Start)),
                new ScanCharge(ScanPurpose.Harvest, ["roles"], 1_000_000, 0, Window: null, 0),
            ],
            Token);

        var rate = await store.GetRateAsync("prod", Token);
        db.Clock.SetUtcNow(TestDatabase.Start.AddDays(8));
        Assert.Null(before);
        Assert.Equal(new ScanRate(20, 30), rate);
        Assert.Null(await store.GetRateAsync("prod", Token));
    }

    [Fact]
    public async Task Commit_BatchWithCharges_AreCountedWithTheRun()
    {
        using var db = await TestDatabase.CreateAsync();
        await db.Clusters.RegisterAsync("prod", "CloudWatch", null, Token);
        var run = await db.Runs.StartAsync("prod", RunTrigger.Schedule, Token);

        await db.Ingest.CommitAsync(TestDatabase.Batch([]) with { RunId = run, BytesScanned = 150, Charges = [Charge(100, ["roles", "denied"]), Charge(50, ["roles"])] }, Token);

        var row = Assert.Single(await db.Runs.GetLatestAsync("prod", 1, Token));
        Assert.Equal((150, 250, 1500), (row.BytesScanned, row.AloneBytes, row.PricePicos));
        Assert.Equal(1500, await new ScanCostStore(db.Database, db.Clock).GetSpentTodayAsync("prod", Token));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e9, 5_000_000_000)]
    [InlineData(1, 5)]
    public void Price_OfBytes_IsThatOfAGigabyteInShares(double bytes, long picos) => Assert.Equal(picos, ScanPrice.ToPicos(bytes, ScanPrice.DefaultPerGigabyte));

    private static async Task<ScanCostStore> CreateAsync(TestDatabase db)
    {
        await db.Clusters.RegisterAsync("prod", "CloudWatch", null, Token);
        return new ScanCostStore(db.Database, db.Clock);
    }

    private static ScanCharge Charge(long bytes, IReadOnlyList<string> queries, ScanPurpose purpose = ScanPurpose.Harvest, TimeWindow? window = null) =>
        new(purpose, queries, bytes, bytes * Math.Max(1, queries.Count), window ?? Hour, bytes * 10);
}

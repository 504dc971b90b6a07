using AuditDashboard.Storage.SavedQueries;
using AuditDashboard.Storage.Tests.Support;

namespace AuditDashboard.Storage.Tests.SavedQueries;

public sealed class QueryHistoryStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_RunOfAnyText_ComesBackAsItWas()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new QueryHistoryStore(db.Database);
        var run = Run("filter user.username = \"ø ☃ \u202E 'x'\"\n| limit 3") with { Outcome = QueryRunOutcome.Partial, Cluster = null, Source = "files" };

        await store.AddAsync("ann", run, keep: 10, Token);

        Assert.Equal(run, Assert.Single(await store.GetAsync("ann", 10, Token)));
        Assert.Empty(await store.GetAsync("bob", 10, Token));
    }

    [Fact]
    public async Task Add_MoreThanAreKept_DropsTheOwnersOldestAlone()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new QueryHistoryStore(db.Database);
        await store.AddAsync("bob", Run("fields bobs"), keep: 3, Token);
        for (var i = 1; i <= 5; i++)
        {
            await store.AddAsync("ann", Run($"fields f{i}"), keep: 3, Token);
        }

        Assert.Equal(["fields f5", "fields f4", "fields f3"], (await store.GetAsync("ann", 10, Token)).Select(r => r.Text));
        Assert.Equal(["fields f5"], (await store.GetAsync("ann", 1, Token)).Select(r => r.Text));
        Assert.Single(await store.GetAsync("bob", 10, Token));
    }

    [Fact]
    public async Task Add_NoneAreKept_KeepsNone()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new QueryHistoryStore(db.Database);

        await store.AddAsync("ann", Run("fields verb"), keep: 0, Token);

        Assert.Empty(await store.GetAsync("ann", 10, Token));
    }

    private static QueryRunRecord Run(string text) => new()
    {
        Text = text,
        Source = "collected",
        Cluster = "prod",
        Window = new TimeWindow(1_000_000, 2_000_000),
        StartedAt = TestDatabase.Start,
        Elapsed = TimeSpan.FromMilliseconds(12.5),
        Outcome = QueryRunOutcome.Complete,
        Rows = 3,
        Records = 44,
        Bytes = 5_555,
    };
}

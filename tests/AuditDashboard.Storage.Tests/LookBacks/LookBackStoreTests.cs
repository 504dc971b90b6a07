using AuditDashboard.Kubernetes.History;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.LookBacks;
using AuditDashboard.Storage.Tests.Support;

namespace AuditDashboard.Storage.Tests.LookBacks;

public sealed class LookBackStoreTests
{
    private static readonly ObjectKey Reader = new(TrackedKind.Role, "ops", "reader");
    private static readonly TimeWindow Window = TimeWindow.Between(TestDatabase.Start.AddDays(-1), TestDatabase.Start);
    private static readonly string Event = new('a', 64);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Look_FromAskedToEnded_TellsHowFarItIs()
    {
        using var db = await TestDatabase.CreateAsync();
        await db.Clusters.RegisterAsync("prod", "CloudWatch", null, Token);
        var store = new LookBackStore(db.Database, db.Clock);

        var (id, isNew) = await store.AskAsync("prod", Reader, Event, Window, "ann", Token);
        var again = await store.AskAsync("prod", Reader, Event, Window, "ben", Token);
        Assert.True(await store.ReportAsync(id, Window.ToMicros - 10, 3, 100, Token));
        Assert.True(await store.ReportAsync(id, Window.ToMicros - 5, 1, 20, Token));
        Assert.True(await store.CancelAsync(id, Token));
        Assert.False(await store.ReportAsync(id, Window.ToMicros - 20, 0, 0, Token));
        await store.EndAsync(id, LookBackState.Cancelled, "Cancelled.", null, Token);
        await store.EndAsync(id, LookBackState.Found, "Too late.", Event, Token);

        Assert.True(isNew);
        Assert.Equal((id, false), again);
        var look = await store.FindLatestAsync("prod", Reader, Token);
        Assert.Equal(
            (LookBackState.Cancelled, "Cancelled.", 4L, 120L, TimeWindow.FromMicrosSinceEpoch(Window.ToMicros - 20), "ann"),
            (look!.State, look.Text, look.Events, look.Bytes, look.Reached, look.Person));
        Assert.False(await store.CancelAsync(id, Token));
        Assert.Empty(await store.GetOpenAsync(Token));
    }

    [Fact]
    public async Task Cancel_BeforeItsTurn_EndsAtOnce()
    {
        using var db = await TestDatabase.CreateAsync();
        await db.Clusters.RegisterAsync("prod", "CloudWatch", null, Token);
        var store = new LookBackStore(db.Database, db.Clock);
        var (id, _) = await store.AskAsync("prod", Reader, Event, Window, "ann", Token);

        Assert.True(await store.CancelAsync(id, Token));

        Assert.Equal((LookBackState.Cancelled, (DateTimeOffset?)db.Clock.GetUtcNow()), ((await store.FindAsync(id, Token))!.State, (await store.FindAsync(id, Token))!.EndedAt));
        Assert.True((await store.AskAsync("prod", Reader, Event, Window, "ann", Token)).IsNew);
    }

    [Fact]
    public async Task Asked_MoreThanIsKept_TheOldestEndedOnesGo()
    {
        using var db = await TestDatabase.CreateAsync();
        await db.Clusters.RegisterAsync("prod", "CloudWatch", null, Token);
        await db.Clusters.RegisterAsync("lab", "CloudWatch", null, Token);
        var store = new LookBackStore(db.Database, db.Clock);
        var (open, _) = await store.AskAsync("prod", Reader with { Name = "open" }, Event, Window, "ann", Token);
        await store.AskAsync("lab", Reader, Event, Window, "ann", Token);
        db.Execute($"INSERT INTO look_back (cluster_id, kind, namespace, name, event_id, from_time, to_time, person, state, is_cancel_asked, events, bytes, asked_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {LookBackStore.Kept + 5}) SELECT c.id, 1, '', 'n' || i, 'e', 0, 1, 'ann', 3, 0, 0, 0, 0 FROM n, cluster c WHERE c.name = 'prod'");

        await store.AskAsync("prod", Reader, Event, Window, "ann", Token);

        Assert.Equal(LookBackStore.Kept, db.Number("SELECT count(*) FROM look_back WHERE state = 3"));
        Assert.NotNull(await store.FindAsync(open, Token));
        Assert.NotNull(await store.FindLatestAsync("lab", Reader, Token));
    }

    [Fact]
    public async Task Person_LimitedToClusters_AsksAndCancelsForTheseAlone()
    {
        using var db = await TestDatabase.CreateAsync();
        await db.Clusters.RegisterAsync("prod", "CloudWatch", null, Token);
        await db.Clusters.RegisterAsync("lab", "CloudWatch", null, Token);
        var store = new LookBackStore(db.Database, db.Clock);
        long id;
        using (ClusterScope.Of(["prod"]).Enter())
        {
            (id, _) = await store.AskAsync("prod", Reader, Event, Window, "ann", Token);
            Assert.NotNull(await store.FindLatestAsync("prod", Reader, Token));
            await Assert.ThrowsAsync<StorageException>(() => store.AskAsync("lab", Reader, Event, Window, "ann", Token));
        }

        using (ClusterScope.Of(["lab"]).Enter())
        {
            Assert.Null(await store.FindAsync(id, Token));
            Assert.Null(await store.FindLatestAsync("prod", Reader, Token));
            Assert.False(await store.CancelAsync(id, Token));
            Assert.False(await store.ReportAsync(id, 0, 1, 1, Token));
        }

        Assert.Equal((LookBackState.Waiting, false, 0L), ((await store.FindAsync(id, Token))!.State, (await store.FindAsync(id, Token))!.IsCancelAsked, (await store.FindAsync(id, Token))!.Events));
        using (ClusterScope.Of(["prod"]).Enter())
        {
            Assert.True(await store.CancelAsync(id, Token));
        }
    }
}

using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Retention;
using AuditDashboard.Storage.Tests.Support;
using static AuditDashboard.Storage.Tests.Support.TestEvents;

namespace AuditDashboard.Storage.Tests.Retention;

/// <summary>Forgetting one cluster beside another: whole, broken off anywhere, and with processes that remember texts.</summary>
public sealed class ForgetStoreTests
{
    private const string CountsDiffer =
        """
        SELECT (SELECT count(*) FROM (
            SELECT cluster_id, query_id, minute, n FROM minute_count
            EXCEPT SELECT cluster_id, query_id, time / 60000000, count(*) FROM event_match WHERE time IS NOT NULL GROUP BY 1, 2, 3))
          + (SELECT count(*) FROM (
            SELECT cluster_id, query_id, time / 60000000, count(*) FROM event_match WHERE time IS NOT NULL GROUP BY 1, 2, 3
            EXCEPT SELECT cluster_id, query_id, minute, n FROM minute_count))
          + (SELECT count(*) FROM (
            SELECT cluster_id, stack_query_id, time / 60000000, count(*) FROM event WHERE time IS NOT NULL GROUP BY 1, 2, 3
            EXCEPT SELECT cluster_id, query_id, minute, n FROM minute_stack))
          + (SELECT abs((SELECT coalesce(sum(n), 0) FROM minute_stack) - (SELECT count(*) FROM event WHERE time IS NOT NULL)))
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forget_OneOfTwoClusters_LeavesTheOtherAsIfItHadNeverBeen()
    {
        using var alone = await TestDatabase.CreateAsync();
        await FillAsync(alone, "other", 30);
        using var db = await TestDatabase.CreateAsync();
        await FillAsync(db, "other", 30);
        await FillAsync(db, "prod", 1_203);
        var run = await db.Runs.StartAsync("prod", Storage.Runs.RunTrigger.Schedule, Token);
        await db.Runs.NoteProblemAsync("prod", "Log source", "It failed.", Token);
        await db.Runs.NoteFailedWindowAsync("prod", ["roles"], new TimeWindow(T0, T0 + 5), "It failed.", lease: null, Token);

        var holdings = await new ForgetStore(db.Database, CrashPoints.None).GetHoldingsAsync("prod", Token);
        await ForgetAsync(db, CrashPoints.None);

        Assert.Equal((1_203, 1), (holdings?.Events, holdings?.Runs));
        Assert.True(run > 0);
        Assert.Equal(DumpWithoutSharedWords(alone), DumpWithoutSharedWords(db));
        foreach (var table in new[] { "lease", "run", "problem", "coverage_failure", "event_match" })
        {
            Assert.Equal(alone.Number($"SELECT count(*) FROM {table}"), db.Number($"SELECT count(*) FROM {table}"));
        }

        Assert.Equal(0, db.Number("SELECT count(*) FROM event_body WHERE event_id NOT IN (SELECT id FROM event)"));
        Assert.Null(await new ForgetStore(db.Database, CrashPoints.None).GetHoldingsAsync("prod", Token));
    }

    [Theory]
    [InlineData(CrashPoint.RemovalMarked, 1)]
    [InlineData(CrashPoint.EventsRemoved, 1)]
    [InlineData(CrashPoint.BinsReduced, 2)]
    [InlineData(CrashPoint.BeforeRemovalCommit, 2)]
    [InlineData(CrashPoint.BeforeRemovalCommit, 4)]
    [InlineData(CrashPoint.RemovalCommitted, 1)]
    [InlineData(CrashPoint.RemovalCommitted, 2)]
    public async Task Forget_BrokenOffAtAPoint_CountsEqualEventsAndTheNextTimeEndsIt(CrashPoint at, int nth)
    {
        using var db = await TestDatabase.CreateAsync();
        await FillAsync(db, "other", 30);
        await FillAsync(db, "prod", 1_203);
        var passed = 0;
        var points = new CrashPoints(point =>
        {
            if (point == at && ++passed == nth)
            {
                throw new InvalidOperationException("broken off");
            }
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => ForgetAsync(db, points));

        Assert.Equal(0, db.Number(CountsDiffer));
        if (db.Number("SELECT count(*) FROM event WHERE cluster_id = (SELECT id FROM cluster WHERE name = 'prod')") < 1_203)
        {
            // Nothing vouches for what is gone.
            Assert.Equal(0, db.Number("SELECT count(*) FROM coverage WHERE cluster_id = (SELECT id FROM cluster WHERE name = 'prod')"));
        }

        await ForgetAsync(db, CrashPoints.None);
        Assert.Equal((30, 0), (db.Number("SELECT count(*) FROM event"), db.Number(CountsDiffer)));
        Assert.Equal(1, db.Number("SELECT count(*) FROM cluster"));
    }

    [Fact]
    public async Task Commit_AfterAnotherProcessRemovedTexts_DoesNotUseTheirNumbers()
    {
        using var db = await TestDatabase.CreateAsync();
        await FillAsync(db, "prod", 3);
        using var otherProcess = db.OpenAgain();
        var lease = await AcquireAsync(db);
        var store = new ForgetStore(otherProcess, CrashPoints.None);
        await store.BeginAsync(lease, Token);
        Assert.Equal(3, await store.RemoveSliceAsync(lease, Token));
        Assert.Equal(0, await store.RemoveSliceAsync(lease, Token));
        await store.EndAsync(lease, Token);
        await new EventIngest(otherProcess, CrashPoints.None, db.Clock).CommitAsync(
            TestDatabase.Batch(Match(Event(RoleChange(1, "taken-1", "mallory")), "roles"), Match(Event(RoleChange(2, "taken-2", "mallory")), "roles")), Token);

        // This one's ingest path remembers names of prod whose numbers others have now.
        await FillAsync(db, "prod", 3);

        Assert.Equal(3, db.Number("SELECT count(*) FROM event e JOIN object_name n ON n.id = e.name_id WHERE n.text LIKE 'prod-%'"));
        Assert.Equal(3, db.Number("SELECT count(DISTINCT n.text) FROM event e JOIN object_name n ON n.id = e.name_id WHERE n.text LIKE 'prod-%'"));
        Assert.Equal(3, db.Number("SELECT count(*) FROM event e JOIN user_name n ON n.id = e.user_id WHERE n.text = 'prod-user'"));
        Assert.Equal(2, db.Number("SELECT count(*) FROM event e JOIN user_name n ON n.id = e.user_id WHERE n.text = 'mallory'"));
    }

    [Fact]
    public async Task Forget_LeaseTakenOverByAnother_RemovesNothingMore()
    {
        using var db = await TestDatabase.CreateAsync();
        await FillAsync(db, "prod", 3);
        var lease = await AcquireAsync(db);
        db.Clock.Advance(TimeSpan.FromMinutes(3));
        await AcquireAsync(db);
        var store = new ForgetStore(db.Database, CrashPoints.None);
        var before = db.Dump();

        await Assert.ThrowsAsync<LeaseLostException>(() => store.BeginAsync(lease, Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => store.RemoveSliceAsync(lease, Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => store.EndAsync(lease, Token));

        Assert.Equal(before, db.Dump());
    }

    private static async Task<ClusterLease> AcquireAsync(TestDatabase db) =>
        await db.Leases.TryAcquireAsync("prod", TimeSpan.FromMinutes(2), Token) ?? throw new InvalidOperationException("The lease is not free.");

    private static async Task ForgetAsync(TestDatabase db, CrashPoints points)
    {
        db.Clock.Advance(TimeSpan.FromMinutes(3)); // whoever was broken off holds the lease no more
        var lease = await AcquireAsync(db);
        var store = new ForgetStore(db.Database, points);
        await store.BeginAsync(lease, Token);
        while (await store.RemoveSliceAsync(lease, Token) > 0)
        {
        }

        await store.EndAsync(lease, Token);
    }

    private static Task<IngestResult> FillAsync(TestDatabase db, string cluster, int events) => db.Ingest.CommitAsync(
        TestDatabase.Batch(
        [
            .. Enumerable.Range(0, events).Select(i => Match(
                Event(RoleChange(i % 40, $"{cluster}-{i}", $"{cluster}-user"), content: $"{cluster} {i}", isUndated: i % 10 == 9),
                i % 3 == 0 ? ["roles", "denied"] : ["roles"])),
        ]) with
        {
            Cluster = cluster,
            Coverage = [new CoverageGain("roles", "h", new TimeWindow(T0, T0 + TimeWindow.MinuteMicros), CoverageHow.Live, 1, 1, IsSettled: true)],
        },
        Token);

    /// <summary>Programs, verbs and resources are few and shared; they stay.</summary>
    private static string DumpWithoutSharedWords(TestDatabase db) => string.Join(
        '\n',
        db.Dump().Split('\n').Where(line => line.Split('|')[0] is not ("user_agent" or "word" or "resource" or "query")));
}

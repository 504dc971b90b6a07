using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Retention;
using AuditDashboard.Storage.Tests.Support;
using static AuditDashboard.Storage.Tests.Support.TestEvents;

namespace AuditDashboard.Storage.Tests.Retention;

/// <summary>What is older than it is kept expires: at its boundary, broken off anywhere, and never by a clock that is ahead for a moment.</summary>
public sealed class ExpiryStoreTests
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

    private static readonly DateTimeOffset Horizon = new(2026, 11, 10, 0, 0, 0, TimeSpan.Zero);

    private static readonly long H = TimeWindow.ToMicrosSinceEpoch(Horizon);

    private static readonly CoverageQuery Roles = new("roles", "h");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Remove_EventsAroundTheHorizon_GoUpToIt_AndBinsEqualEvents()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitAsync(db, At("before", -1), At("at", 0), At("after", 1), At("dayBefore", -86_400_000_000), At("undated", null));

        var removed = await PruneAsync(db, CrashPoints.None);

        Assert.Equal(2, removed);
        Assert.Equal(["after", "at", "undated"], Names(db));
        Assert.Equal(0, db.Number(CountsDiffer));
        Assert.Equal(2, db.Number("SELECT sum(n) FROM minute_count"));
        Assert.Equal(0, await PruneAsync(db, CrashPoints.None));
    }

    [Fact]
    public async Task Remove_MoreThanOneSliceOfOneInstant_AllGo_AndAnotherClusterKeepsItsOwn()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitAsync(db, [.. Enumerable.Range(0, 1_203).Select(i => At($"old-{i}", -5))]);
        await CommitAsync(db, [.. Enumerable.Range(0, 7).Select(i => At($"new-{i}", i))]);
        await CommitToAsync(db, "other", At("other-old", -5));

        var removed = await PruneAsync(db, CrashPoints.None);

        Assert.Equal(1_203, removed);
        Assert.Equal(8, db.Number("SELECT count(*) FROM event"));
        Assert.Equal(0, db.Number(CountsDiffer));
        Assert.Equal(0, db.Number("SELECT count(*) FROM object_name WHERE text LIKE 'old-%'"));
    }

    /// <summary>As events of files: by their time and by when they were read.</summary>
    [Fact]
    public async Task Remove_CallsOutOfCloudTrail_GoWithWhatIsOlderThanItIsKept()
    {
        using var db = await TestDatabase.CreateAsync();
        await db.Clusters.RegisterAsync("prod", "Import", null, Token);
        await db.Clusters.RegisterAsync("other", "Import", null, Token);
        AddCall(db, "prod", "old", H - 1, H - 1);
        AddCall(db, "prod", "undated", null, H - 1);
        AddCall(db, "prod", "readLater", H - 1, H);
        AddCall(db, "prod", "undatedReadLater", null, H);
        AddCall(db, "prod", "new", H, H - 1);
        AddCall(db, "other", "others", H - 1, H - 1);
        db.Execute($"INSERT INTO trail_span (cluster_id, origin, from_time, to_time, collected_at) SELECT id, 'a', {H - 50}, {H + 50}, {H - 1} FROM cluster WHERE name = 'prod'");
        db.Execute($"INSERT INTO trail_span (cluster_id, origin, from_time, to_time, collected_at) SELECT id, 'b', {H - 50}, {H - 20}, {H - 1} FROM cluster WHERE name = 'prod'");

        var preview = await new ExpiryStore(db.Database, CrashPoints.None, db.Clock).PreviewAsync("prod", Horizon, Token);
        var removed = await PruneAsync(db, CrashPoints.None);

        Assert.Equal((0L, 0L, 2L), (preview!.Events, preview.Quarantined, preview.Calls));
        Assert.Equal(2, removed);
        Assert.Equal(["new", "others", "readLater", "undatedReadLater"], db.Texts("SELECT event_id FROM trail_call ORDER BY event_id"));
        Assert.Equal([$"a {H} {H + 50}"], db.Texts("SELECT origin || ' ' || from_time || ' ' || to_time FROM trail_span"));
    }

    private static void AddCall(TestDatabase db, string cluster, string id, long? time, long firstSeen) => db.Execute(
        $"""
        INSERT INTO trail_call (cluster_id, identity, event_id, time, kind, outcome, is_repeated, is_from_files, first_seen, encoding, length, content)
        SELECT id, CAST('{cluster} {id}' AS BLOB), '{id}', {(time is { } t ? t.ToString(System.Globalization.CultureInfo.InvariantCulture) : "NULL")}, 1, 0, 0, 1, {firstSeen}, 0, 0, x'' FROM cluster WHERE name = '{cluster}'
        """);

    [Fact]
    public async Task Coverage_BeforeAndAfter_ExpiredIsNeitherCollectedNorAGap()
    {
        using var db = await TestDatabase.CreateAsync();
        await db.Clusters.RegisterAsync("prod", "CloudWatch", Horizon.AddHours(-4), Token);
        await CommitAsync(db, Window(-4, -2), Window(-1, 1));
        await db.Runs.NoteFailedWindowAsync("prod", ["roles"], Hours(-2, 2), "It failed.", lease: null, Token);
        var window = Hours(-5, 3);

        var before = await StatesAsync(db, window);
        await PruneAsync(db, CrashPoints.None);
        var after = await StatesAsync(db, window);

        Assert.Equal("-5 OutOfScope, -4 Collected, -2 Failed, -1 Collected, 1 Failed, 2 NotCollected", before);
        Assert.Equal("-5 OutOfScope, -4 Expired, 0 Collected, 1 Failed, 2 NotCollected", after);
        var summary = await db.Coverage.GetSummaryAsync("prod", window, [Roles], Token);
        Assert.Equal((TimeSpan.FromHours(2), 1), (summary.NotCollected, summary.Gaps));
        Assert.Equal(1.0 / 3, summary.CollectedFraction, 9);
        Assert.Equal(Horizon.AddHours(1), summary.SettledTo);
        Assert.Equal("Older than it is kept: its events were removed.", summary.Stretches.Single(s => s.State == CoverageState.Expired).Reason);
    }

    [Fact]
    public async Task Writers_OfTimeThatHasExpired_WriteOnlyWhatLiesAfter()
    {
        using var db = await TestDatabase.CreateAsync();
        await db.Clusters.RegisterAsync("prod", "CloudWatch", Horizon.AddHours(-4), Token);
        await CommitAsync(db, Window(-4, 2));
        await PruneAsync(db, CrashPoints.None);

        await CommitAsync(db, Window(-3, -2), Window(-1, 1));
        await db.Runs.NoteFailedWindowAsync("prod", ["roles"], Hours(-3, -2), "It failed.", lease: null, Token);
        await db.Runs.NoteFailedWindowAsync("prod", ["roles"], Hours(-1, 3), "It failed.", lease: null, Token);
        await db.Clusters.RegisterAsync("prod", "CloudWatch", Horizon.AddDays(-30), Token);
        await db.Clusters.RegisterAsync("prod", "CloudWatch", null, Token);

        Assert.Equal("-5 OutOfScope, -4 Expired, 0 Collected, 2 Failed, 3 NotCollected", await StatesAsync(db, Hours(-5, 4)));
        var row = Assert.Single(await db.Clusters.GetAllAsync(Token));
        Assert.Equal((Horizon.AddHours(-4), Horizon), (row.OwedFrom, row.ExpiredTo));
    }

    [Fact]
    public async Task Register_FirstTimeSinceWhen_AfterExpiry_IsNotBeforeIt()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitAsync(db, At("old", -5)); // an import made the cluster
        await PruneAsync(db, CrashPoints.None);

        await db.Clusters.RegisterAsync("prod", "CloudWatch", Horizon.AddDays(-30), Token);

        Assert.Equal(Horizon, Assert.Single(await db.Clusters.GetAllAsync(Token)).OwedFrom);
    }

    [Fact]
    public async Task Mark_BySchedule_NeedsTwoLooksHalfADayApart()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitAsync(db, At("old", -5));
        var store = Store(db);

        Assert.Null(await LookAsync(db, store));
        db.Clock.Advance(TimeSpan.FromHours(11));
        Assert.Null(await LookAsync(db, store));
        db.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Horizon, await LookAsync(db, store));
        Assert.Equal(["15|retention|What the cluster prod had from before 2026-11-10 is old enough and is removed."], Activity(db));

        // The next day is noted anew.
        Assert.Equal(Horizon, await LookAsync(db, store, Horizon.AddDays(1)));
        await CommitAsync(db, At("later", 5));
        db.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal(Horizon.AddDays(1), await LookAsync(db, store, Horizon.AddDays(1)));
    }

    [Fact]
    public async Task Mark_ClockAheadByAYearForAMoment_RemovesNothing()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitAsync(db, At("kept", 5), At("old", -5));
        var store = Store(db);
        var ahead = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(db.Clock.GetUtcNow().AddYears(1));
        var storeAhead = new ExpiryStore(db.Database, CrashPoints.None, ahead);
        Assert.Null(await LookAsync(db, store));

        // Ahead, the first look finds the day that was noted in truth, and what it notes itself is of a time that has not come.
        db.Clock.Advance(TimeSpan.FromMinutes(3));
        var lease = await AcquireAsync(db);
        Assert.Equal(Horizon, await storeAhead.MarkAsync(lease, Horizon.AddYears(1), null, Token));
        ahead.Advance(TimeSpan.FromHours(11));
        Assert.Equal(Horizon, await storeAhead.MarkAsync(lease, Horizon.AddYears(1), null, Token));
        db.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Horizon, await LookAsync(db, store));
        db.Clock.Advance(TimeSpan.FromHours(13));
        Assert.Equal(Horizon, await LookAsync(db, store));

        await PruneAsync(db, CrashPoints.None);
        Assert.Equal(["kept"], Names(db));
    }

    [Fact]
    public async Task Files_OldWhenTheyAreRead_AreKeptAsLongFromThenOn()
    {
        using var db = await TestDatabase.CreateAsync();
        await db.Clusters.RegisterAsync("prod", "Files", null, Token);
        await CommitFileAsync(db, "old.log", At("file-old", -7_200_000_000), At("file-new", 5));
        await CommitAsync(db, At("undated", null), At("old", -60_000_000));
        await PruneAsync(db, CrashPoints.None);

        Assert.Equal(["file-new", "file-old", "undated"], Names(db));
        Assert.Equal("-3 OutOfScope, -2 FromFiles, 1 OutOfScope", await StatesAsync(db, Hours(-3, 2)));

        // Until they too were read so long ago.
        db.Clock.Advance(TimeSpan.FromDays(11));
        await PruneAsync(db, CrashPoints.None, Horizon.AddDays(11));

        Assert.Empty(Names(db));
        Assert.Equal("-3 OutOfScope, -2 Expired", await StatesAsync(db, Hours(-3, 2)));
        Assert.Equal(1, db.Number("SELECT count(*) FROM file_position"));
    }

    [Fact]
    public async Task Files_ThatGrow_ShowWhatHasExpiredOfThem()
    {
        using var db = await TestDatabase.CreateAsync();
        db.Clock.SetUtcNow(TestDatabase.Start.AddYears(1));
        var day = 86_400_000_000;
        await CommitFileAsync(db, "a.log", At("first", 365 * day));
        db.Clock.Advance(TimeSpan.FromDays(20));
        await CommitFileAsync(db, "a.log", At("second", 385 * day));

        await PruneAsync(db, CrashPoints.None, Horizon.AddDays(380));

        Assert.Equal(["second"], Names(db));
        Assert.Equal(
            "8760 Expired, 9120 FromFiles, 9241 OutOfScope",
            await StatesAsync(db, new TimeWindow(H + (365 * day), H + (386 * day))));
    }

    [Theory]
    [InlineData(CrashPoint.RemovalMarked, 1)]
    [InlineData(CrashPoint.EventsRemoved, 1)]
    [InlineData(CrashPoint.BinsReduced, 2)]
    [InlineData(CrashPoint.BeforeRemovalCommit, 2)]
    [InlineData(CrashPoint.BeforeRemovalCommit, 3)]
    [InlineData(CrashPoint.BeforeRemovalCommit, 4)]
    [InlineData(CrashPoint.RemovalCommitted, 1)]
    [InlineData(CrashPoint.RemovalCommitted, 2)]
    [InlineData(CrashPoint.RemovalCommitted, 4)]
    public async Task Prune_BrokenOffAtAPoint_CountsEqualEvents_NothingGoneCountsAsCollected_AndTheNextTimeEndsIt(CrashPoint at, int nth)
    {
        using var db = await TestDatabase.CreateAsync();
        await db.Clusters.RegisterAsync("prod", "CloudWatch", Horizon.AddHours(-4), Token);
        await CommitAsync(db, [.. Enumerable.Range(0, 1_203).Select(i => At($"old-{i}", -5 - i)), .. Enumerable.Range(0, 30).Select(i => At($"new-{i}", i))]);
        await CommitAsync(db, Window(-4, 2));
        using var whole = await TestDatabase.CreateAsync();
        await whole.Clusters.RegisterAsync("prod", "CloudWatch", Horizon.AddHours(-4), Token);
        await CommitAsync(whole, [.. Enumerable.Range(0, 1_203).Select(i => At($"old-{i}", -5 - i)), .. Enumerable.Range(0, 30).Select(i => At($"new-{i}", i))]);
        await CommitAsync(whole, Window(-4, 2));
        await PruneAsync(whole, CrashPoints.None);
        var passed = 0;
        var points = new CrashPoints(point =>
        {
            if (point == at && ++passed == nth)
            {
                throw new InvalidOperationException("broken off");
            }
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => PruneAsync(db, points));

        Assert.Equal(0, db.Number(CountsDiffer));
        var isWhole = db.Number("SELECT count(*) FROM event") == 1_233;
        var states = await StatesAsync(db, Hours(-4, 2));
        Assert.True(states == "-4 Expired, 0 Collected" || (isWhole && states == "-4 Collected"), states);

        await PruneAsync(db, CrashPoints.None);
        Assert.Equal(whole.Dump(), db.Dump());
    }

    [Fact]
    public async Task Prune_LeaseTakenOverMidway_RemovesNothingMore()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitAsync(db, [.. Enumerable.Range(0, 700).Select(i => At($"old-{i}", -5 - i))]);
        var lease = await AcquireAsync(db);
        var store = Store(db);
        await store.MarkAsync(lease, Horizon, "ann", Token);
        var (removed, next) = await store.RemoveSliceAsync(lease, Horizon, null, Token);
        db.Clock.Advance(TimeSpan.FromMinutes(3));
        await AcquireAsync(db);
        var before = db.Dump();

        await Assert.ThrowsAsync<LeaseLostException>(() => store.RemoveSliceAsync(lease, Horizon, next, Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => store.RemoveTextsAsync(lease, Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => store.MarkAsync(lease, Horizon.AddDays(1), "ann", Token));

        Assert.Equal(500, removed);
        Assert.Equal(before, db.Dump());
    }

    [Fact]
    public async Task RemoveSlice_OfTimeThatHasNotExpired_RemovesNothing()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitAsync(db, At("old", -5), At("new", 5));
        var lease = await AcquireAsync(db);
        await Store(db).MarkAsync(lease, Horizon, "ann", Token);

        var (removed, _) = await Store(db).RemoveSliceAsync(lease, Horizon.AddDays(1), null, Token);

        Assert.Equal(0, removed);
        Assert.Equal(["new", "old"], Names(db));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store(db).MarkAsync(lease, Horizon.AddMinutes(1), "ann", Token));
    }

    [Fact]
    public async Task Mark_ClusterThatIsYoungerThanTheHorizon_HasNothingToExpire()
    {
        using var db = await TestDatabase.CreateAsync();
        await db.Clusters.RegisterAsync("prod", "CloudWatch", Horizon.AddHours(1), Token);
        await CommitAsync(db, At("new", 3_600_000_000));
        var before = db.Dump();

        Assert.Null(await Store(db).MarkAsync(await AcquireAsync(db), Horizon, "ann", Token));

        Assert.Equal(before, db.Dump());
        Assert.Empty(Activity(db));
    }

    [Fact]
    public async Task Prune_SharedThings_StayAsTheyAre()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitAsync(db, At("old", -5));
        db.Execute("INSERT INTO snapshot (id, code, manifest, signature) VALUES (1, 'c', x'01', x'02')");
        db.Execute("INSERT INTO snapshot_part (code, number, content) VALUES ('c', 0, x'03')");
        db.Execute("INSERT INTO listing (cluster_id, time, imported_at, source, content_hash, kinds, objects) SELECT id, 5, 5, 'l.json', '04', 1, 0 FROM cluster");

        await PruneAsync(db, CrashPoints.None);

        Assert.Equal(["c0102"], db.Texts("SELECT code || hex(manifest) || hex(signature) FROM snapshot"));
        Assert.Equal(["c003"], db.Texts("SELECT code || number || hex(content) FROM snapshot_part"));
        Assert.Equal(1, db.Number("SELECT count(*) FROM listing"));
    }

    [Fact]
    public async Task Activity_OldRows_GoAtTheSecondLook_AndANewOneSaysSo()
    {
        using var db = await TestDatabase.CreateAsync();
        var activity = new ActivityStore(db.Database, db.Clock);
        await activity.AddAsync(ActivityKind.SignIn, "ann", "Signed in.", null, Token);
        await activity.AddAsync(ActivityKind.Export, "ann", "Exported.", null, Token);
        db.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 30, 1, 0, 0, TimeSpan.Zero));
        await activity.AddAsync(ActivityKind.SignOut, "ann", "Signed out.", null, Token);
        var horizon = new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(0, await Store(db).RemoveActivityAsync(horizon, Token));
        db.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal(2, await Store(db).RemoveActivityAsync(horizon, Token));
        Assert.Equal(0, await Store(db).RemoveActivityAsync(horizon, Token));

        Assert.Equal(["4|ann|Signed out.", "15|retention|Removed 2 entries from before 2026-11-25 from this log."], Activity(db));
    }

    [Fact]
    public async Task Preview_OfWhatWouldGo_IsWhatGoes()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitAsync(db, At("a", -5), At("b", -6), At("c", 5));
        await CommitFileAsync(db, "old.log", At("file-old", -7_200_000_000));

        var preview = await Store(db).PreviewAsync("prod", Horizon, Token);

        Assert.Equal(new ExpiryPreview("Import", null, 2, 0, 0), preview);
        Assert.Equal(2, await PruneAsync(db, CrashPoints.None));
        Assert.Null(await Store(db).PreviewAsync("other", Horizon, Token));
    }

    private static ExpiryStore Store(TestDatabase db) => new(db.Database, CrashPoints.None, db.Clock);

    private static async Task<ClusterLease> AcquireAsync(TestDatabase db) =>
        await db.Leases.TryAcquireAsync("prod", TimeSpan.FromMinutes(2), Token) ?? throw new InvalidOperationException("The lease is not free.");

    private static async Task<DateTimeOffset?> LookAsync(TestDatabase db, ExpiryStore store, DateTimeOffset? horizon = null)
    {
        db.Clock.Advance(TimeSpan.FromMinutes(3));
        var expiredTo = await store.MarkAsync(await AcquireAsync(db), horizon ?? Horizon, null, Token);
        return expiredTo;
    }

    private static async Task<int> PruneAsync(TestDatabase db, CrashPoints points, DateTimeOffset? horizon = null)
    {
        db.Clock.Advance(TimeSpan.FromMinutes(3)); // whoever was broken off holds the lease no more
        var lease = await AcquireAsync(db);
        var store = new ExpiryStore(db.Database, points, db.Clock);
        if (await store.MarkAsync(lease, horizon ?? Horizon, "ann", Token) is not { } expiredTo)
        {
            return 0;
        }

        var (removed, next) = (0, (DateTimeOffset?)null);
        while (await store.RemoveSliceAsync(lease, expiredTo, next, Token) is (var count and > 0, var after))
        {
            removed += count;
            next = after;
        }

        await store.RemoveTextsAsync(lease, Token);
        return removed;
    }

    /// <summary>An event so many microseconds from the horizon; undated without.</summary>
    private static IngestEvent At(string name, long? fromHorizon) =>
        Match(Event(RoleChange(0, name), content: name, time: H + (fromHorizon ?? 0), isUndated: fromHorizon is null), "roles");

    private static TimeWindow Hours(double from, double to) => new(H + (long)(from * 3_600_000_000), H + (long)(to * 3_600_000_000));

    private static CoverageGain Window(double from, double to) => new("roles", "h", Hours(from, to), CoverageHow.Live, 0, 0, IsSettled: true);

    private static Task<IngestResult> CommitAsync(TestDatabase db, params IngestEvent[] events) => CommitToAsync(db, "prod", events);

    private static Task<IngestResult> CommitToAsync(TestDatabase db, string cluster, params IngestEvent[] events) =>
        db.Ingest.CommitAsync(TestDatabase.Batch(events) with { Cluster = cluster }, Token);

    private static async Task CommitAsync(TestDatabase db, params CoverageGain[] gains)
    {
        foreach (var gain in gains)
        {
            await db.Ingest.CommitAsync(TestDatabase.Batch() with { Coverage = [gain] }, Token);
        }
    }

    private static Task<IngestResult> CommitFileAsync(TestDatabase db, string file, params IngestEvent[] events) => db.Ingest.CommitAsync(
        TestDatabase.Batch([.. events.Select(found => found with { FromFiles = true })]) with
        {
            FilePositions = [new(file, 64, "/logs/" + file, 1, 1, false)],
            FileSpans =
            [
                new FileSpan(file, new TimeWindow(
                    events.Min(found => found.Event.TimeMicros)!.Value, events.Max(found => found.Event.TimeMicros)!.Value / 3_600_000_000 * 3_600_000_000 + 3_600_000_000)),
            ],
        },
        Token);

    private static async Task<string> StatesAsync(TestDatabase db, TimeWindow window)
    {
        var line = Assert.Single(await db.Coverage.GetLinesAsync("prod", window, [Roles], Token));
        var states = new List<string>();
        CoverageState? last = null;
        foreach (var stretch in line.Stretches)
        {
            if (stretch.State != last)
            {
                states.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(stretch.Window.FromMicros - H) / 3_600_000_000.0} {stretch.State}"));
            }

            last = stretch.State;
        }

        return string.Join(", ", states);
    }

    private static List<string> Names(TestDatabase db) =>
        db.Texts("SELECT n.text FROM event e JOIN object_name n ON n.id = e.name_id ORDER BY n.text");

    private static List<string> Activity(TestDatabase db) => db.Texts("SELECT kind || '|' || actor || '|' || text FROM activity ORDER BY id");
}

using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Delivery;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Files;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.LookBacks;
using AuditDashboard.Storage.Quarantine;
using AuditDashboard.Storage.Retention;
using AuditDashboard.Storage.Runs;
using AuditDashboard.Storage.SavedQueries;
using AuditDashboard.Storage.Tests.Support;
using AuditDashboard.Storage.Trail;
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

    private const string Marked = "zq7-prod";

    private static readonly TimeWindow Window = new(T0, T0 + TimeWindow.MinuteMicros);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forget_OneOfTwoClusters_LeavesTheOtherAsIfItHadNeverBeen()
    {
        using var alone = await TestDatabase.CreateAsync();
        await FillAsync(alone, "other", 30);
        using var db = await TestDatabase.CreateAsync();
        await FillAsync(db, "other", 30);
        await FillAsync(db, "prod", 1_203);

        var holdings = await new ForgetStore(db.Database, CrashPoints.None, db.Clock).GetHoldingsAsync("prod", Token);
        await ForgetAsync(db, CrashPoints.None);

        Assert.Equal(1_203, holdings?.Events);
        Assert.Equal(DumpWithoutQueries(alone), DumpWithoutQueries(db));
        Assert.Null(await new ForgetStore(db.Database, CrashPoints.None, db.Clock).GetHoldingsAsync("prod", Token));
    }

    [Fact]
    public async Task Forget_ClusterThatIsInEveryTable_LeavesNothingOfItInAny()
    {
        using var db = await TestDatabase.CreateAsync();
        await FillAsync(db, "other", 30);
        var counts = Tables(db).ToDictionary(table => table, table => db.Number($"SELECT count(*) FROM \"{table}\""));
        await FillEverythingAsync(db, Marked);
        var id = db.Number($"SELECT id FROM cluster WHERE name = '{Marked}'");
        var ofClusters = Tables(db).Where(table => db.Number($"SELECT count(*) FROM pragma_table_info('{table}') WHERE name = 'cluster_id'") > 0).ToList();

        // A table that is new has to be filled here too, or nothing shows that it is forgotten.
        Assert.DoesNotContain(ofClusters, table => db.Number($"SELECT count(*) FROM \"{table}\" WHERE cluster_id = {id}") == 0);
        string[] named =
        [
            "address", "audit_id", "cluster", "coverage_failure", "file_position", "file_span", "listing", "listing_object", "look_back", "namespace", "object_name", "problem", "quarantine",
            "query_history", "resource", "run",
            "run_query", "trail_call", "trail_span", "uri", "user_agent", "user_name", "word",
        ];
        Assert.Empty(named.Except(NamesOf(db)));

        await ForgetAsync(db, CrashPoints.None, Marked);

        Assert.DoesNotContain(ofClusters, table => db.Number($"SELECT count(*) FROM \"{table}\" WHERE cluster_id = {id}") > 0);

        // The tool's own audit stays and says so; what was billed today is kept until tomorrow.
        Assert.Equal(["activity", "forgotten_spend"], NamesOf(db));
        Assert.Equal(
            [$"11|ann|Began to forget the cluster {Marked}.", $"11|ann|Forgot the cluster {Marked}: 2 events and unreadable records removed."],
            db.Texts("SELECT kind || '|' || actor || '|' || text FROM activity ORDER BY id"));
        string[] others = [.. counts.Keys.Except(["query", "sqlite_sequence", "activity", "forgotten_spend"]).Order(StringComparer.Ordinal)];
        Assert.Equal(others.Select(table => (table, counts[table])), others.Select(table => (table, db.Number($"SELECT count(*) FROM \"{table}\""))));
    }

    [Fact]
    public async Task Forget_AfterScansOfToday_TheyStillCountAgainstTheDaysBudgetAndNoLongerTomorrow()
    {
        using var db = await TestDatabase.CreateAsync();
        var costs = new ScanCostStore(db.Database, db.Clock);
        await db.Clusters.RegisterAsync("prod", "CloudWatch", null, Token);
        await costs.AddAsync("prod", [Charge(1_000)], Token);
        db.Clock.Advance(TimeSpan.FromDays(1));
        await costs.AddAsync("prod", [Charge(30), Charge(5)], Token);

        await ForgetAsync(db, CrashPoints.None);
        await costs.AddAsync("prod", [Charge(7)], Token); // of a scan that was under way
        Assert.Empty(await db.Clusters.GetAllAsync(Token));
        await db.Clusters.RegisterAsync("prod", "CloudWatch", null, Token);
        await costs.AddAsync("prod", [Charge(100)], Token);
        Assert.Equal((142, 42), (await costs.GetSpentTodayAsync("prod", Token), await costs.GetForgottenTodayAsync("prod", Token)));
        await ForgetAsync(db, CrashPoints.None);

        Assert.Equal((142, 142), (await costs.GetSpentTodayAsync("prod", Token), await costs.GetForgottenTodayAsync("prod", Token)));
        Assert.Equal(0, await costs.GetSpentTodayAsync("other", Token));
        db.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((0, 0), (await costs.GetSpentTodayAsync("prod", Token), await costs.GetForgottenTodayAsync("prod", Token)));
        await costs.AddAsync("gone", [Charge(1)], Token);
        Assert.Equal(["gone"], db.Texts("SELECT cluster FROM forgotten_spend"));
    }

    [Fact]
    public async Task Commit_AfterTheNewestEventsWereForgotten_GivesNumbersThatNoneEverHad()
    {
        using var db = await TestDatabase.CreateAsync();
        await FillAsync(db, "other", 3);
        await FillAsync(db, "prod", 700);
        var before = db.Number("SELECT max(id) FROM event");
        await ForgetAsync(db, CrashPoints.None);
        await FillAsync(db, "prod", 2);
        await ForgetAsync(db, CrashPoints.None);

        await FillAsync(db, "prod", 1);

        Assert.Equal(before + 3, db.Number("SELECT max(id) FROM event"));
    }

    [Fact]
    public async Task Reader_EventsForgottenSinceTheyWereSelected_GivesNoneInTheirPlace()
    {
        using var db = await TestDatabase.CreateAsync();
        await FillAsync(db, "other", 2);
        await FillAsync(db, "prod", 3);
        var selection = await db.Events.SelectAsync(new EventFilter(), Token);
        await ForgetAsync(db, CrashPoints.None);
        await FillAsync(db, "prod", 3);

        var loaded = await db.Events.LoadAsync([.. selection.Rows], Token);

        Assert.Equal((5, 2), (selection.Count, loaded.Count));
        Assert.All(loaded, stored => Assert.Equal("other", stored.Row.Cluster));
        var failure = await Assert.ThrowsAsync<StorageException>(async () => await db.Events.StreamAsync(selection, Token).CountAsync(Token));
        Assert.Equal("Some of the events were removed meanwhile, so they cannot be read to the end.", failure.Message);
    }

    [Fact]
    public async Task RemoveTexts_ProgramThatAnEventHasMeanwhile_Stays()
    {
        using var db = await TestDatabase.CreateAsync();
        await FillAsync(db, "prod", 3);
        var unused = await db.Database.ReadAsync(
            (connection, token) =>
            {
                // As if the scan had come when no event was there.
                db.Execute("DELETE FROM event");
                return SharedTexts.FindUnused(connection, token);
            },
            Token);
        await db.CommitAsync(Match(Event(RoleChange(1, "b")), "roles"));

        await db.Database.WriteAsync(
            (connection, token) =>
            {
                unused.Remove(connection, token);
                return 0;
            },
            Token);

        Assert.Equal(1, db.Number("SELECT count(*) FROM event e JOIN user_agent a ON a.id = e.user_agent_id JOIN word v ON v.id = e.verb_id JOIN resource r ON r.id = e.resource_id"));
    }

    [Fact]
    public async Task Zombie_AfterItsClusterWasForgotten_BringsNothingOfItBack()
    {
        using var db = await TestDatabase.CreateAsync();
        await FillAsync(db, "prod", 3);
        var lost = await AcquireAsync(db, "prod");
        var run = await db.Runs.StartAsync("prod", RunTrigger.Schedule, Token);
        await ForgetAsync(db, CrashPoints.None);

        await db.Runs.ReportAsync(run, "reading", Token);
        await Assert.ThrowsAsync<LeaseLostException>(() => db.Runs.StartAsync("prod", RunTrigger.Schedule, lost, Token));
        await new ScanCostStore(db.Database, db.Clock).AddAsync("prod", [Charge(10)], Token);
        await db.Runs.NoteProblemAsync("prod", "Log source", "It failed.", Token);
        await Assert.ThrowsAsync<LeaseLostException>(() => db.Runs.NoteFailedWindowAsync("prod", ["roles"], Window, "It failed.", lost, Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => new DeliveryStore(db.Database, db.Clock).SetLateCheckAsync("prod", new LateCheck(T0, null, null), lost, Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => db.Ingest.CommitAsync(TestDatabase.Batch(Match(Event(RoleChange(1)), "roles")) with { Lease = lost }, Token));
        await db.Runs.EndAsync(run, RunState.Failed, "It failed.", [new RunQueryRow(run, "roles", TestDatabase.Start, null, RunState.Failed, 0, 0, null)], Token);

        Assert.Equal(0, db.Number("SELECT (SELECT count(*) FROM cluster) + (SELECT count(*) FROM event) + (SELECT count(*) FROM run) + (SELECT count(*) FROM run_query) + (SELECT count(*) FROM problem) + (SELECT count(*) FROM scan_day)"));
    }

    [Theory]
    [InlineData(CrashPoint.RemovalMarked, 1)]
    [InlineData(CrashPoint.EventsRemoved, 1)]
    [InlineData(CrashPoint.BinsReduced, 2)]
    [InlineData(CrashPoint.BeforeRemovalCommit, 2)]
    [InlineData(CrashPoint.BeforeRemovalCommit, 4)]
    [InlineData(CrashPoint.BeforeRemovalCommit, 5)]
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
        var store = new ForgetStore(otherProcess, CrashPoints.None, db.Clock);
        await store.BeginAsync(lease, "ann", Token);
        Assert.Equal(3, await store.RemoveSliceAsync(lease, Token));
        Assert.Equal(0, await store.RemoveSliceAsync(lease, Token));
        await store.RemoveTextsAsync(lease, Token);
        await store.EndAsync(lease, "ann", 3, Token);
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
        var store = new ForgetStore(db.Database, CrashPoints.None, db.Clock);
        var before = db.Dump();

        await Assert.ThrowsAsync<LeaseLostException>(() => store.BeginAsync(lease, "ann", Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => store.RemoveSliceAsync(lease, Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => store.RemoveTextsAsync(lease, Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => store.EndAsync(lease, "ann", 3, Token));

        Assert.Equal(before, db.Dump());
    }

    private static async Task<ClusterLease> AcquireAsync(TestDatabase db, string cluster = "prod") =>
        await db.Leases.TryAcquireAsync(cluster, TimeSpan.FromMinutes(2), Token) ?? throw new InvalidOperationException("The lease is not free.");

    private static async Task ForgetAsync(TestDatabase db, CrashPoints points, string cluster = "prod")
    {
        db.Clock.Advance(TimeSpan.FromMinutes(3)); // whoever was broken off holds the lease no more
        var lease = await AcquireAsync(db, cluster);
        var store = new ForgetStore(db.Database, points, db.Clock);
        await store.BeginAsync(lease, "ann", Token);
        var removed = 0;
        while (await store.RemoveSliceAsync(lease, Token) is var slice and > 0)
        {
            removed += slice;
        }

        await store.RemoveTextsAsync(lease, Token);
        await store.EndAsync(lease, "ann", removed, Token);
    }

    private static ScanCharge Charge(long pricePicos) => new(ScanPurpose.Harvest, ["roles"], 1, 1, Window, pricePicos);

    /// <summary>A cluster whose name stands in every text that is stored of it.</summary>
    private static TrailIngest Call(string cluster)
    {
        var record = Encoding.UTF8.GetBytes($$$"""{"eventSource":"eks.amazonaws.com","eventName":"DeleteAccessEntry","eventID":"e-{{{cluster}}}","userIdentity":{"type":"Root"}}""");
        var call = TrailReader.Read(record, out _) ?? throw new InvalidOperationException("The record is no call.");
        return new TrailIngest(new Redactor(new byte[32]).Redact(RecordIdentity.Compute(cluster, record), call, record) ?? throw new InvalidOperationException("The record cannot be kept."), T0, FromFiles: true);
    }

    private static async Task FillEverythingAsync(TestDatabase db, string cluster)
    {
        await db.Clusters.RegisterAsync(cluster, "CloudWatch", TestDatabase.Start.AddDays(-1), Token);
        await db.Leases.TryAcquireAsync(cluster, TimeSpan.FromMinutes(2), Token);
        var run = await db.Runs.StartAsync(cluster, RunTrigger.Schedule, Token);
        var audit = RoleChange(3, cluster + "-role", cluster + "-user") with
        {
            Verb = "update-" + cluster,
            Stage = "Stage-" + cluster,
            Annotations = new Dictionary<string, string> { ["authorization.k8s.io/decision"] = "allow-" + cluster },
            RequestUri = "/apis/" + cluster,
            UserAgent = cluster + "/1.0",
            SourceIps = [cluster + "-1", cluster + "-2"],
            ImpersonatedUser = AuditUser.None with { Username = cluster + "-boss" },
            ObjectRef = new AuditObjectRef("roles." + cluster, "status", cluster + "-space", cluster + "-role", null, cluster + ".example", "v1", null),
        };
        var unreadable = Encoding.UTF8.GetBytes($"{{\"{cluster}");
        await db.Ingest.CommitAsync(
            TestDatabase.Batch(new IngestEvent(Event(audit, content: $"{{\"cluster\":\"{cluster}\"}}"), ["roles", "denied"], FromFiles: false, audit.TimeMicros + 90_000_000)) with
            {
                Cluster = cluster,
                RunId = run,
                Quarantined = [new QuarantinedRecord(new RecordId(SHA256.HashData(unreadable)), new Redactor(new byte[32]).RedactUnreadable(unreadable), "Not valid JSON.", cluster + ".log:7", null, ["roles"])],
                Coverage = [new CoverageGain("roles", "h", Window, CoverageHow.Live, 1, 1, IsSettled: true)],
                FilePositions = [new FilePosition("f1", 2, $"/logs/{cluster}.log", 1, 1, false)],
                FileSpans = [new FileSpan("path:" + cluster, Window)],
                Calls = [Call(cluster)],
                CallSpans = [new FileSpan("path:" + cluster, Window)],
                Charges = [new ScanCharge(ScanPurpose.Harvest, ["roles"], 10, 20, Window, 30)],
            },
            Token);
        await new ListingStore(db.Database, db.Clock).AddAsync(
            cluster,
            new Redactor(new byte[32]).Redact(new ClusterListing
            {
                TimeMicros = T0,
                Objects = [new(new ObjectKey(TrackedKind.Role, cluster + "-space", cluster + "-role"), (ManifestObject)ManifestValue.Parse(Encoding.UTF8.GetBytes($"{{\"kind\":\"Role\",\"metadata\":{{\"name\":\"{cluster}-role\"}}}}"))!)],
                CompleteKinds = new HashSet<TrackedKind> { TrackedKind.Role },
            }),
            cluster + ".json", Token);
        db.Execute($"INSERT INTO pending_expiry (cluster_id, horizon, seen_at) SELECT id, 1, 1 FROM cluster WHERE name = '{cluster}'");
        await db.Runs.NoteProblemAsync(cluster, "Log source", $"The log group of {cluster} is gone.", Token);
        await db.Runs.NoteFailedWindowAsync(cluster, ["denied"], Window, $"The log group of {cluster} is gone.", lease: null, Token);
        await new LookBackStore(db.Database, db.Clock).AskAsync(cluster, new ObjectKey(TrackedKind.Role, cluster + "-space", cluster + "-role"), new string('a', 64), Window, "ann", Token);
        await new DeliveryStore(db.Database, db.Clock).SetLateCheckAsync(cluster, new LateCheck(T0, null, null), lease: null, Token);
        await db.Runs.EndAsync(run, RunState.Failed, $"The log group of {cluster} is gone.", [new RunQueryRow(run, "roles", TestDatabase.Start, null, RunState.Failed, 0, 0, cluster)], Token);
        await new QueryHistoryStore(db.Database).AddAsync(
            "ann",
            new QueryRunRecord
            {
                Text = $"filter user.username like '{cluster}'",
                Source = "collected",
                Cluster = cluster,
                Window = Window,
                StartedAt = TestDatabase.Start,
                Elapsed = TimeSpan.FromSeconds(1),
                Outcome = QueryRunOutcome.Complete,
                Rows = 1,
                Records = 1,
                Bytes = 1,
            },
            keep: 10,
            Token);
    }

    /// <summary>Every table of the file, SQLite's own that hold rows included.</summary>
    private static List<string> Tables(TestDatabase db) => db.Texts("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");

    /// <summary>The tables in which the marked name stands in any column.</summary>
    private static IReadOnlyList<string> NamesOf(TestDatabase db) =>
    [
        .. Tables(db).Where(table => db.Texts($"SELECT name FROM pragma_table_info('{table}')")
            .Any(column => db.Number($"SELECT count(*) FROM \"{table}\" WHERE instr(CAST(\"{column}\" AS TEXT), '{Marked}') > 0") > 0)),
    ];

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

    /// <summary>Queries are nobody's: those that any cluster ever had stay known.</summary>
    private static string DumpWithoutQueries(TestDatabase db) => string.Join('\n', db.Dump().Split('\n').Where(line => line.Split('|')[0] != "query"));
}

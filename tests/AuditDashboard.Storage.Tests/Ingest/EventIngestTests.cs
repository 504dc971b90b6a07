using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Storage.Files;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Tests.Support;
using static AuditDashboard.Storage.Tests.Support.TestEvents;

namespace AuditDashboard.Storage.Tests.Ingest;

public sealed class EventIngestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commit_SameBatchTwice_ChangesNothing()
    {
        using var db = await TestDatabase.CreateAsync();
        var batch = TestDatabase.Batch([.. Enumerable.Range(0, 20).Select(i => Match(Event(RoleChange(i / 3, $"role-{i}")), "roles", "denied"))]) with
        {
            FilePositions = [new FilePosition("ab", 2, "/var/log/audit.log", 4_000, 20, IsComplete: false)],
        };

        var first = await db.Ingest.CommitAsync(batch, Token);
        var afterFirst = db.Dump();
        var second = await db.Ingest.CommitAsync(batch, Token);

        Assert.Equal(new IngestResult(20, 0, 40, 0), first);
        Assert.Equal(new IngestResult(0, 20, 0, 0), second);
        Assert.Equal(afterFirst, db.Dump());
        Assert.Equal(40, db.Number("SELECT sum(n) FROM minute_count"));
        Assert.Equal(20, db.Number("SELECT sum(n) FROM minute_stack"));
    }

    [Fact]
    public async Task Commit_SameEventTwiceInOneBatch_StoresOne()
    {
        using var db = await TestDatabase.CreateAsync();
        var redacted = Event(RoleChange(1));

        var result = await db.CommitAsync(Match(redacted, "roles"), Match(redacted, "roles"));

        Assert.Equal(new IngestResult(1, 1, 1, 0), result);
        Assert.Equal(1, db.Number("SELECT sum(n) FROM minute_count"));
    }

    [Fact]
    public async Task Commit_SameAuditIdAndStageWithOtherContent_StoresAllAndFlagsAll()
    {
        using var db = await TestDatabase.CreateAsync();
        var audit = RoleChange(1);
        var other = audit with { Stage = "RequestReceived" };

        await db.CommitAsync(Match(Event(audit, "{\"a\":1}"), "roles"), Match(Event(other, "{\"b\":1}"), "roles"));
        await db.CommitAsync(Match(Event(audit, "{\"a\":2}"), "roles"));
        await db.CommitAsync(Match(Event(audit, "{\"a\":3}"), "roles"));

        var flag = (int)AuditEventFlags.AuditIdReused;
        Assert.Equal(4, db.Number("SELECT count(*) FROM event"));
        Assert.Equal(3, db.Number($"SELECT count(*) FROM event WHERE flags & {flag}"));
        Assert.Equal(0, db.Number($"SELECT count(*) FROM event e JOIN word w ON w.id = e.stage_id WHERE w.text = 'RequestReceived' AND flags & {flag}"));
    }

    [Fact]
    public async Task Commit_UndatedEvent_IsKeptInNoBin()
    {
        using var db = await TestDatabase.CreateAsync();

        await db.CommitAsync(Match(Event(RoleChange(1), isUndated: true), "roles"));

        Assert.Equal(1, db.Number("SELECT count(*) FROM event WHERE time IS NULL"));
        Assert.Equal(1, db.Number("SELECT count(*) FROM event_match WHERE time IS NULL"));
        Assert.Equal(0, db.Number("SELECT count(*) FROM minute_count") + db.Number("SELECT count(*) FROM minute_stack"));
    }

    [Fact]
    public async Task Commit_TimeOutsideTheCalendar_CountsAsUndated()
    {
        using var db = await TestDatabase.CreateAsync();

        await db.CommitAsync(Match(Event(RoleChange(1), "{}", time: long.MaxValue), "roles"));

        Assert.Equal(1, db.Number("SELECT count(*) FROM event WHERE time IS NULL"));
    }

    [Theory]
    [InlineData(0L, 0L)]
    [InlineData(59_999_999L, 0L)]
    [InlineData(60_000_000L, 1L)]
    [InlineData(-1L, -1L)]
    [InlineData(-60_000_000L, -1L)]
    [InlineData(-60_000_001L, -2L)]
    public async Task Commit_TimeAroundMinuteBorders_FallsIntoTheMinuteThatHoldsIt(long micros, long minute)
    {
        using var db = await TestDatabase.CreateAsync();

        await db.CommitAsync(Match(Event(RoleChange(1), "{}", time: micros), "roles"));

        Assert.Equal(minute, db.Number("SELECT minute FROM minute_count"));
        Assert.Equal(minute, db.Number("SELECT minute FROM minute_stack"));
    }

    [Fact]
    public async Task Commit_LaterBatchAddsNarrowerMatch_StackMovesAndCountsStay()
    {
        using var db = await TestDatabase.CreateAsync();
        var ranks = new Dictionary<string, int> { ["roles"] = 1, ["denied"] = 9 };
        var redacted = Event(RoleChange(5));

        await db.Ingest.CommitAsync(TestDatabase.Batch(Match(redacted, "denied")) with { StackRanks = ranks }, Token);
        var result = await db.Ingest.CommitAsync(TestDatabase.Batch(Match(redacted, "roles")) with { StackRanks = ranks }, Token);
        await db.Ingest.CommitAsync(TestDatabase.Batch(Match(redacted, "denied")) with { StackRanks = ranks }, Token);

        Assert.Equal(new IngestResult(0, 1, 1, 0), result);
        Assert.Equal("roles:1", Stack(db));
        Assert.Equal(2, db.Number("SELECT sum(n) FROM minute_count"));
        Assert.Equal(1, db.Number("SELECT count(*) FROM minute_stack"));
    }

    [Fact]
    public async Task Commit_LaterListNamesTheOldQueryToo_StackMovesWithoutRanks()
    {
        using var db = await TestDatabase.CreateAsync();
        var redacted = Event(RoleChange(5));

        await db.CommitAsync(Match(redacted, "denied"));
        await db.CommitAsync(Match(redacted, "roles", "denied"));

        Assert.Equal("roles:1", Stack(db));
    }

    [Fact]
    public async Task Commit_KnownEventWithAnotherTime_KeepsTheFirstTimeInMatchesAndBins()
    {
        using var db = await TestDatabase.CreateAsync();
        var first = Event(RoleChange(5), "{}", time: T0);
        var again = Event(RoleChange(5), "{}", time: T0 + TimeWindow.MinuteMicros);

        await db.CommitAsync(Match(first, "denied"));
        await db.CommitAsync(Match(again, "roles", "denied"));

        Assert.Equal(1, db.Number("SELECT count(DISTINCT time) FROM event_match"));
        Assert.Equal(1, db.Number("SELECT count(DISTINCT minute) FROM minute_count"));
        Assert.Equal(T0, db.Number("SELECT time FROM event"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Commit_PoisonTextInABatch_StoresEveryEvent(int place)
    {
        using var db = await TestDatabase.CreateAsync();
        var events = Enumerable.Range(0, 5).Select(i => RoleChange(i)).ToList();
        events[place] = events[place] with
        {
            AuditId = "nul\0id",
            RequestUri = "/lone\ud800/surrogate",
            UserAgent = "\udc00",
            Verb = "ver\0b",
            Stage = "\0",
            User = AuditUser.None with { Username = "a\0b\ud800" },
            SourceIps = ["10.0.0.1\0", "\udfff"],
            ObjectRef = new AuditObjectRef("ro\0les", "\ud800", "n\0s", "na\0me", null, "\0", null, null),
        };

        await db.CommitAsync([.. events.Select(e => Match(Event(e), "roles"))]);

        Assert.Equal(5, db.Number("SELECT count(*) FROM event"));
        Assert.Equal(1, db.Number("""SELECT count(*) FROM user_name WHERE text = 'a\u0000b\ud800' AND length(text) = 14"""));
        Assert.Equal(1, db.Number("""SELECT count(*) FROM uri WHERE text = '/lone\ud800/surrogate'"""));
        var row = (await db.Events.GetPageAsync(new() { Search = "a\0b" }, null, 10, Token)).Rows;
        Assert.Equal(@"a\u0000b\ud800", Assert.Single(row).User);
    }

    [Fact]
    public async Task Commit_BodyOfAnyBytes_ComesBackByteForByte()
    {
        using var db = await TestDatabase.CreateAsync();
        byte[][] bodies = [[], [0xff, 0x00, 0xfe], [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * i))], "{\"a\":\"\ufffd\"}"u8.ToArray()];
        var number = 0;
        foreach (var body in bodies)
        {
            var id = new RecordId(System.Security.Cryptography.SHA256.HashData([(byte)number++, .. body]));
            await db.CommitAsync(Match(new(id, RoleChange(number), body, T0), "roles"));

            var stored = await db.Events.FindAsync(id.LinkId, Token);

            Assert.Equal(body, stored?.Json.ToArray());
        }
    }

    [Fact]
    public async Task Commit_MoreEventsThanABatchMayHold_IsRefused()
    {
        using var db = await TestDatabase.CreateAsync();
        var one = Match(Event(RoleChange(1)), "roles");

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            db.Ingest.CommitAsync(TestDatabase.Batch([.. Enumerable.Repeat(one, IngestBatch.MaxEvents + 1)]), Token));
    }

    private static string Stack(TestDatabase db) =>
        db.Number("SELECT count(*) FROM minute_stack s JOIN query q ON q.id = s.query_id WHERE q.name = 'roles' AND s.n = 1") == 1
            && db.Number("SELECT count(*) FROM event e JOIN query q ON q.id = e.stack_query_id WHERE q.name = 'roles'") == 1
            ? "roles:1" : "elsewhere";
}

using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Tests.Support;
using static AuditDashboard.Storage.Tests.Support.TestEvents;

namespace AuditDashboard.Storage.Tests.Ingest;

public sealed class CrashTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<CrashPoint> InsideTheTransaction =>
    [
        CrashPoint.TransactionBegun, CrashPoint.LeaseChecked, CrashPoint.EventsHalfWritten, CrashPoint.EventsWritten,
        CrashPoint.BinsWritten, CrashPoint.CoverageWritten, CrashPoint.BeforeCommit,
    ];

    [Theory]
    [MemberData(nameof(InsideTheTransaction))]
    public async Task Commit_BrokenOffAtAPoint_LeavesNothingAndTheNextTryWorks(CrashPoint at)
    {
        using var db = await TestDatabase.CreateAsync();
        await db.CommitAsync(Match(Event(RoleChange(1, "before")), "roles"));
        var before = db.Dump();
        var passed = new List<CrashPoint>();
        var isArmed = true;
        var ingest = new EventIngest(
            db.Database,
            new CrashPoints(point =>
            {
                passed.Add(point);
                if (isArmed && point == at)
                {
                    throw new InvalidOperationException("broken off");
                }
            }),
            db.Clock);
        var batch = TestDatabase.Batch([.. Enumerable.Range(0, 10).Select(i => Match(Event(RoleChange(i, $"new-{i}", $"user-{i}")), "roles"))]) with
        {
            Coverage = [new CoverageGain("roles", "h", new TimeWindow(T0, T0 + 10), CoverageHow.Live, 10, 100, IsSettled: false)],
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => ingest.CommitAsync(batch, Token));

        Assert.Equal(before, db.Dump());
        isArmed = false;
        passed.Clear();
        Assert.Equal(10, (await ingest.CommitAsync(batch, Token)).EventsInserted);
        Assert.Equal([.. Enum.GetValues<CrashPoint>().Where(p => p is >= CrashPoint.TransactionBegun and <= CrashPoint.Committed)], passed);
        Assert.Equal(11, db.Number("SELECT sum(n) FROM minute_stack"));
        Assert.Equal(11, db.Number("SELECT count(DISTINCT user_id) FROM event"));
    }

    [Theory]
    [MemberData(nameof(InsideTheTransaction))]
    public async Task Commit_AfterOneThatWasBrokenOff_GivesItsTextsNumbersOfTheirOwn(CrashPoint at)
    {
        using var db = await TestDatabase.CreateAsync();
        var isArmed = true;
        var ingest = new EventIngest(
            db.Database, new CrashPoints(point => _ = isArmed && point == at ? throw new InvalidOperationException("broken off") : 0), db.Clock);
        IngestBatch Of(string who) => TestDatabase.Batch([.. Enumerable.Range(0, 6).Select(i => Match(Event(RoleChange(i, $"{who}-role-{i}", $"{who}-{i}")), "roles"))]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ingest.CommitAsync(Of("lost"), Token));
        isArmed = false;

        // The numbers of the first three batches would be those that were rolled back.
        await ingest.CommitAsync(Of("second"), Token);
        await ingest.CommitAsync(Of("lost"), Token);
        await ingest.CommitAsync(Of("third"), Token);

        var rows = (await db.Events.GetPageAsync(new(), null, 100, Token)).Rows;
        var expected = new[] { "second", "lost", "third" }.SelectMany(who => Enumerable.Range(0, 6).Select(i => ($"{who}-{i}", $"{who}-role-{i}", $"id-{i}-{who}-role-{i}-{who}-{i}")));
        Assert.Equal(expected.Order(), rows.Select(r => (r.User!, r.Name!, r.AuditId!)).Order()); // a missing text fails the comparison
        Assert.Equal(0, db.Number("SELECT count(*) FROM pragma_foreign_key_check"));
    }

    [Fact]
    public async Task Commit_LeaseTakenOver_WritesNothing()
    {
        using var db = await TestDatabase.CreateAsync();
        var lost = await db.Leases.TryAcquireAsync("prod", TimeSpan.FromMinutes(1), Token);
        db.Clock.Advance(TimeSpan.FromMinutes(2));
        var current = await db.Leases.TryAcquireAsync("prod", TimeSpan.FromMinutes(1), Token);
        var batch = TestDatabase.Batch(Match(Event(RoleChange(1)), "roles"));
        var before = db.Dump();

        await Assert.ThrowsAsync<LeaseLostException>(() => db.Ingest.CommitAsync(batch with { Lease = lost }, Token));

        Assert.Equal(before, db.Dump());
        Assert.Equal(1, (await db.Ingest.CommitAsync(batch with { Lease = current }, Token)).EventsInserted);
    }

    [Fact]
    public async Task Commit_TwoProcessesAtOnce_EndsLikeOne()
    {
        using var db = await TestDatabase.CreateAsync();
        using var other = db.OpenAgain();
        var batches = Enumerable.Range(0, 30)
            .Select(b => TestDatabase.Batch([.. Enumerable.Range(0, 40).Select(i => Match(Event(RoleChange(b, $"role-{b}-{i}", $"user-{i}")), "roles", "denied"))]))
            .ToList();
        var second = new EventIngest(other, CrashPoints.None, db.Clock);

        var results = await Task.WhenAll(
            Task.Run(async () => await InOrder(db.Ingest, batches), Token),
            Task.Run(async () => await InOrder(second, batches.AsEnumerable().Reverse()), Token));

        Assert.Equal(1_200, results.Sum());
        Assert.Equal(1_200, db.Number("SELECT count(*) FROM event"));
        Assert.Equal(2_400, db.Number("SELECT sum(n) FROM minute_count"));
        Assert.Equal(1_200, db.Number("SELECT sum(n) FROM minute_stack"));
        Assert.Equal(0, db.Number("SELECT count(*) FROM event WHERE flags <> 0"));
    }

    private static async Task<int> InOrder(EventIngest ingest, IEnumerable<IngestBatch> batches)
    {
        var inserted = 0;
        foreach (var batch in batches)
        {
            inserted += (await ingest.CommitAsync(batch, Token)).EventsInserted;
        }

        return inserted;
    }
}

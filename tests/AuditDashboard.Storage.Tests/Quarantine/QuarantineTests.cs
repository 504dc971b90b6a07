using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Quarantine;
using AuditDashboard.Storage.Tests.Support;

namespace AuditDashboard.Storage.Tests.Quarantine;

public sealed class QuarantineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commit_UnreadableRecords_AreStoredCountedAndReadBack()
    {
        using var db = await TestDatabase.CreateAsync();

        var result = await CommitAsync(db, "prod", Record("{\"a\":", "roles", "secrets"), Record("\0\ud800", "secrets"), Record("", []));

        Assert.Equal(new IngestResult(0, 0, 0, 3), result);
        var (total, mayMatch) = await db.Quarantine.CountAsync("prod", Token);
        Assert.Equal(3, total);
        Assert.Equal([("roles", 1L), ("secrets", 2L)], mayMatch.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value)));
        var rows = await db.Quarantine.GetPageAsync("prod", null, null, 10, Token);
        Assert.Equal(["", "\0\ufffd", "{\"a\":"], rows.Select(r => Encoding.UTF8.GetString(r.Bytes.Span)));
        Assert.Equal(["roles", "secrets"], rows[2].MayMatch);
        Assert.Equal(("Not valid JSON.", "audit.log:7", TestDatabase.Start), (rows[2].Reason, rows[2].Source, rows[2].SeenAt));
        Assert.Equal(3, (await db.Coverage.GetSummaryAsync("prod", new TimeWindow(0, 1), [new CoverageQuery("roles", "h")], Token)).QuarantinedRecords);
    }

    [Fact]
    public async Task Commit_SameRecordAgain_CountsOnceAndOnlyNewQueriesAreAdded()
    {
        using var db = await TestDatabase.CreateAsync();
        using var other = db.OpenAgain();

        await CommitAsync(db, "prod", Record("{", "roles"), Record("{", "roles"));
        var again = await new EventIngest(other, CrashPoints.None, db.Clock).CommitAsync(
            TestDatabase.Batch() with { Quarantined = [Record("{", "secrets")] }, Token);

        Assert.Equal(0, again.QuarantinedInserted);
        var row = Assert.Single(await db.Quarantine.GetPageAsync("prod", null, null, 10, Token));
        Assert.Equal(["roles", "secrets"], row.MayMatch);
        Assert.Equal(1, (await db.Quarantine.CountAsync("prod", Token)).Total);
    }

    [Fact]
    public async Task Commit_SameRecordInAnotherCluster_IsThatClustersOwn()
    {
        using var db = await TestDatabase.CreateAsync();

        await CommitAsync(db, "prod", Record("{", "roles"));
        await CommitAsync(db, "staging", Record("{", "roles"));

        Assert.Equal(1, (await db.Quarantine.CountAsync("prod", Token)).Total);
        Assert.Equal(1, (await db.Quarantine.CountAsync("staging", Token)).Total);
        Assert.Equal(0, (await db.Quarantine.CountAsync("nobody", Token)).Total);
    }

    [Fact]
    public async Task GetPage_WalkedByBeforeAndQuery_GivesEachRecordOnceNewestFirst()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitAsync(db, "staging", Record("other", "roles"));
        await CommitAsync(db, "prod", [.. Enumerable.Range(0, 25).Select(i => Record($"record {i}", i % 3 == 0 ? ["roles"] : ["secrets"]))]);

        foreach (var (query, expected) in new (string?, IEnumerable<int>)[]
        {
            (null, Enumerable.Range(0, 25)), ("roles", Enumerable.Range(0, 25).Where(i => i % 3 == 0)), ("no such query", []),
        })
        {
            var seen = new List<string>();
            long? before = null;
            IReadOnlyList<QuarantineRow> page;
            while ((page = await db.Quarantine.GetPageAsync("prod", query, before, 4, Token)).Count > 0)
            {
                seen.AddRange(page.Select(r => Encoding.UTF8.GetString(r.Bytes.Span)));
                before = page[^1].Id;
            }

            Assert.Equal(expected.Reverse().Select(i => $"record {i}"), seen);
        }
    }

    [Fact]
    public async Task Commit_BrokenOffAfterQuarantine_StoresNothing()
    {
        using var db = await TestDatabase.CreateAsync();
        var ingest = new EventIngest(
            db.Database, new CrashPoints(point => _ = point == CrashPoint.CoverageWritten ? throw new InvalidOperationException("broken off") : 0), db.Clock);

        await Assert.ThrowsAsync<InvalidOperationException>(() => ingest.CommitAsync(TestDatabase.Batch() with { Quarantined = [Record("{", "roles")] }, Token));

        Assert.Equal(0, db.Number("SELECT count(*) FROM quarantine") + db.Number("SELECT count(*) FROM quarantine_match"));
    }

    private static Task<IngestResult> CommitAsync(TestDatabase db, string cluster, params QuarantinedRecord[] records) =>
        db.Ingest.CommitAsync(TestDatabase.Batch() with { Cluster = cluster, Quarantined = records }, Token);

    private static QuarantinedRecord Record(string text, params string[] mayMatch)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new QuarantinedRecord(new RecordId(SHA256.HashData(bytes)), new Redactor(new byte[32]).RedactUnreadable(bytes), "Not valid JSON.", "audit.log:7", null, mayMatch);
    }
}

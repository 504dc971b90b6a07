using System.Text.RegularExpressions;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Reviews;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Storage.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Tests.Clusters;

public sealed partial class ScopedViewsTests
{
    private static readonly Reviewer Ann = new("ann", IsVerified: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryTable_OfTheSchema_IsDecidedAbout()
    {
        using var db = await TestDatabase.CreateAsync();
        var tables = db.Texts("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");

        var undecided = tables.Where(t => !ScopedViews.IsDecided(t, db.Number($"SELECT count(*) FROM pragma_table_info('{t}') WHERE name = 'cluster_id'") > 0)).ToList();

        Assert.True(undecided.Count == 0, "Decide in ScopedViews which rows of these a limited person may see: " + string.Join(", ", undecided));
        Assert.Empty(ScopedViews.Open.Except(tables));
    }

    [Fact]
    public async Task EveryHeldTable_InNoScope_IsEmpty()
    {
        using var db = await FilledAsync();
        var filled = db.Texts("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").Where(t => !ScopedViews.Open.Contains(t) && db.Number($"SELECT count(*) FROM \"{t}\"") > 0).ToList();
        Assert.Contains("event", filled);
        Assert.Contains("review_mark", filled);
        Assert.Contains("snapshot_part", filled);

        foreach (var scope in new[] { ClusterScope.None, ClusterScope.Of(["nosuch"]), ClusterScope.Of(["prod'); --", "\0", "x\" OR 1"]) })
        {
            using var entered = scope.Enter();
            foreach (var table in filled)
            {
                Assert.True(await CountAsync(db.Database, table) == 0, table);
            }
        }
    }

    [Fact]
    public async Task Statement_ThatNamesNothingOfTheScope_SeesItsRowsAlone()
    {
        using var db = await FilledAsync();
        using (ClusterScope.Of(["prod"]).Enter())
        {
            Assert.Equal(1, await CountAsync(db.Database, "event"));
            Assert.Equal(1, await CountAsync(db.Database, "event_body"));
            Assert.Equal(1, await CountAsync(db.Database, "cluster"));
        }

        // Pools: what a scope left on a connection is never met by whoever may see all, nor by another scope.
        Assert.Equal(2, await CountAsync(db.Database, "event"));
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(
            async () =>
            {
                var (scope, expected) = (i % 3) switch { 0 => (ClusterScope.All, 2L), 1 => (ClusterScope.Of(["prod", "lab"]), 2L), _ => (ClusterScope.Of(["lab"]), 1L) };
                using var entered = scope.Enter();
                Assert.Equal(expected, await CountAsync(db.Database, "event"));
            },
            Token)));
    }

    [Fact]
    public async Task Write_ThroughAView_Fails()
    {
        using var db = await FilledAsync();
        using var entered = ClusterScope.Of(["prod"]).Enter();

        await Assert.ThrowsAsync<SqliteException>(() => db.Database.WriteAsync((connection, _) => Run(connection, "DELETE FROM event"), Token));
        await Assert.ThrowsAsync<SqliteException>(() => db.Database.WriteAsync((connection, _) => Run(connection, "UPDATE review SET title = 'x'"), Token));
        await Assert.ThrowsAsync<SqliteException>(() => db.Database.ReadAsync((connection, _) => Run(connection, "DROP VIEW temp.event"), Token));
        Assert.Equal(2, db.Number("SELECT count(*) FROM event"));
    }

    [Fact]
    public async Task Cluster_ThatIsMadeLater_IsSeenByWhoeverIsLimitedToIt()
    {
        using var db = await TestDatabase.CreateAsync();
        using (ClusterScope.Of(["late"]).Enter())
        {
            Assert.Equal(0, await CountAsync(db.Database, "cluster"));
        }

        await db.Clusters.RegisterAsync("late", "Files", null, Token);

        using (ClusterScope.Of(["late"]).Enter())
        {
            Assert.Equal(1, await CountAsync(db.Database, "cluster"));
        }
    }

    [Fact]
    public async Task SharedThings_OfOneOfAllAndOfTwoClusters_AreSeenByWhoeverMaySeeAllOfThem()
    {
        using var db = await TestDatabase.CreateAsync();
        var links = new ShortLinkStore(db.Database, db.Clock);
        var ofProd = await links.CreateAsync("ann", "/changes?cluster=prod", "t", "", "prod", Token);
        var ofAll = await links.CreateAsync("ann", "/changes", "t", "", cluster: null, Token);
        ShortLink ofTwo;
        using (ClusterScope.Of(["prod", "lab"]).Enter())
        {
            ofTwo = await links.CreateAsync("ben", "/changes", "t", "", cluster: null, Token);
        }

        Assert.Equal([ofTwo.Code, ofAll.Code, ofProd.Code], await CodesAsync(ClusterScope.All));
        Assert.Equal([ofProd.Code], await CodesAsync(ClusterScope.Of(["prod"])));
        Assert.Equal([ofTwo.Code, ofProd.Code], await CodesAsync(ClusterScope.Of(["prod", "lab", "other"])));
        Assert.Empty(await CodesAsync(ClusterScope.Of(["lab"])));
        Assert.Empty(await CodesAsync(ClusterScope.None));
        using (ClusterScope.Of(["lab"]).Enter())
        {
            Assert.False(await links.RevokeAsync(ofProd.Code, "eve", onlyOwner: null, Token));
            Assert.Null(await links.FindAsync(ofProd.Code, Token));
        }

        using (ClusterScope.Of(["prod"]).Enter())
        {
            Assert.True(await links.RevokeAsync(ofProd.Code, "ann", onlyOwner: null, Token));
        }

        async Task<IEnumerable<string>> CodesAsync(ClusterScope scope)
        {
            using var entered = scope.Enter();
            return (await links.GetAsync(10, Token)).Select(l => l.Code);
        }
    }

    [Fact]
    public async Task Review_ThatTakesInAnotherClustersChange_IsHiddenFromThenOn()
    {
        using var db = await TestDatabase.CreateAsync();
        var reviews = new ReviewStore(db.Database, db.Clock);
        string code;
        using (ClusterScope.Of(["prod"]).Enter())
        {
            code = await reviews.CreateAsync(new NewReview("t", "", 1), [1], 0, [Change("a", "prod")], Ann, "prod", Token);
            Assert.NotNull(await reviews.FindAsync(code, Token));
            Assert.Equal(1, await reviews.AddItemsAsync(code, [Change("b", "prod")], Ann, Token));
            Assert.NotNull(await reviews.FindAsync(code, Token));
        }

        using (ClusterScope.Of(["lab"]).Enter())
        {
            Assert.Null(await reviews.FindAsync(code, Token));
            var refused = await Assert.ThrowsAsync<StorageException>(() => reviews.AddItemsAsync(code, [Change("c", "lab")], Ann, Token));
            var absent = await Assert.ThrowsAsync<StorageException>(() => reviews.AddItemsAsync(LinkCode.Create(), [Change("c", "lab")], Ann, Token));
            Assert.Equal(absent.Message, refused.Message);
        }

        await reviews.AddItemsAsync(code, [Change("c", "lab")], Ann, Token);

        Assert.Equal(["[\"lab\",\"prod\"]"], db.Texts("SELECT clusters FROM review"));
        using (ClusterScope.Of(["prod"]).Enter())
        {
            Assert.Null(await reviews.FindAsync(code, Token));
            Assert.Empty(await reviews.GetAsync(null, 10, Token));
        }

        using (ClusterScope.Of(["prod", "lab"]).Enter())
        {
            Assert.NotNull(await reviews.FindAsync(code, Token));
        }

        // What does not say whose it is counts as of all.
        await reviews.AddItemsAsync(code, [new ReviewEvent("d", 9, null, [1], new byte[] { 1 })], Ann, Token);
        using (ClusterScope.Of(["prod", "lab"]).Enter())
        {
            Assert.Null(await reviews.FindAsync(code, Token));
        }
    }

    [Fact]
    public async Task Snapshot_MadeByWhoeverIsLimited_HasItsPlaceInTheOneChain()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new SnapshotStore(db.Database, db.Clock);
        await SealAsync(store, "one", cluster: null);
        using (ClusterScope.Of(["prod"]).Enter())
        {
            Assert.Equal(2, await SealAsync(store, "two", cluster: null));
            Assert.Single(await store.GetAsync(10, Token));
        }

        using (ClusterScope.Of(["lab"]).Enter())
        {
            Assert.Equal(3, await SealAsync(store, "three", "lab"));
            Assert.Equal(["three"], (await store.GetAsync(10, Token)).Select(s => s.Code));
            await store.ClearAbandonedAsync(Token);
        }

        Assert.Equal(3, db.Number("SELECT count(*) FROM snapshot"));

        static async Task<long> SealAsync(SnapshotStore store, string code, string? cluster)
        {
            byte[]? seen = null;
            var place = await store.SealAsync(code, (sequence, before) => { seen = before; return new SealedManifest([(byte)sequence], [0]); }, cluster, Token);
            Assert.Equal(place == 1 ? null : [(byte)(place - 1)], seen);
            return place;
        }
    }

    /// <summary>Whoever goes past the views is listed here: each of these places keeps to the scope itself, or reads nothing of a cluster.</summary>
    [Fact]
    public void Places_ThatGoPastTheViews_AreKnown()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "AuditDashboard.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var found = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/Migrations/", StringComparison.Ordinal) && PastViews().IsMatch(File.ReadAllText(f)))
            .Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "CoverageReader.cs", // of the cluster that its view gave
                "EventReader.cs", // joined with the view of clusters
                "EventScan.cs", // by ResolvedFilter.AddLimits
                "LookBackStore.cs", // writes, of the cluster or row that its view gave
                "MinuteSums.cs", // of the clusters that their view gave
                "QueryHistoryStore.cs", // writes
                "ReviewClusters.cs", // of a review that its view gave
                "ReviewStore.cs", // writes, by ids that views gave
                "ScanDriver.cs", // by ResolvedFilter.AddLimits, or counts by which the way alone is chosen
                "ScopedViews.cs",
                "ShortLinkStore.cs", // writes, and counts of the owner's own
                "SnapshotStore.cs", // writes, and the chain
                "WriteIndex.cs", // of the cluster that its view gave
            ],
            found);
    }

    private static int Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static Task<long> CountAsync(AuditDatabase database, string table) => database.ReadAsync(
        (connection, _) =>
        {
            using var count = new PreparedStatement(connection, $"SELECT count(*) FROM \"{table}\"", 0);
            return count.Number() ?? 0;
        },
        Token);

    private static ReviewEvent Change(string id, string cluster) => new(id, 1, null, System.Text.Encoding.UTF8.GetBytes($"{{\"id\":\"{id}\",\"cluster\":\"{cluster}\"}}"), new byte[] { 1 });

    private static async Task<TestDatabase> FilledAsync()
    {
        var db = await TestDatabase.CreateAsync();
        await db.CommitAsync(TestEvents.Match(TestEvents.Event(TestEvents.RoleChange(1)), "roles"));
        await db.Ingest.CommitAsync(TestDatabase.Batch(TestEvents.Match(TestEvents.Event(TestEvents.RoleChange(2)), "roles")) with { Cluster = "lab" }, Token);
        var reviews = new ReviewStore(db.Database, db.Clock);
        var code = await reviews.CreateAsync(new NewReview("t", "", 1), [1], 0, [Change("a", "prod")], Ann, "prod", Token);
        var contents = await reviews.FindAsync(code, Token);
        await reviews.AddMarksAsync(code, [.. contents!.Items.Select(i => i.Id)], new NewMark(ReviewDecision.Expected, "", ""), Ann, Token);
        var snapshots = new SnapshotStore(db.Database, db.Clock);
        await snapshots.AddPartsAsync("one", 0, [[1]], Token);
        await snapshots.SealAsync("one", (_, _) => new SealedManifest([1], [0]), "prod", Token);
        await new ShortLinkStore(db.Database, db.Clock).CreateAsync("ann", "/changes", "t", "", "prod", Token);
        return db;
    }

    [GeneratedRegex(@"(FROM|INTO|UPDATE|JOIN|\"") main\.|""main\.", RegexOptions.IgnoreCase)]
    private static partial Regex PastViews();
}

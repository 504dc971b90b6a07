using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using Microsoft.Extensions.Time.Testing;

namespace AuditDashboard.Tests.Overview;

public sealed class OverviewReaderTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 6, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Now);
    private OverviewDatabase? _database;

    private OverviewDatabase Database => _database!; // set before each test

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await OverviewDatabase.CreateAsync(_clock);

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    [Fact]
    public async Task Read_SeededEventsOfTwoClusters_EveryNumberIsAPlainCount()
    {
        var random = new Random(11);
        var ours = Enumerable.Range(0, 900).Select(_ => TestEvent.Random(random, Now.AddDays(-3), Now)).ToList();
        var others = Enumerable.Range(0, 200).Select(_ => TestEvent.Random(random, Now.AddDays(-3), Now)).ToList();
        await Database.CommitAsync("prod", ours, TimeWindow.Between(Now.AddDays(-3), Now), Now.AddDays(-3));
        await Database.CommitAsync("lab", others, TimeWindow.Between(Now.AddDays(-3), Now), Now.AddDays(-3));

        for (var round = 0; round < 8; round++)
        {
            var from = Now.AddDays(-1.5) + (TimeSpan.FromHours(30) * random.NextDouble());
            var window = TimeWindow.Between(from, from + (TimeSpan.FromHours(6) * random.NextDouble()) + TimeSpan.FromSeconds(1));
            var cluster = random.Next(3) == 0 ? null : "prod";
            var inside = (cluster is null ? ours.Concat(others) : ours).Where(e => e.Time >= window.From && e.Time < window.To).ToList();
            var before = (cluster is null ? ours.Concat(others) : ours).Where(e => e.Time >= window.From - window.Duration && e.Time < window.From).ToList();

            var data = await Database.Reader.ReadAsync(cluster, window, Token);

            foreach (var cell in data.Cells)
            {
                Assert.Equal(inside.Count(e => e.QueryIds.Contains(cell.QueryId)), cell.Count);
                Assert.Equal(cell.Count, cell.Bins.Sum(c => (long)c));
                Assert.Equal(before.Count(e => e.QueryIds.Contains(cell.QueryId)), cell.CountBefore);
                Assert.Equal(inside.Where(e => e.QueryIds.Contains(cell.QueryId)).Select(e => (DateTimeOffset?)e.Time).Max(), cell.LastEvent);
                Assert.Equal(cell.Count, (await Database.Events.CountAsync(new EventFilter { Cluster = cluster, Window = window, QueryIds = [cell.QueryId] }, Token)).Events);
            }

            Assert.Equal(inside.Count, data.Stack.Total);
            Assert.Equal(inside.Count(e => e.QueryIds[0] is "roles" or "clusterrolebindings" or "aws-auth"), data.ChangeCount);
            Assert.True(data.LatestChanges.SequenceEqual(data.LatestChanges.OrderByDescending(c => c.Time)));
        }
    }

    [Fact]
    public async Task Read_EventsWithoutATime_AreCountedBesideTheWindowByQuery()
    {
        var dated = TestEvent.Of(Now.AddHours(-1), "roles", "rbac.authorization.k8s.io", "shop", "a", "update", "alice", 200, "roles");
        var undated = dated with { Json = "{\"kind\":\"Event\",\"auditID\":\"u\",\"verb\":\"create\",\"objectRef\":{\"resource\":\"roles\"},\"responseStatus\":{\"code\":403}}" };
        var window = TimeWindow.Between(Now.AddHours(-2), Now);
        await Database.CommitAsync("prod", [dated, undated], window, Now.AddHours(-2));

        var data = await Database.Reader.ReadAsync("prod", window, Token);

        Assert.Equal((1, 1), Of("roles"));
        Assert.Equal((0, 1), Of("denied"));
        Assert.Equal((0, 0), Of("secrets"));

        (long Count, long Undated) Of(string id)
        {
            var cell = data.Cells.Single(c => c.QueryId == id);
            return (cell.Count, cell.Undated);
        }
    }

    [Fact]
    public async Task Read_Stack_DrawsEachEventOnceAndOpensExactlyThose()
    {
        var random = new Random(12);
        var events = Enumerable.Range(0, 300).Select(_ => TestEvent.Random(random, Now.AddHours(-6), Now)).ToList();
        await Database.CommitAsync("prod", events, TimeWindow.Between(Now.AddHours(-6), Now), Now.AddHours(-6));
        var window = TimeWindow.Between(Now.AddHours(-5), Now.AddHours(-1));

        var data = await Database.Reader.ReadAsync("prod", window, Token);

        Assert.Equal(QueryCatalog.BuiltIn.Queries.Select(q => q.Id), data.Stack.Series.Select(s => s.Key));
        foreach (var query in QueryCatalog.BuiltIn.Queries)
        {
            // The link behind a bar of the stack: this query, and no narrower one.
            var narrower = QueryCatalog.BuiltIn.Queries.Where(q => q.StackRank < query.StackRank).Select(q => q.Id).ToList();
            var chips = new List<FacetFilter> { new(EventFacet.Query, [query.Id], IsExcluded: false) };
            if (narrower.Count > 0)
            {
                chips.Add(new FacetFilter(EventFacet.Query, narrower, IsExcluded: true));
            }

            var opened = await Database.Events.CountAsync(new EventFilter { Cluster = "prod", Window = window, Facets = chips }, Token);
            Assert.Equal(opened.Events, data.Stack.Series.Single(s => s.Key == query.Id).Total);
        }
    }

    [Fact]
    public async Task Read_PeriodBeforeNotCollected_HasNoDifference()
    {
        await Database.CommitAsync("prod", [TestEvent.Random(new Random(1), Now.AddMinutes(-30), Now)], TimeWindow.Between(Now.AddHours(-1), Now), Now.AddHours(-1));

        var data = await Database.Reader.ReadAsync("prod", TimeWindow.Between(Now.AddHours(-1), Now), Token);

        Assert.All(data.Cells, cell => Assert.Null(cell.CountBefore));
        Assert.All(data.Cells, cell => Assert.True(cell.IsWhole));
    }

    [Fact]
    public async Task Read_GapInTheWindow_IsAGapInEveryCell()
    {
        await Database.CommitAsync("prod", [], TimeWindow.Between(Now.AddHours(-2), Now.AddHours(-1)), Now.AddHours(-3));

        var data = await Database.Reader.ReadAsync("prod", TimeWindow.Between(Now.AddHours(-2), Now), Token);

        Assert.All(data.Cells, cell => Assert.False(cell.IsWhole));
        Assert.All(data.Cells, cell => Assert.False(cell.IsBlind));
        Assert.Equal(TimeSpan.FromHours(1), data.Coverage?.NotCollected);
    }

    [Fact]
    public async Task Read_NothingAtAll_IsEmptyWithoutCoverage()
    {
        var data = await Database.Reader.ReadAsync(null, TimeWindow.Between(Now.AddHours(-1), Now), Token);

        Assert.Null(data.Coverage);
        Assert.All(data.Cells, cell => Assert.True(cell.IsBlind));
        Assert.Equal(0, data.Stack.Total);
        Assert.Empty(data.LatestChanges);
        Assert.Null(data.LastAwsAuth);
    }

    [Fact]
    public async Task Read_ProblemsOfASource_AreNamed()
    {
        await Database.CommitAsync("prod", [], null, Now.AddHours(-1));
        await Database.Runs.NoteProblemAsync("prod", "audit.log", "The file cannot be read: permission denied.", Token);

        var data = await Database.Reader.ReadAsync(null, TimeWindow.Between(Now.AddHours(-1), Now), Token);

        Assert.Equal("The file cannot be read: permission denied.", Assert.Single(data.Problems).Problem.Message);
    }
}

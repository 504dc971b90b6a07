using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Runs;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Collecting;

public sealed class WindowHarvestTests : IDisposable
{
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private readonly TempFolder _folder = new();
    private readonly ScriptedSource _source = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_FirstStart_StoresMatchesOnlyAndCoversTheBackfill()
    {
        _source.Records.AddRange([ScriptedRole(Noon.AddHours(-2), "a"), ScriptedNoise(Noon.AddHours(-2), "n"), ScriptedRole(Noon.AddMinutes(-1), "b", 403)]);
        await using var host = await StartAsync();

        var summary = await host.RunAsync("c");

        Assert.Equal(new HarvestSummary("c", false, summary.RunId, 2, 2, 0, 0, 3, summary.BytesScanned, summary.Errors), summary);
        Assert.Empty(summary.Errors);
        Assert.Equal(_source.Records.Sum(r => (long)r.Message.Length), summary.BytesScanned);
        Assert.Equal(["a", "b"], await Sql.AuditIdsAsync(host));
        Assert.Equal(["b denied", "a roles", "b roles"], await Sql.MatchesAsync(host));
        await AssertCoveredAsync(host, Noon.AddHours(-3), Noon);
    }

    [Fact]
    public async Task Run_Again_AsksOnlyForWhatIsNew()
    {
        await using var host = await StartAsync();
        await host.RunAsync("c");
        _source.Asked.Clear();
        host.Clock.Advance(TimeSpan.FromSeconds(5));

        await host.RunAsync("c");

        Assert.Equal(TimeWindow.Between(Noon, Noon.AddSeconds(5)), Assert.Single(_source.Asked).Window);
    }

    [Fact]
    public async Task Run_EveryFiveSeconds_CoverageStaysInFewRows()
    {
        await using var host = await StartAsync();
        await host.RunAsync("c");
        var before = (await Sql.CoverageAsync(host)).Count;

        for (var i = 0; i < 30; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(5));
            await host.RunAsync("c");
        }

        Assert.Equal(before, (await Sql.CoverageAsync(host)).Count);
        await AssertCoveredAsync(host, Noon.AddHours(-3), Noon.AddSeconds(150));
    }

    [Fact]
    public async Task Run_AfterThreeDaysOff_LeavesNoGap()
    {
        await using (var before = await StartAsync())
        {
            await before.RunAsync("c");
        }

        var later = Noon.AddDays(3).AddMinutes(7);
        _source.Records.AddRange([ScriptedRole(Noon.AddHours(1), "a"), ScriptedRole(Noon.AddDays(2), "b")]);
        await using var host = await StartAsync(now: later);

        var summary = await host.RunAsync("c");

        Assert.Equal(2, summary.EventsInserted);
        await AssertCoveredAsync(host, Noon.AddHours(-3), later);
    }

    [Fact]
    public async Task Run_SourceThatTakesLongForEachWindow_CollectsTheBackfillToo()
    {
        // So long that at each plan there is something newer to read than what was owed before.
        _source.Records.Add(ScriptedRole(Noon.AddHours(-5), "old"));
        await using var host = await StartAsync(
            new HarvestOptions { Backfill = TimeSpan.FromHours(6), MaxWindow = TimeSpan.FromHours(1), LeaseDuration = TimeSpan.FromDays(1) });
        _source.Before = (_, count) =>
        {
            host.Clock.Advance(count == 0 ? TimeSpan.FromSeconds(40) : TimeSpan.Zero);
            return _source.Asked.Count < 100 ? Task.CompletedTask : throw new LogSourceException("The run does not come to its end.");
        };

        var summary = await host.RunAsync("c");

        Assert.Empty(summary.Errors);
        Assert.Equal(["old"], await Sql.AuditIdsAsync(host));
        var collected = Assert.Single((await CollectedAsync(host, "roles")).Intervals);
        Assert.Equal(Noon.AddHours(-6), collected.From);
        Assert.InRange(collected.To, Noon, DateTimeOffset.MaxValue);
        Assert.InRange(_source.Asked.Count, 7, 20);
    }

    [Fact]
    public async Task Run_QueryAddedLater_IsBackfilledAlone()
    {
        _source.Records.AddRange([ScriptedRole(Noon.AddHours(-1), "a", 403), ScriptedNoise(Noon.AddHours(-2), "n")]);
        await using (var before = await StartAsync())
        {
            await before.RunAsync("c");
        }

        _source.Asked.Clear();
        var catalog = QueryCatalog.Create([new UserQuery { Id = "pods", Text = "verb = \"list\" and objectRef.resource = \"pods\"" }], out var errors);
        Assert.Empty(errors);
        await using var host = await StartAsync(catalog: catalog);

        var summary = await host.RunAsync("c");

        Assert.NotEmpty(_source.Asked);
        Assert.All(_source.Asked, a => Assert.Equal("pods", a.Queries));
        Assert.Equal((1, 0), (summary.EventsInserted, summary.EventsKnown));
        Assert.Equal(["a denied", "n pods", "a roles"], await Sql.MatchesAsync(host));
        await AssertCoveredAsync(host, Noon.AddHours(-3), Noon);
    }

    [Fact]
    public async Task Run_ManyEventsAtOneInstant_NoneIsLostAtTheBorderOfASlice()
    {
        // Twelve events of one instant, batches of five: whatever is claimed after the first batch must not reach that instant.
        var instant = Noon.AddMinutes(-30);
        _source.Records.AddRange(Enumerable.Range(0, 12).Select(i => ScriptedRole(instant, "same" + i)));
        _source.Records.Insert(0, ScriptedRole(instant.AddMinutes(-10), "before"));
        _source.Before = (window, count) => window.Contains(TimeWindow.ToMicrosSinceEpoch(instant)) && count == 9
            ? throw new LogSourceException("The source broke in the middle.")
            : Task.CompletedTask;
        await using var host = await StartAsync();

        var broken = await host.RunAsync("c");
        var collected = await CollectedAsync(host, "roles");
        _source.Before = null;
        var mended = await host.RunAsync("c");

        Assert.Equal(["The source broke in the middle."], broken.Errors);
        Assert.DoesNotContain(collected.Intervals, i => i.Contains(TimeWindow.ToMicrosSinceEpoch(instant)));
        Assert.Contains(collected.Intervals, i => i.Contains(TimeWindow.ToMicrosSinceEpoch(instant.AddMinutes(-1))));
        Assert.Empty(mended.Errors);
        Assert.Equal(13, (await Sql.AuditIdsAsync(host)).Count);
        await AssertCoveredAsync(host, Noon.AddHours(-3), Noon);
    }

    [Fact]
    public async Task Run_SourceOutOfOrder_ClaimsTheWindowAsAWholeOnly()
    {
        _source.IsInOrder = false;
        _source.Records.AddRange(Enumerable.Range(0, 12).Select(i => ScriptedRole(Noon.AddMinutes(-16 - i * 7 % 12), "r" + i)));
        _source.Before = (window, count) => count == 11 ? throw new LogSourceException("Broken.") : Task.CompletedTask;
        await using var host = await StartAsync();

        await host.RunAsync("c");
        var collected = await CollectedAsync(host, "roles");
        _source.Before = null;
        await host.RunAsync("c");

        Assert.DoesNotContain(collected.Intervals, i => _source.Records.Any(r => i.Contains(r.TimeMicros)));
        Assert.Equal(12, (await Sql.AuditIdsAsync(host)).Count);
        await AssertCoveredAsync(host, Noon.AddHours(-3), Noon);
    }

    [Fact]
    public async Task Run_SourceThatOnlySaysItIsInOrder_NothingIsLost()
    {
        _source.Records.AddRange(Enumerable.Range(0, 40).Select(i => ScriptedRole(Noon.AddMinutes(-16 - i * 7 % 40), "r" + i)));
        await using var host = await StartAsync();

        await host.RunAsync("c");

        Assert.Equal(40, (await Sql.AuditIdsAsync(host)).Count);
        await AssertCoveredAsync(host, Noon.AddHours(-3), Noon);
    }

    [Fact]
    public async Task Run_OneWindowFails_OthersAreCollectedAndTheProblemStandsUntilItWorks()
    {
        var fails = true;
        _source.Before = (window, _) => fails && window.To < Noon.AddHours(-1) && window.To > Noon.AddHours(-2.5)
            ? throw new LogSourceException("The log group did not answer.")
            : Task.CompletedTask;
        await using var host = await StartAsync(new HarvestOptions { Backfill = TimeSpan.FromHours(4), MaxWindow = TimeSpan.FromHours(1) });

        var failed = await host.RunAsync("c");
        var problem = Assert.Single(await host.Runs.GetProblemsAsync("c", Token));
        var gap = (await CollectedAsync(host, "roles")).Intervals;
        var run = Assert.Single(await host.Runs.GetLatestAsync("c", 1, Token));
        fails = false;
        await host.RunAsync("c");

        Assert.Equal(["The log group did not answer."], failed.Errors);
        Assert.Equal("The log group did not answer.", problem.Message);
        Assert.Equal(RunState.Failed, run.State);
        Assert.Equal("The log group did not answer.", run.Error);
        Assert.Equal(2, gap.Count);
        Assert.Empty(await host.Runs.GetProblemsAsync("c", Token));
        await AssertCoveredAsync(host, Noon.AddHours(-4), Noon);
    }

    [Fact]
    public async Task Run_UnexpectedFault_EndsAsASentenceNotAnException()
    {
        _source.Before = (_, _) => throw new InvalidOperationException("internal detail");
        await using var host = await StartAsync();

        var summary = await host.RunAsync("c");

        Assert.Equal(["Something unexpected went wrong; the log says what."], summary.Errors);
        Assert.Equal(RunState.Failed, Assert.Single(await host.Runs.GetLatestAsync("c", 5, Token)).State);
        Assert.NotNull(await host.Leases.TryAcquireAsync("c", TimeSpan.FromSeconds(10), Token));
    }

    [Fact]
    public async Task Run_LateDelivery_IsFoundByReadingOnceMore()
    {
        _source.DeliveryDelay = TimeSpan.FromMinutes(10);
        _source.Records.AddRange([ScriptedRole(Noon.AddMinutes(-5), "prompt"), ScriptedRole(Noon.AddMinutes(-4), "late", delivered: Noon.AddMinutes(3))]);
        await using var host = await StartAsync();

        await host.RunAsync("c");
        var first = await Sql.AuditIdsAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(12));
        await host.RunAsync("c");
        host.Clock.Advance(TimeSpan.FromMinutes(30));
        await host.RunAsync("c");
        _source.Asked.Clear();
        await host.RunAsync("c");

        Assert.Equal(["prompt"], first);
        Assert.Equal(["late", "prompt"], await Sql.AuditIdsAsync(host));
        Assert.Empty(_source.Asked);
    }

    [Fact]
    public async Task Run_OnlyAWindow_ReadsItAgainAndNothingElse()
    {
        await using var host = await StartAsync();
        await host.RunAsync("c");
        _source.Asked.Clear();
        _source.Records.Add(ScriptedRole(Noon.AddMinutes(-50), "overlooked"));

        var summary = await host.RunAsync("c", TimeWindow.Between(Noon.AddHours(-1), Noon.AddMinutes(-40)));

        Assert.Equal(TimeWindow.Between(Noon.AddHours(-1), Noon.AddMinutes(-40)), Assert.Single(_source.Asked).Window);
        Assert.Equal(1, summary.EventsInserted);
    }

    [Fact]
    public async Task Run_OneByOne_StoresTheSameAsMerged()
    {
        _source.Records.AddRange(Enumerable.Range(0, 30).Select(i => ScriptedRole(Noon.AddMinutes(-i), "r" + i, i % 3 == 0 ? 403 : 201)));
        using var other = new TempFolder();
        await using var merged = await StartAsync();
        await using var single = await HarvestHost.StartAsync(other, new HarvestOptions { Backfill = TimeSpan.FromHours(3), ScanOneByOne = true }, sources: [("c", _source)]);

        await merged.RunAsync("c");
        await single.RunAsync("c");

        Assert.Equal(await Sql.MatchesAsync(merged), await Sql.MatchesAsync(single));
        Assert.Equal(await Sql.StackAsync(merged), await Sql.StackAsync(single));
    }

    [Fact]
    public async Task Run_LeaseHeldElsewhere_IsSkipped()
    {
        await using var host = await StartAsync();
        await using var other = await StartAsync();
        await host.Clusters.RegisterAsync("c", "Scripted", Noon, Token);
        Assert.NotNull(await other.Leases.TryAcquireAsync("c", TimeSpan.FromMinutes(1), Token));

        var summary = await host.RunAsync("c");

        Assert.True(summary.IsSkipped);
        Assert.Null(summary.RunId);
        Assert.Empty(_source.Asked);
    }

    [Fact]
    public async Task Run_HolderSleepsAndWakesUp_CannotCommit()
    {
        // The process is stopped in the middle of a scan: its own clock stands still, so it renews nothing. Another process
        // takes the lease over once it has expired, and harvests. Then the first one wakes up and wants to commit.
        var source = new ScriptedSource();
        source.Records.AddRange([ScriptedRole(Noon.AddMinutes(-20), "a"), ScriptedRole(Noon.AddMinutes(-2), "b")]);
        using var asleep = new SemaphoreSlim(0);
        using var wake = new SemaphoreSlim(0);
        _source.Records.AddRange(source.Records);
        _source.Before = async (_, count) =>
        {
            if (count == 1)
            {
                asleep.Release();
                await wake.WaitAsync(Token);
            }
        };
        await using var sleeper = await StartAsync();
        await using var other = await HarvestHost.StartAsync(_folder, sources: [("c", source)], now: Noon.AddMinutes(30));
        source.Clock = other.Clock;

        var running = sleeper.RunAsync("c");
        await asleep.WaitAsync(Token);
        var taken = await other.RunAsync("c");
        var before = await Sql.CoverageAsync(other);
        _source.Before = null;
        wake.Release();
        var lost = await running;

        Assert.False(taken.IsSkipped);
        Assert.Equal(2, taken.EventsInserted);
        Assert.Equal([new LeaseLostException("c").Message], lost.Errors);
        Assert.Equal(0, lost.EventsInserted);
        Assert.Equal(before, await Sql.CoverageAsync(other));
        Assert.Equal(["a", "b"], await Sql.AuditIdsAsync(other));
    }

    [Fact]
    public async Task Run_Cancelled_SaysSoAndGivesTheLeaseBack()
    {
        _source.Records.Add(ScriptedRole(Noon.AddMinutes(-1), "a"));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _source.Before = (_, _) => cancel.CancelAsync();
        await using var host = await StartAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Harvest.RunAsync("c", RunTrigger.Manual, null, cancel.Token));

        Assert.Equal(RunState.Cancelled, Assert.Single(await host.Runs.GetLatestAsync("c", 5, Token)).State);
        Assert.NotNull(await host.Leases.TryAcquireAsync("c", TimeSpan.FromSeconds(10), Token));
    }

    [Fact]
    public async Task Run_TwoAtOnce_DoubleNothing()
    {
        _source.Records.AddRange(Enumerable.Range(0, 200).Select(i => ScriptedRole(Noon.AddSeconds(-50 * i - 1), "r" + i)).Reverse());
        await using var one = await StartAsync();
        await using var two = await StartAsync();

        var summaries = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? one : two).RunAsync("c"), Token)));

        Assert.All(summaries, s => Assert.Empty(s.Errors));
        Assert.Equal(200, summaries.Sum(s => s.EventsInserted));
        Assert.Equal(0, summaries.Sum(s => s.EventsKnown));
        Assert.Equal(200, (await Sql.AuditIdsAsync(one)).Count);
    }

    [Fact]
    public async Task Run_HostileRecords_AreQuarantinedAndTheRestIsStored()
    {
        var time = TimeWindow.ToMicrosSinceEpoch(Noon.AddMinutes(-1));
        var undated = System.Text.Encoding.UTF8.GetBytes("""{"kind":"Event","auditID":"undated","verb":"delete","objectRef":{"resource":"roles"},"user":{"username":"u"}}""");
        _source.Records.AddRange(
        [
            ScriptedRole(Noon.AddMinutes(-2), "good"),
            new(time, "{\"kind\":\"Event\",\"verb\":\"create\",\"objectRef\":{\"resource\":\"roles\""u8.ToArray()),
            new(time, undated),
            ScriptedRole(Noon.AddMinutes(-0.5), "good2"),
        ]);
        await using var host = await StartAsync();

        var summary = await host.RunAsync("c");

        Assert.Empty(summary.Errors);
        Assert.Equal(1, summary.Quarantined);
        Assert.Equal(["good", "good2", "undated"], await Sql.AuditIdsAsync(host));
        Assert.Equal(["roles"], await Sql.ListAsync(host, "SELECT q.name FROM quarantine_match m JOIN query q ON q.id = m.query_id WHERE q.name = 'roles'"));
    }

    [Fact]
    public async Task Run_UnknownCluster_SaysSo()
    {
        await using var host = await StartAsync();

        Assert.Equal(["No cluster nowhere is configured."], (await host.RunAsync("nowhere")).Errors);
    }

    private static HarvestOptions Options() => new() { Backfill = TimeSpan.FromHours(3), BatchEvents = 5 };

    private async Task<HarvestHost> StartAsync(HarvestOptions? options = null, DateTimeOffset? now = null, QueryCatalog? catalog = null)
    {
        var host = await HarvestHost.StartAsync(_folder, options ?? Options(), sources: [("c", _source)], now: now, catalog: catalog);
        _source.Clock = host.Clock;
        return host;
    }

    private static Task<IntervalSet> CollectedAsync(HarvestHost host, string query)
    {
        var canned = QueryCatalog.BuiltIn.Queries.Single(q => q.Id == query);
        return host.Coverage.GetCollectedAsync("c", new CoverageQuery(canned.Id, canned.SelectionHash), settledOnly: false, Token);
    }

    private static async Task AssertCoveredAsync(HarvestHost host, DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var query in QueryCatalog.BuiltIn.Queries)
        {
            Assert.Equal([TimeWindow.Between(from, to)], (await CollectedAsync(host, query.Id)).Intervals);
        }
    }
}

using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Planning;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Runs;
using AuditDashboard.Tests.EventList;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Shared;

/// <summary>At 14:06:00, harvested every minute with 30 seconds to do it in: what follows 14:05:00 is due, what began before is missing.</summary>
public sealed class DueCoverageTests : PageTestContext
{
    private ScopeCoverageReader Reader => Services.GetRequiredService<ScopeCoverageReader>();

    [Theory]
    [InlineData(-60, CoverageState.Due)]
    [InlineData(-5, CoverageState.Due)]
    [InlineData(-61, CoverageState.NotCollected)]
    [InlineData(-3600, CoverageState.NotCollected)]
    public async Task TailAfterCollected_ByItsBeginning_IsDueOrMissing(int collectedToSeconds, CoverageState expected)
    {
        Harvest.IsScheduled = true;
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.FromSeconds(collectedToSeconds));

        var (summary, lines) = await ReadAsync(TimeSpan.FromHours(-24));

        Assert.Equal(expected, summary.Stretches[^1].State);
        Assert.All(lines, l => Assert.Equal(expected, l.Stretches[^1].State));
        var missing = expected == CoverageState.Due ? TimeSpan.Zero : TimeSpan.FromSeconds(-collectedToSeconds);
        Assert.Equal((missing, missing > TimeSpan.Zero ? 1 : 0), (summary.NotCollected, summary.Gaps));
        Assert.Equal(missing == TimeSpan.Zero ? 1 : 1 - (missing / TimeSpan.FromHours(24)), summary.CollectedFraction, 9);
    }

    [Fact]
    public async Task Tail_ScheduleOff_IsMissing()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.FromSeconds(-5));

        Assert.Equal(CoverageState.NotCollected, (await ReadAsync(TimeSpan.FromHours(-24))).Summary.Stretches[^1].State);
    }

    [Fact]
    public async Task Tail_OfAClusterThatNobodyHarvests_IsMissing()
    {
        Harvest.IsScheduled = true;
        await Services.GetRequiredService<ClusterStore>().RegisterAsync("old", "Demo", Clock.GetUtcNow().AddSeconds(-20), Token);

        var window = TimeWindow.Between(Clock.GetUtcNow().AddSeconds(-20), Clock.GetUtcNow());

        Assert.Equal(CoverageState.NotCollected, (await Reader.GetAsync("old", window, null, Token))!.Stretches[^1].State);
        Assert.Equal(CoverageState.NotCollected, (await Reader.GetAsync(null, window, null, Token))!.Stretches[^1].State);
    }

    [Fact]
    public async Task Tail_AfterAFailedHarvest_IsMissing()
    {
        Harvest.IsScheduled = true;
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.FromSeconds(-50));
        var failed = TimeWindow.Between(Clock.GetUtcNow().AddSeconds(-50), Clock.GetUtcNow().AddSeconds(-10));
        await Services.GetRequiredService<RunStore>().NoteFailedWindowAsync(
            "demo", [.. AuditDashboard.Queries.QueryCatalog.BuiltIn.Queries.Select(q => q.Id)], failed, "The source did not answer.", lease: null, Token);

        var states = (await ReadAsync(TimeSpan.FromHours(-24))).Summary.Stretches.Select(s => s.State);

        Assert.Equal([CoverageState.Collected, CoverageState.Failed, CoverageState.NotCollected], states);
    }

    [Fact]
    public async Task Tail_WithNothingCollectedBefore_IsMissing()
    {
        Harvest.IsScheduled = true;

        Assert.Equal([CoverageState.NotCollected], (await ReadAsync(TimeSpan.FromSeconds(-20))).Summary.Stretches.Select(s => s.State));
    }

    [Fact]
    public async Task Window_InsideTheDueTime_IsDueByWhatLiesBefore()
    {
        Harvest.IsScheduled = true;
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.FromSeconds(-40));

        var (summary, lines) = await ReadAsync(TimeSpan.FromSeconds(-20));

        Assert.Equal(new TimeWindow(summary.Window.FromMicros, summary.Window.ToMicros), Assert.Single(summary.Stretches).Window);
        Assert.Equal(CoverageState.Due, summary.Stretches[0].State);
        Assert.Equal((TimeSpan.Zero, 0, 0.0), (summary.NotCollected, summary.Gaps, summary.CollectedFraction));
        Assert.All(lines, l => Assert.Equal(CoverageState.Due, Assert.Single(l.Stretches).State));
    }

    [Fact]
    public async Task GapInThePast_BesideADueTail_StaysTheOnlyGap()
    {
        Harvest.IsScheduled = true;
        await CollectAsync(TimeSpan.FromHours(-24), TimeSpan.FromHours(-3));
        await CollectAsync(TimeSpan.FromHours(-2), TimeSpan.FromSeconds(-5));

        var summary = (await ReadAsync(TimeSpan.FromHours(-24))).Summary;

        Assert.Equal((TimeSpan.FromHours(1), 1), (summary.NotCollected, summary.Gaps));
    }

    [Theory]
    [InlineData("*/5 * * * * *", 30)]
    [InlineData("*/5 * * * *", 60)]
    [InlineData("0 2 * * *", 12 * 3600 + 6 * 60)]
    public void DueSince_IsTheLastHarvestThatHadTimeToEnd(string cron, int secondsAgo)
    {
        var registry = new ClusterRegistry([new ConfiguredCluster(new ClusterOptions { Name = "c" }, new SilentSource(), cron)]);
        // 14:06:00: harvests every 5 seconds up to 14:05:30, every 5 minutes the one of 14:05:00, nightly the one of 02:00.
        var since = Timetable(registry, new HarvestOptions()).DueSince("c", Clock.GetUtcNow());

        Assert.Equal(Clock.GetUtcNow().AddSeconds(-secondsAgo), since);
        Assert.Null(Timetable(registry, new HarvestOptions()).DueSince("other", Clock.GetUtcNow()));
        Assert.Null(Timetable(registry, new HarvestOptions { IsScheduled = false }).DueSince("c", Clock.GetUtcNow()));
    }

    [Fact]
    public void DueSince_Economy_IsEarlierByWhatIsWaitedForTheSource()
    {
        var registry = new ClusterRegistry([new ConfiguredCluster(new ClusterOptions { Name = "c" }, new SlowSource(), "*/5 * * * *")]);

        Assert.Equal(Clock.GetUtcNow().AddSeconds(-60), Timetable(registry, new HarvestOptions()).DueSince("c", Clock.GetUtcNow()));
        Assert.Equal(Clock.GetUtcNow().AddSeconds(-60).AddMinutes(-20), Timetable(registry, new HarvestOptions { Economy = true }).DueSince("c", Clock.GetUtcNow()));
    }

    private static HarvestTimetable Timetable(ClusterRegistry registry, HarvestOptions options) => new(registry, new ReadingDelays(registry, options), options);

    private async Task<(CoverageSummary Summary, IReadOnlyList<CoverageLine> Lines)> ReadAsync(TimeSpan from)
    {
        var window = TimeWindow.Between(Clock.GetUtcNow() + from, Clock.GetUtcNow());
        return (Assert.IsType<CoverageSummary>(await Reader.GetAsync("demo", window, null, Token)), await Reader.GetLinesAsync("demo", window, null, Token));
    }

    private sealed class SlowSource : IWindowLogSource
    {
        public string Kind => "CloudWatch";

        public long AvailableToMicros => 0;

        public TimeSpan DeliveryDelay => TimeSpan.FromMinutes(20);

        public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

        public IAsyncEnumerable<InputRecord> ScanAsync(TimeWindow window, MergedScan scan, CancellationToken cancellationToken) => AsyncEnumerable.Empty<InputRecord>();
    }
}

using AuditDashboard.Harvest.Planning;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Harvest.Tests.Planning;

public sealed class HarvestPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Plan_FirstStart_NewestQuarterHourFirstThenBackwardsInGridWindows()
    {
        var plan = HarvestPlanner.Plan(Request(Now.AddDays(-1), Now, Nothing("a"), Nothing("b")));

        Assert.Equal(
            [
                "11-20 10:15..11-20 10:30 a:Live b:Live",
                "11-20 06:00..11-20 10:15 a:Backfill b:Backfill",
                "11-20 00:00..11-20 06:00 a:Backfill b:Backfill",
                "11-19 18:00..11-20 00:00 a:Backfill b:Backfill",
                "11-19 12:00..11-19 18:00 a:Backfill b:Backfill",
                "11-19 10:30..11-19 12:00 a:Backfill b:Backfill",
            ],
            plan.Select(Print));
        Assert.All(plan, w => Assert.True(w.IsSettled));
    }

    [Fact]
    public void Plan_NextTick_OnlyTheMinutesSince()
    {
        var before = Of(Now.AddDays(-1), Now.AddSeconds(-5));

        var plan = HarvestPlanner.Plan(Request(Now.AddDays(-1), Now, new QueryCoverage("a", before, before)));

        var window = Assert.Single(plan);
        Assert.Equal(TimeWindow.Between(Now.AddSeconds(-5), Now), window.Window);
        Assert.Equal(CoverageHow.Live, window.Queries[0].How);
    }

    [Fact]
    public void Plan_NothingOwed_Empty()
    {
        var all = Of(Now.AddDays(-1), Now);

        Assert.Empty(HarvestPlanner.Plan(Request(Now.AddDays(-1), Now, new QueryCoverage("a", all, all))));
    }

    [Fact]
    public void Plan_QueryAddedLater_OwesItsOwnBackfillAlone()
    {
        var all = Of(Now.AddHours(-4), Now);

        var plan = HarvestPlanner.Plan(Request(Now.AddHours(-4), Now, new QueryCoverage("old", all, all), Nothing("new")));

        Assert.Equal(["11-20 10:15..11-20 10:30 new:Live", "11-20 06:30..11-20 10:15 new:Backfill"], plan.Select(Print));
    }

    [Fact]
    public void Plan_DaysOff_ContinuesWithoutAGap()
    {
        var before = Of(Now.AddDays(-7), Now.AddDays(-3));

        var plan = HarvestPlanner.Plan(Request(Now.AddDays(-7), Now, new QueryCoverage("a", before, before)));

        Assert.Equal(TimeWindow.Between(Now.AddDays(-3), Now), Assert.Single(IntervalSet.Of(plan.Select(w => w.Window)).Intervals));
        Assert.Equal(plan.Sum(w => w.Window.Duration.Ticks), TimeSpan.FromDays(3).Ticks);
    }

    [Fact]
    public void Plan_DeliveryDelay_ReadsUnsettledOnceMoreWhenItHasPassed()
    {
        var request = Request(
            Now.AddHours(-1), Now,
            new QueryCoverage("a", Of(Now.AddHours(-1), Now), Of(Now.AddHours(-1), Now.AddMinutes(-20)))) with
        {
            DeliveryDelay = TimeSpan.FromMinutes(12),
        };

        var plan = HarvestPlanner.Plan(request);

        // 10:10 to 10:15 and 10:15 to 10:18: the recent quarter hour is a window of its own.
        Assert.Equal(["11-20 10:15..11-20 10:18 a:ReRead", "11-20 10:10..11-20 10:15 a:ReRead"], plan.Select(Print));
        Assert.All(plan, w => Assert.True(w.IsSettled));
    }

    [Fact]
    public void Plan_WindowAcrossTheSettledBorder_IsCutThere()
    {
        var plan = HarvestPlanner.Plan(Request(Now.AddMinutes(-30), Now, Nothing("a")) with { DeliveryDelay = TimeSpan.FromMinutes(20) });

        Assert.Equal(
            [("10:15", false), ("10:10", false), ("10:00", true)],
            plan.Select(w => (w.Window.From.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), w.IsSettled)));
    }

    [Fact]
    public void Plan_OneByOne_SameWindowsForEachQuery()
    {
        var plan = HarvestPlanner.Plan(Request(Now.AddHours(-1), Now, Nothing("a"), Nothing("b")) with { ScanOneByOne = true });

        Assert.Equal(
            ["11-20 10:15..11-20 10:30 a:Live", "11-20 10:15..11-20 10:30 b:Live", "11-20 09:30..11-20 10:15 a:Backfill", "11-20 09:30..11-20 10:15 b:Backfill"],
            plan.Select(Print));
    }

    [Fact]
    public void Plan_Forced_ReadsTheWholeWindowAgain()
    {
        var half = Of(Now.AddHours(-1), Now.AddMinutes(-30));

        var plan = HarvestPlanner.Plan(Request(Now.AddHours(-1), Now, new QueryCoverage("a", half, half)) with { IsForced = true });

        Assert.Equal(
            ["11-20 10:15..11-20 10:30 a:Live", "11-20 10:00..11-20 10:15 a:Backfill", "11-20 09:30..11-20 10:00 a:ReRead"],
            plan.Select(Print));
    }

    [Fact]
    public void Plan_FractionsOfSeconds_WindowsAreWholeSecondsAndNeverClaimTheRunningOne()
    {
        var from = Now.AddMinutes(-5).AddMicroseconds(250_001);
        var to = Now.AddMicroseconds(999_999);

        var plan = HarvestPlanner.Plan(Request(from, to, Nothing("a")));

        Assert.Equal(TimeWindow.Between(Now.AddMinutes(-5), Now), Assert.Single(plan).Window);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Plan_RandomCoverage_AgreesWithABitmap(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            // Time in seconds since a base; every instant of the scope is checked for every query.
            var length = random.Next(1, 4_000);
            var baseMicros = TimeWindow.ToMicrosSinceEpoch(Now) - random.Next(100_000) * 1_000_000L;
            var delay = random.Next(3) == 0 ? 0 : random.Next(0, length);
            var maxWindow = random.Next(1, 2_000);
            var count = random.Next(1, 6);
            var collected = new bool[count][];
            var settled = new bool[count][];
            var queries = new List<QueryCoverage>();
            for (var q = 0; q < count; q++)
            {
                collected[q] = Runs(random, length);
                settled[q] = [.. Runs(random, length).Zip(collected[q], (s, c) => s && c)];
                queries.Add(new("q" + q, ToSet(collected[q], baseMicros), ToSet(settled[q], baseMicros)));
            }

            var now = baseMicros + length * 1_000_000L;
            var oneByOne = random.Next(2) == 0;
            var plan = HarvestPlanner.Plan(new PlanRequest
            {
                Scope = new(baseMicros, now),
                NowMicros = now,
                DeliveryDelay = TimeSpan.FromSeconds(delay),
                MaxWindow = TimeSpan.FromSeconds(maxWindow),
                ScanOneByOne = oneByOne,
                Queries = queries,
            });

            var planned = new CoverageHow?[count, length];
            foreach (var window in plan)
            {
                Assert.InRange(window.Window.Duration, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(maxWindow));
                Assert.Equal(window.Window.From.UtcDateTime.Date, window.Window.To.AddTicks(-1).UtcDateTime.Date);
                Assert.Equal(0, (window.Window.FromMicros - baseMicros) % 1_000_000);
                if (oneByOne)
                {
                    Assert.Single(window.Queries);
                }

                foreach (var query in window.Queries)
                {
                    var q = int.Parse(query.QueryId.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
                    for (var second = (window.Window.FromMicros - baseMicros) / 1_000_000; second < (window.Window.ToMicros - baseMicros) / 1_000_000; second++)
                    {
                        Assert.Null(planned[q, second]);
                        planned[q, second] = query.How;
                        Assert.Equal(window.IsSettled, second < length - delay);
                    }
                }
            }

            for (var q = 0; q < count; q++)
            {
                for (var second = 0; second < length; second++)
                {
                    CoverageHow? expected = !collected[q][second]
                        ? second >= length - 900 ? CoverageHow.Live : CoverageHow.Backfill
                        : !settled[q][second] && second < length - delay ? CoverageHow.ReRead : null;
                    if (planned[q, second] != expected)
                    {
                        Assert.Fail($"seed {seed} round {round} query {q} second {second}: planned {planned[q, second]}, expected {expected}");
                    }
                }
            }

            var order = plan.Select(w => (Owed: w.Queries.Any(q => q.How != CoverageHow.ReRead), w.Window.FromMicros)).ToList();
            Assert.Equal(order.OrderByDescending(o => o.Owed).ThenByDescending(o => o.FromMicros), order);
        }
    }

    private static bool[] Runs(Random random, int length)
    {
        var bits = new bool[length];
        var value = random.Next(2) == 0;
        for (var i = 0; i < length;)
        {
            var run = random.Next(1, length / 3 + 2);
            for (var j = 0; j < run && i < length; j++)
            {
                bits[i++] = value;
            }

            value = !value;
        }

        return bits;
    }

    private static IntervalSet ToSet(bool[] bits, long baseMicros) => IntervalSet.Of(
        bits.Select((bit, i) => (bit, i)).Where(b => b.bit).Select(b => new TimeWindow(baseMicros + b.i * 1_000_000L, baseMicros + (b.i + 1) * 1_000_000L)));

    private static PlanRequest Request(DateTimeOffset from, DateTimeOffset to, params QueryCoverage[] queries) => new()
    {
        Scope = TimeWindow.Between(from, to),
        NowMicros = TimeWindow.ToMicrosSinceEpoch(to),
        DeliveryDelay = TimeSpan.Zero,
        MaxWindow = TimeSpan.FromHours(6),
        Queries = queries,
    };

    private static QueryCoverage Nothing(string id) => new(id, IntervalSet.Empty, IntervalSet.Empty);

    private static IntervalSet Of(DateTimeOffset from, DateTimeOffset to) => IntervalSet.Of([TimeWindow.Between(from, to)]);

    private static string Print(PlannedWindow window) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{window.Window.From:MM-dd HH:mm}..{window.Window.To:MM-dd HH:mm} {string.Join(' ', window.Queries.Select(q => $"{q.QueryId}:{q.How}"))}");
}

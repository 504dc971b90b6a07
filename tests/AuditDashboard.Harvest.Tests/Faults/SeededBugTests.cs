using AuditDashboard.FaultHarness;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.LocalCloudWatch.Queries;

namespace AuditDashboard.Harvest.Tests.Faults;

/// <summary>The harness proves itself: each seeded bug of the kind that it exists for is found, and without one nothing is.</summary>
public sealed class SeededBugTests(ITestOutputHelper output)
{
    /// <summary>A source that is wrapped as those with a bug are, and has none.</summary>
    private const string None = "none";

    private static readonly DateTimeOffset From = new(2026, 11, 20, 21, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan FirstHours = TimeSpan.FromHours(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(19);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(None)]
    [InlineData("next-millisecond")]
    [InlineData("last-page")]
    [InlineData("failed-is-done")]
    [InlineData("audit-id")]
    [InlineData("cap-ignored")]
    [InlineData("end-exclusive")]
    [InlineData("late-skipped")]
    [InlineData("watermark")]
    [InlineData("poison-fails-batch")]
    [InlineData("run-counted-twice")]
    [InlineData("bins-counted-twice")]
    [InlineData("drop-last")]
    public async Task Reader_WithASeededBug_IsNoticed(string bug)
    {
        await using var scene = await StartAsync(records: 450, burst: 150, rowLimit: 175);
        if (bug is "failed-is-done" or None)
        {
            scene.Server.Faults.Add(new FaultRule { Operation = "StartQuery", Nth = 1, Fault = FaultKind.QueryFails });
        }

        // Once while events are still on their way, and once when all has come.
        var faults = new List<string>(await scene.HarvestAsync(bug, ["runs=1", "window=30"], Token));
        faults.AddRange(scene.Check(isThorough: true));
        scene.Clock.PutForward(LongestDelay + TimeSpan.FromMinutes(25));
        faults.AddRange(await scene.HarvestAsync(bug, ["runs=1", "window=30"], Token));
        faults.AddRange(scene.CheckEnd(From + FirstHours));

        Say(bug, faults, bug != None);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("coverage-first", true)]
    public async Task Commit_OfCoverageBeforeData_IsNoticedWhereTheProcessDiesBetweenThem(string bug, bool isFaulty)
    {
        await using var scene = await StartAsync(records: 450, burst: 150, rowLimit: 450);

        // The second transaction has begun: with the bug, what vouches is committed and the events are not.
        var plan = new KillPlan { Kind = KillKind.StandingStill, Point = KillPlan.TransactionBegun, Passing = 2 };
        var outcome = await WorkerProcess.RunAsync(scene.Arguments(bug, "batch=5000", "timeout=60", "deadline=100"), plan, null, null, Token);

        Assert.True(outcome is { IsKilled: true, IsInTransaction: true }, outcome.LastWords());
        Say(bug, scene.Check(isThorough: true), isFaulty);
    }

    [Theory]
    [InlineData(None)]
    [InlineData("budget-ignored")]
    public async Task Budget_ThatIsIgnored_IsNoticed(string bug)
    {
        const double Budget = 0.5;
        const double PricePerByte = 1e-6;
        await using var scene = await StartAsync(records: 900, burst: 0, rowLimit: 900);

        var ended = await scene.HarvestAsync(bug, ["runs=2", "window=15", "budget=0.5", "price=1000"], Token);

        Assert.Empty(ended);
        Assert.Empty(scene.Check(isThorough: false));
        var spent = scene.BilledBytes * PricePerByte;
        Assert.InRange(spent, 0.2, 10);
        Say(bug, spent > Budget ? [$"{spent:0.00} USD are spent, of {Budget:0.00}"] : [], bug != None);
    }

    private static Task<FaultScene> StartAsync(int records, int burst, int rowLimit)
    {
        // Fewer than make a reader learn how late events come: the source's own figure holds.
        var truth = TruthWriter.Write(new TruthOptions
        {
            Seed = 1,
            From = From,
            Span = FirstHours,
            Records = records,
            Bursts = burst > 0 ? 1 : 0,
            BurstRecords = burst,
            LongestDelay = LongestDelay,
            LateFactor = 4,
        });
        return FaultScene.StartAsync(truth, From, new SceneSize { RowLimit = rowLimit, PageRows = 20, BatchEvents = 60 }, EndReading.Instant, Token);
    }

    private void Say(string bug, IReadOnlyList<string> faults, bool isFaulty)
    {
        Assert.True(isFaulty == faults.Count > 0, $"{bug}: {faults.Count} faults, such as:\n{string.Join('\n', faults.Take(10))}");
        output.WriteLine($"{bug}: {faults.Count} faults found. {(faults.Count > 0 ? faults[0] : "")}");
    }
}

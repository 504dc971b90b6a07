using System.Globalization;
using AuditDashboard.FaultHarness;
using AuditDashboard.LocalCloudWatch.Queries;

namespace AuditDashboard.Harvest.Tests.Faults;

/// <summary>Two schedulers read a log group whose service fails in every way, and are killed, stopped and continued; the database must hold the truth.</summary>
/// <remarks>
/// <c>AUDIT_FAULT_KILLS</c> says how often they are killed (default 6), half of it for each reading of a window's inclusive end, <c>AUDIT_KILL_SEED</c> which moments,
/// calls and records (default 1), <c>AUDIT_FAULT_RECORDS</c> how many records there are (default 100 for each kill, and at least 1,200), <c>AUDIT_FAULT_FLOOD</c>
/// how many requests the flood has (default 2,000).
/// </remarks>
public sealed class FaultTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(EndReading.Instant)]
    [InlineData(EndReading.WholeSecond)]
    public async Task Schedulers_KilledWhileTheServiceFails_StoreTheTruthOnceAndClaimNothingElse(EndReading reading)
    {
        var total = Setting("AUDIT_FAULT_KILLS", 6);
        var kills = reading == EndReading.Instant ? total - total / 2 : total / 2;
        var options = new FaultRunOptions
        {
            Kills = kills,
            Seed = Setting("AUDIT_KILL_SEED", 1),
            Records = Setting("AUDIT_FAULT_RECORDS", Math.Max(1_200, total * 100)),
            Reading = reading,
        };

        var report = await FaultRun.KillAsync(options, null, Token);

        output.WriteLine(report.Say());
        Assert.True(report.Faults.Count == 0, report.Say());
        Assert.Equal(kills, report.Kills);
        Assert.True(report.KillsInRuns * 5 >= kills * 4, "Fewer than four in five kills hit a run.");
        if (kills >= 100)
        {
            Assert.Equal(FaultPlan.OfStart.Union(FaultPlan.OfRows).Union(FaultPlan.OfLate).Order(), report.Injected.Select(f => f.Key).Order());
        }
    }

    [Fact]
    public async Task Flood_OfAnonymousRequestsInOneSecond_HidesNoBindingAndLeavesAGapOfItsOwnQueriesAlone()
    {
        var faults = await FaultRun.FloodAsync(Setting("AUDIT_FAULT_FLOOD", 2_000), Token);

        Assert.True(faults.Count == 0, $"{faults.Count} faults, such as:\n{string.Join('\n', faults.Take(10))}");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}

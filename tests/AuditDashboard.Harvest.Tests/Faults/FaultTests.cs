using System.Globalization;
using AuditDashboard.FaultHarness;
using AuditDashboard.LocalCloudWatch.Queries;

namespace AuditDashboard.Harvest.Tests.Faults;

/// <summary>Two schedulers read a log group whose service fails in every way, and are killed, stopped and continued; the database must hold the truth.</summary>
/// <remarks>
/// <c>AUDIT_FAULT_KILLS</c> says how often they are killed (default 6), in scenes of 50 at most, half of them for each reading of a window's inclusive end,
/// <c>AUDIT_KILL_SEED</c> which moments, calls and records the first scene has (default 1; each further one has the next), <c>AUDIT_FAULT_RECORDS</c> how many records a scene has (default 100 for each of its kills, and at
/// least 1,200), <c>AUDIT_FAULT_FLOOD</c> how many requests the flood has (default 2,000).
/// </remarks>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int MostKillsOfScene = 50;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Schedulers_KilledWhileTheServiceFails_StoreTheTruthOnceAndClaimNothingElse()
    {
        var total = Setting("AUDIT_FAULT_KILLS", 6);
        var scenes = Scenes(total).ToList();
        var reports = new FaultReport[scenes.Count];

        // A scene waits as long as it works: for leases, polls and calls that are never answered. Two for each core leave none idle.
        var begin = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, scenes.Count), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount * 2, CancellationToken = Token },
            async (i, token) => reports[i] = await FaultRun.KillAsync(scenes[i], null, token));

        foreach (var report in reports)
        {
            output.WriteLine(report.Say());
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{total} kills in {TimeProvider.System.GetElapsedTime(begin).TotalSeconds:0} s."));
        Assert.All(reports, r => Assert.True(r.Faults.Count == 0, r.Say()));
        Assert.Equal(total, reports.Sum(r => r.Kills));
        Assert.True(reports.Sum(r => r.KillsInRuns) * 5 >= total * 4, "Fewer than four in five kills hit a run.");
        if (total >= 200)
        {
            Assert.Equal(FaultPlan.OfStart.Union(FaultPlan.OfRows).Union(FaultPlan.OfLate).Order(), reports.SelectMany(r => r.Injected.Select(f => f.Key)).Distinct().Order());
        }
    }

    [Fact]
    public async Task Flood_OfAnonymousRequestsInOneSecond_HidesNoBindingAndLeavesAGapOfItsOwnQueriesAlone()
    {
        var faults = await FaultRun.FloodAsync(Setting("AUDIT_FAULT_FLOOD", 2_000), Token);

        Assert.True(faults.Count == 0, $"{faults.Count} faults, such as:\n{string.Join('\n', faults.Take(10))}");
    }

    private static IEnumerable<FaultRunOptions> Scenes(int total)
    {
        var count = Math.Max(1, (total + 2 * MostKillsOfScene - 1) / (2 * MostKillsOfScene)) * 2;
        for (var i = 0; i < count; i++)
        {
            var kills = total / count + (i < total % count ? 1 : 0);
            if (kills > 0)
            {
                yield return new FaultRunOptions
                {
                    Kills = kills,
                    Seed = Setting("AUDIT_KILL_SEED", 1) + i,
                    Records = Setting("AUDIT_FAULT_RECORDS", Math.Max(1_200, kills * 100)),
                    Reading = i % 2 == 0 ? EndReading.Instant : EndReading.WholeSecond,
                };
            }
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}

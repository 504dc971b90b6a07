using System.Globalization;

namespace AuditDashboard.Harvest.Tests.Kill;

/// <summary>Kills a real process at seeded moments and compares the database with the truth.</summary>
/// <remarks><c>AUDIT_KILLS</c> says how often (default 8), <c>AUDIT_KILL_SEED</c> which moments (default 1): the same seed kills at the same crash points.</remarks>
public sealed class KillTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_AtSeededMoments_LosesAndDoublesNothing()
    {
        var kills = Setting("AUDIT_KILLS", 8);
        var seed = Setting("AUDIT_KILL_SEED", 1);
        var random = new Random(seed);
        using var scene = new KillScene();
        var outcomes = new List<HarnessOutcome>();
        var faults = new List<string>();
        for (var tries = 0; outcomes.Count < kills && tries < kills * 4 && faults.Count == 0; tries++)
        {
            scene.Step();
            var mode = random.Next(10) < 7 ? "harvest" : "import";

            // One in eight by the clock alone, which may well hit a process that has not begun: never so many that the bound below hangs on luck.
            var byTime = tries % 8 == 7;
            var stopAt = byTime ? 0 : StopAt(random, outcomes);
            var outcome = await HarnessProcess.RunAsync(
                scene.Arguments(mode, stopAt, random.Next(1, 4), "", TimeProvider.System),
                byTime ? TimeSpan.FromMilliseconds(random.Next(20, 400)) : null,
                Token);
            if (outcome.IsKilled)
            {
                outcomes.Add(outcome);
            }

            faults.AddRange(Check(scene));
        }

        scene.EndLines();
        await HarnessProcess.RunAsync(scene.Arguments("harvest", 0, 1, "", TimeProvider.System), null, Token);
        await HarnessProcess.RunAsync(scene.Arguments("import", 0, 1, "", TimeProvider.System), null, Token);
        faults.AddRange(Check(scene));
        faults.AddRange(CheckEnd(scene));

        var inside = outcomes.Count(o => o.IsInTransaction);
        var between = outcomes.Count(o => o.IsInTransaction || o.IsBetweenPoints);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Seed {seed}: {outcomes.Count} kills, {inside} inside an open transaction, {between} there or between two numbered crash points, {outcomes.Count(o => !o.IsAtPoint)} by time alone."));
        output.WriteLine("Crash points: " + string.Join(", ", outcomes.GroupBy(o => o.LastPoint).OrderBy(g => g.Key).Select(g => $"{g.Key} x{g.Count()}")));
        Assert.True(faults.Count == 0, $"{faults.Count} faults, such as:\n{string.Join('\n', faults.Take(10))}");
        Assert.Equal(kills, outcomes.Count);
        Assert.True(between * 5 >= outcomes.Count * 4, "Fewer than four in five kills hit a run.");
    }

    /// <summary>The harness proves itself: a seeded fault of the kind it exists for must be found.</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("coverage-first", true)]
    [InlineData("drop-last", true)]
    public async Task Kill_FaultyCommit_IsNoticed(string mutant, bool isFaulty)
    {
        using var scene = new KillScene();
        scene.Step();
        scene.EndLines();

        // The second transaction has begun: with coverage first, what vouches is committed and the events are not.
        var outcome = await HarnessProcess.RunAsync(scene.Arguments("harvest", 4, 2, mutant, TimeProvider.System), null, Token);
        await HarnessProcess.RunAsync(scene.Arguments("harvest", 0, 1, mutant == "drop-last" ? mutant : "", TimeProvider.System), null, Token);
        await HarnessProcess.RunAsync(scene.Arguments("import", 0, 1, "", TimeProvider.System), null, Token);
        var faults = Check(scene).Concat(CheckEnd(scene)).ToList();

        Assert.True(outcome.IsAtPoint);
        Assert.True(isFaulty == faults.Count > 0, $"{faults.Count} faults, such as:\n{string.Join('\n', faults.Take(10))}");
        output.WriteLine($"{mutant}: {faults.Count} faults found. {faults.FirstOrDefault()}");
    }

    /// <summary>Spreads the first kills over all points, then prefers the transaction.</summary>
    private static int StopAt(Random random, List<HarnessOutcome> outcomes)
    {
        var point = random.Next(10) < 6 ? random.Next(4, 11) : random.Next(1, 13);
        return outcomes.Any(o => o.LastPoint == point) && random.Next(2) == 0 ? random.Next(4, 11) : point;
    }

    internal static IEnumerable<string> Check(KillScene scene) => DatabaseCheck.Always(scene.Database, "demo", scene.Demo);

    internal static IReadOnlyList<string> CheckEnd(KillScene scene)
    {
        if (DatabaseCheck.CoveredTo(scene.Database, "demo", Truth.QueryIds) is not { } coveredTo)
        {
            return ["demo: the coverage has a gap"];
        }

        var from = long.Parse(Sql.List(scene.Database, "SELECT owed_from FROM cluster WHERE name = 'demo'").Single(), CultureInfo.InvariantCulture);
        return
        [
            .. DatabaseCheck.AtEnd(scene.Database, "demo", scene.Demo.Where(e => e.TimeMicros >= from && e.TimeMicros < coveredTo)),
            .. DatabaseCheck.AtEnd(scene.Database, "files", scene.Files),
            .. DatabaseCheck.AtEnd(scene.Database, "imported", scene.Imported),
        ];
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}

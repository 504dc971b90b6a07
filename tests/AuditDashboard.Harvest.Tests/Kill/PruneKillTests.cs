using System.Globalization;
using AuditDashboard.Storage.Ingest;

namespace AuditDashboard.Harvest.Tests.Kill;

/// <summary>Kills a real process while it removes what is old enough, and compares the database with the truth.</summary>
public sealed class PruneKillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prune_KilledAtEachPoint_NothingVouchesForWhatIsGone_TheNextTimeEndsIt_AndNothingIsHarvestedAgain()
    {
        using var scene = new KillScene();
        scene.Step();
        scene.EndLines();
        await RunAsync(scene, "harvest");
        await RunAsync(scene, "import");
        Assert.Empty(KillTests.CheckEnd(scene));
        var all = Number(scene, "SELECT count(*) FROM event e JOIN cluster k ON k.id = e.cluster_id WHERE k.name = 'demo'");
        Assert.InRange(all, 501, 1_000); // two slices

        // Each point, at which passing of it, what the demo then has, and whether its time has expired: an open transaction is as if it had never been.
        foreach (var (point, nth, events, hasExpired) in (IReadOnlyList<(CrashPoint, int, long, bool)>)
        [
            (CrashPoint.RemovalMarked, 1, all, false),
            (CrashPoint.RemovalCommitted, 1, all, true),
            (CrashPoint.EventsRemoved, 1, all, true),
            (CrashPoint.BinsReduced, 1, all, true),
            (CrashPoint.BeforeRemovalCommit, 1, all, true),
            (CrashPoint.BinsReduced, 2, all - 500, true),
        ])
        {
            var outcome = await HarnessProcess.RunAsync(scene.Arguments("prune", (int)point, nth, "", TimeProvider.System), null, Token);
            Assert.True(outcome.IsAtPoint, $"{point} was not passed {nth} times.");
            CheckHalf(scene, events, hasExpired);
        }

        await RunAsync(scene, "prune");
        CheckHalf(scene, 0, hasExpired: true);

        // What has expired is not owed: the next harvest leaves it as it is.
        await RunAsync(scene, "harvest");
        CheckHalf(scene, 0, hasExpired: true);
    }

    private static void CheckHalf(KillScene scene, long events, bool hasExpired)
    {
        Assert.Equal(events, Number(scene, "SELECT count(*) FROM event e JOIN cluster k ON k.id = e.cluster_id WHERE k.name = 'demo'"));
        Assert.Equal(!hasExpired, Number(scene, "SELECT count(*) FROM coverage c JOIN cluster k ON k.id = c.cluster_id WHERE k.name = 'demo'") > 0);
        Assert.Equal(hasExpired, Number(scene, "SELECT count(*) FROM cluster WHERE name = 'demo' AND expired_from = owed_from AND expired_to > owed_from") == 1);
        Assert.Empty(KillTests.Check(scene));
        Assert.Empty(DatabaseCheck.AtEnd(scene.Database, "files", scene.Files));
        Assert.Empty(DatabaseCheck.AtEnd(scene.Database, "imported", scene.Imported));
    }

    private static async Task RunAsync(KillScene scene, string mode) =>
        Assert.False((await HarnessProcess.RunAsync(scene.Arguments(mode, 0, 1, "", TimeProvider.System), null, Token)).IsKilled);

    private static long Number(KillScene scene, string sql) => long.Parse(Sql.List(scene.Database, sql).Single(), CultureInfo.InvariantCulture);
}

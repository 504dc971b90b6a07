using System.Globalization;
using AuditDashboard.Storage.Ingest;

namespace AuditDashboard.Harvest.Tests.Kill;

/// <summary>Kills a real process while it forgets a cluster, and compares the database with the truth.</summary>
public sealed class ForgetKillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forget_KilledAtEachPoint_NothingVouchesForWhatIsGone_AndTheNextTimeEndsIt()
    {
        using var scene = new KillScene();
        scene.Step();
        scene.EndLines();
        await RunAsync(scene, "harvest");
        await RunAsync(scene, "import");
        Assert.Empty(KillTests.CheckEnd(scene));
        var all = Number(scene, "SELECT count(*) FROM event e JOIN cluster k ON k.id = e.cluster_id WHERE k.name = 'demo'");
        Assert.InRange(all, 501, 1_000); // two slices

        // Each point, at which passing of it, what the demo then has, and whether anything vouches for it: an open transaction is as if it had never been.
        foreach (var (point, nth, events, isVouchedFor) in (IReadOnlyList<(CrashPoint, int, long, bool)>)
        [
            (CrashPoint.RemovalMarked, 1, all, true),
            (CrashPoint.RemovalCommitted, 1, all, false),
            (CrashPoint.EventsRemoved, 1, all, false),
            (CrashPoint.BinsReduced, 1, all, false),
            (CrashPoint.BeforeRemovalCommit, 1, all, false),
            (CrashPoint.BinsReduced, 2, all - 500, false),
        ])
        {
            await KillAsync(scene, point, nth);
            CheckHalf(scene, events, isVouchedFor);
        }

        // What is half gone is owed: the next harvest has all of it again. It comes later than what is stored: each process begins at the scene's own time.
        scene.Step();
        scene.EndLines();
        await RunAsync(scene, "harvest");
        Assert.Empty(KillTests.CheckEnd(scene));

        // Begun, two slices, their end, texts, the rest.
        foreach (var (nth, events) in new[] { (3, 0L), (3, 0L) })
        {
            await KillAsync(scene, CrashPoint.RemovalCommitted, nth);
            CheckHalf(scene, events, isVouchedFor: false);
        }

        await RunAsync(scene, "forget");
        Assert.Equal(0, Number(scene, "SELECT count(*) FROM cluster WHERE name = 'demo'"));
        Assert.Equal(2, Number(scene, "SELECT count(*) FROM cluster"));
        Assert.Equal(0, Number(scene, "SELECT (SELECT count(*) FROM run WHERE cluster_id NOT IN (SELECT id FROM cluster)) + (SELECT count(*) FROM lease WHERE cluster_id NOT IN (SELECT id FROM cluster))"));
        CheckOthers(scene);

        await RunAsync(scene, "harvest");
        Assert.Empty(KillTests.CheckEnd(scene));
    }

    private static async Task KillAsync(KillScene scene, CrashPoint point, int nth)
    {
        var outcome = await HarnessProcess.RunAsync(scene.Arguments("forget", (int)point, nth, "", TimeProvider.System), null, Token);
        Assert.True(outcome.IsAtPoint, $"{point} was not passed {nth} times.");
    }

    private static void CheckHalf(KillScene scene, long events, bool isVouchedFor)
    {
        Assert.Equal(events, Number(scene, "SELECT count(*) FROM event e JOIN cluster k ON k.id = e.cluster_id WHERE k.name = 'demo'"));
        Assert.Equal(isVouchedFor, Number(scene, "SELECT count(*) FROM coverage c JOIN cluster k ON k.id = c.cluster_id WHERE k.name = 'demo'") > 0);
        CheckOthers(scene);
    }

    /// <summary>The bins of all clusters count what is stored, coverage vouches for what is stored, and of the others exactly the truth is.</summary>
    private static void CheckOthers(KillScene scene)
    {
        Assert.Empty(KillTests.Check(scene));
        Assert.Empty(DatabaseCheck.AtEnd(scene.Database, "files", scene.Files));
        Assert.Empty(DatabaseCheck.AtEnd(scene.Database, "imported", scene.Imported));
    }

    private static async Task RunAsync(KillScene scene, string mode) =>
        Assert.False((await HarnessProcess.RunAsync(scene.Arguments(mode, 0, 1, "", TimeProvider.System), null, Token)).IsKilled);

    private static long Number(KillScene scene, string sql) => long.Parse(Sql.List(scene.Database, sql).Single(), CultureInfo.InvariantCulture);
}

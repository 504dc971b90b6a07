using AuditDashboard.Storage.Runs;
using AuditDashboard.Storage.Tests.Support;

namespace AuditDashboard.Storage.Tests.Runs;

public sealed class RunPruningTests
{
    [Fact]
    public async Task End_ManyRunsOfOneCluster_OldestGoAndOtherClustersKeepTheirs()
    {
        using var database = await TestDatabase.CreateAsync();
        var token = TestContext.Current.CancellationToken;
        await database.Clusters.RegisterAsync("busy", "Demo", null, token);
        await database.Clusters.RegisterAsync("quiet", "Demo", null, token);
        database.Execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10250)
            INSERT INTO run (id, cluster_id, "trigger", state, started_at, seen_at, events_inserted, events_known, quarantined, bytes_scanned)
            SELECT i, CASE WHEN i <= 5 THEN (SELECT id FROM cluster WHERE name = 'quiet') ELSE (SELECT id FROM cluster WHERE name = 'busy') END, 1, 2, 0, 0, 0, 0, 0, 0 FROM n
            """);
        database.Execute("INSERT INTO run_query (run_id, query_id, started_at, state, rows, bytes_scanned) VALUES (6, 1, 0, 2, 0, 0), (10250, 1, 0, 2, 0, 0)");

        for (var i = 0; i < 100; i++)
        {
            var run = await database.Runs.StartAsync("busy", RunTrigger.Schedule, token);
            await database.Runs.EndAsync(run, RunState.Succeeded, null, [], token);
        }

        Assert.Equal(5, database.Number("SELECT count(*) FROM run r JOIN cluster c ON c.id = r.cluster_id WHERE c.name = 'quiet'"));
        Assert.InRange(database.Number("SELECT count(*) FROM run r JOIN cluster c ON c.id = r.cluster_id WHERE c.name = 'busy'"), RunStore.KeptRuns, RunStore.KeptRuns + 100);
        Assert.Equal(1, database.Number("SELECT count(*) FROM run_query"));
    }
}

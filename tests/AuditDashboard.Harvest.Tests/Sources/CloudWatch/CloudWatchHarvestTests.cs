using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Sources.CloudWatch;

public sealed class CloudWatchHarvestTests : IDisposable
{
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Harvest_LogGroup_StoresMatchesCoversAndCountsWhatIsBilled()
    {
        await using var scene = await LogGroupScene.StartAsync(o => o.DeclaredBytesPerByte = 10);
        scene.Put(Noon.AddMinutes(-20), Role(Noon, "a"));
        scene.Put(Noon.AddMinutes(-10), Role(Noon, "b", 403));
        scene.Put(Noon.AddMinutes(-10), Noise(Noon, "n"));
        using var source = scene.Source();
        await using var host = await StartAsync(source);

        var summary = await host.RunAsync("lab");

        Assert.Empty(summary.Errors);
        Assert.Equal(["b denied", "a roles", "b roles"], await Sql.MatchesAsync(host));
        Assert.Equal((Role(Noon, "a").Length + Role(Noon, "b", 403).Length + Noise(Noon, "n").Length) * 10, summary.BytesScanned);
        await AssertGapsAsync(host, []);
    }

    [Theory]
    [InlineData(FaultKind.QueryFails)]
    [InlineData(FaultKind.QueryIsUnknown)]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.AccessDenied)]
    public async Task Harvest_QueryNotComplete_LeavesTheWindowOwedAndTheNextRunMendsIt(FaultKind fault)
    {
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon.AddMinutes(-10), Role(Noon, "a"));
        scene.Server.Faults.Add(new FaultRule { Operation = "StartQuery", Fault = fault });
        using var source = scene.Source();
        await using var host = await StartAsync(source);

        var broken = await host.RunAsync("lab");
        var collected = await CollectedAsync(host, "roles");
        scene.Server.Faults.Clear();
        var mended = await host.RunAsync("lab");

        Assert.NotEmpty(broken.Errors);
        Assert.Empty(collected.Intervals);
        Assert.Empty(mended.Errors);
        Assert.Equal(["a"], await Sql.AuditIdsAsync(host));
        await AssertGapsAsync(host, []);
        Assert.Empty(await host.Runs.GetProblemsAsync("lab", Token));
    }

    [Fact]
    public async Task Harvest_FloodOfProbesInOneSecond_OnlyTheirQueriesShowAGap()
    {
        var second = Noon.AddMinutes(-10);
        await using var scene = await LogGroupScene.StartAsync();
        for (var i = 0; i < 300; i++)
        {
            scene.PutProbe(second.AddMilliseconds(i), "p" + i);
        }

        scene.Put(second.AddMilliseconds(150), Role(Noon, "hidden"));
        using var source = scene.Source(rowLimit: 50);
        await using var host = await StartAsync(source);

        var summary = await host.RunAsync("lab");

        Assert.Contains("hidden", await Sql.AuditIdsAsync(host));
        await AssertGapsAsync(host, [("anonymous", TimeWindow.Between(second, second.AddSeconds(1))), ("denied", TimeWindow.Between(second, second.AddSeconds(1)))]);
        Assert.Equal(2, summary.Errors.Count);
        Assert.NotEmpty(await host.Runs.GetProblemsAsync("lab", Token));
    }

    [Fact]
    public async Task Harvest_ThirtyLogGroupsAtOnce_NoCallIsThrottledAndNoQueryTooMany()
    {
        await using var scene = await LogGroupScene.StartAsync(o => o.MaxConcurrentQueries = 5, isPaced: true);
        var names = Enumerable.Range(0, 30).Select(i => $"c{i}").ToList();
        foreach (var name in names)
        {
            scene.Put(Noon.AddMinutes(-10), Role(Noon, name), group: $"/aws/eks/{name}/cluster");
        }

        // Settled at once, with the question whether there is an audit log.
        var sources = names.ConvertAll(n => scene.Source(group: $"/aws/eks/{n}/cluster", change: o => o with { MaxSilence = TimeSpan.FromHours(1) }));
        await using var host = await HarvestHost.StartAsync(
            _folder, new HarvestOptions { Backfill = TimeSpan.FromMinutes(30) }, sources: [.. names.Zip(sources, (n, s) => (n, (Harvest.Sources.ILogSource)s))]);

        var runs = await Task.WhenAll(names.Select(n => host.RunAsync(n)));

        sources.ForEach(s => s.Dispose());
        Assert.All(runs, r => Assert.Empty(r.Errors));
        Assert.Equal(names.Order(StringComparer.Ordinal), (await Sql.AuditIdsAsync(host)).Order(StringComparer.Ordinal));
        var begin = scene.Server.Journal.Entries[0].At;
        Assert.All(scene.Server.Journal.Entries.Where(e => e.At > begin.AddSeconds(1)), e => Assert.Null(e.Error));
        Assert.InRange(scene.Server.Journal.Of("StartQuery").Count, 30, 90);
    }

    private async Task<HarvestHost> StartAsync(CloudWatchLogSource source) => await HarvestHost.StartAsync(
        _folder, new HarvestOptions { Backfill = TimeSpan.FromMinutes(30), MaxWindow = TimeSpan.FromHours(6) }, sources: [("lab", source)]);

    private static Task<IntervalSet> CollectedAsync(HarvestHost host, string query) => host.Coverage.GetCollectedAsync(
        "lab", new CoverageQuery(query, QueryCatalog.BuiltIn.Queries.Single(q => q.Id == query).SelectionHash), settledOnly: false, Token);

    private static async Task AssertGapsAsync(HarvestHost host, (string Query, TimeWindow Gap)[] expected)
    {
        var all = IntervalSet.Of([TimeWindow.Between(Noon.AddMinutes(-30), Noon)]);
        var gaps = new List<(string, TimeWindow)>();
        foreach (var query in QueryCatalog.BuiltIn.Queries)
        {
            gaps.AddRange(all.Except(await CollectedAsync(host, query.Id)).Intervals.Select(i => (query.Id, i)));
        }

        Assert.Equal(expected, gaps.Order());
    }
}

using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Harvest.Forgetting;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.Queries;
using Microsoft.Extensions.DependencyInjection;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Sources.CloudWatch;

/// <summary>Events that CloudWatch Logs shows after their time was read.</summary>
public sealed class LateEventTests : IDisposable
{
    private const long LateFlag = 512;
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Harvest_EventWhileItsTimeSettles_IsFoundAtTheNextRunAndNotMarked()
    {
        await using var scene = await LogGroupScene.StartAsync();
        Put(scene, Noon.AddMinutes(-1), "slow", TimeSpan.FromMinutes(3));
        using var source = Source(scene);
        await using var host = await StartAsync(source);

        await RunAtAsync(scene, host, Noon);
        var before = await Sql.AuditIdsAsync(host);
        await RunAtAsync(scene, host, Noon.AddMinutes(5));

        Assert.Empty(before);
        Assert.Equal(["slow|0"], await FlagsAsync(host));
    }

    [Fact]
    public async Task Harvest_EventHoursLate_IsFoundWithoutAnotherScanMarkedAndCounted()
    {
        await using var scene = await LogGroupScene.StartAsync();
        Put(scene, Noon.AddMinutes(-1), "late", TimeSpan.FromHours(23));
        using var source = Source(scene);
        await using var host = await StartAsync(source);
        await RunAtAsync(scene, host, Noon);
        await RunAtAsync(scene, host, Noon.AddHours(22));
        await RunAtAsync(scene, host, Noon.AddHours(22).AddMinutes(54).AddSeconds(30));
        var scans = scene.Server.Journal.Of("StartQuery").Count;

        await RunAtAsync(scene, host, Noon.AddHours(22).AddMinutes(59).AddSeconds(30));

        // The two scans are the newest time, and the time that has settled since.
        Assert.Equal([$"late|{LateFlag}"], await FlagsAsync(host));
        Assert.Equal(2, scene.Server.Journal.Of("StartQuery").Count - scans);
        Assert.Equal(1, (await host.Runs.GetLatestAsync("lab", 1, Token))[0].EventsLate);
    }

    [Fact]
    public async Task Harvest_RunAgain_StoresNothingTwiceAndAsksInFewCalls()
    {
        await using var scene = await LogGroupScene.StartAsync();
        for (var i = 0; i < 50; i++)
        {
            Put(scene, Noon.AddMinutes(-i), "e" + i, TimeSpan.FromSeconds(1));
        }

        using var source = Source(scene);
        await using var host = await StartAsync(source);
        for (var i = 0; i < 6; i++)
        {
            await RunAtAsync(scene, host, Noon.AddMinutes(1 + 5 * i));
        }

        Assert.Equal(50, (await Sql.AuditIdsAsync(host)).Count);
        Assert.InRange(scene.Server.Journal.Of("FilterLogEvents").Count, 6, 6 * 5);
    }

    [Fact]
    public async Task Harvest_SearchIsNotAllowed_CollectsAllTheSameAndSaysWhatIsMissing()
    {
        await using var scene = await LogGroupScene.StartAsync();
        Put(scene, Noon.AddMinutes(-10), "a", TimeSpan.Zero);
        scene.Server.Faults.Add(new FaultRule { Operation = "FilterLogEvents", Fault = FaultKind.AccessDenied });
        using var source = Source(scene);
        await using var host = await StartAsync(source);

        var summary = await RunAtAsync(scene, host, Noon);
        var problem = Assert.Single(await host.Runs.GetProblemsAsync("lab", Token));
        scene.Server.Faults.Clear();
        await RunAtAsync(scene, host, Noon.AddMinutes(5));

        Assert.Empty(summary.Errors);
        Assert.Equal(["a"], await Sql.AuditIdsAsync(host));
        Assert.Equal("Late events", problem.Part);
        Assert.Contains("logs:FilterLogEvents", problem.Message, StringComparison.Ordinal);
        Assert.Empty(await host.Runs.GetProblemsAsync("lab", Token));
    }

    [Fact]
    public async Task Harvest_QueryThatCannotBeSearchedFor_IsNamedUntilItIsGone()
    {
        await using var scene = await LogGroupScene.StartAsync();
        using var source = Source(scene);
        var catalog = QueryCatalog.Create([new UserQuery { Id = "curl", Title = "curl", Text = "filter strcontains(userAgent, \"curl\")" }], out _);
        await using (var host = await StartAsync(source, catalog))
        {
            await RunAtAsync(scene, host, Noon);
            await RunAtAsync(scene, host, Noon.AddMinutes(5));

            var problem = Assert.Single(await host.Runs.GetProblemsAsync("lab", Token));
            Assert.Equal(("Late events", 2), (problem.Part, problem.Count));
            Assert.StartsWith("Events of curl that come later", problem.Message, StringComparison.Ordinal);
        }

        await using var without = await StartAsync(source);
        await RunAtAsync(scene, without, Noon.AddMinutes(10));

        Assert.Empty(await without.Runs.GetProblemsAsync("lab", Token));
    }

    [Fact]
    public async Task Harvest_RecordThatWasCutAndCameLate_IsQuarantined()
    {
        await using var scene = await LogGroupScene.StartAsync();
        var cut = Role(Noon, "cut").AsSpan(0, 120).ToArray().Concat("[Truncated...]"u8.ToArray()).ToArray();
        scene.Server.Logs.Add(LogGroupScene.Group, LogGroupScene.Stream, Noon.AddMinutes(-1).ToUnixTimeMilliseconds(), cut, Noon.AddHours(3).ToUnixTimeMilliseconds());
        using var source = Source(scene);
        await using var host = await StartAsync(source);
        await RunAtAsync(scene, host, Noon);
        await RunAtAsync(scene, host, Noon.AddHours(2));
        var before = await Sql.ListAsync(host, "SELECT count(*) FROM quarantine");

        await RunAtAsync(scene, host, Noon.AddHours(3).AddMinutes(1));

        Assert.Equal(["0"], before);
        Assert.Equal(["1"], await Sql.ListAsync(host, "SELECT count(*) FROM quarantine"));
    }

    [Fact]
    public async Task Harvest_StoppedForTwoDays_TimeThatWasReadBeforeIsSearchedOnceMore()
    {
        await using var scene = await LogGroupScene.StartAsync();
        Put(scene, Noon.AddMinutes(-90), "late", TimeSpan.FromHours(10));
        using var source = Source(scene);
        await using (var host = await StartAsync(source))
        {
            await RunAtAsync(scene, host, Noon);
        }

        await using var restarted = await StartAsync(source);
        await RunAtAsync(scene, restarted, Noon.AddDays(2));

        Assert.Equal([$"late|{LateFlag}"], await FlagsAsync(restarted));
    }

    [Fact]
    public async Task Harvest_OfAClusterThatWasNotSearched_RemembersNoRecordAsStored()
    {
        await using var scene = await LogGroupScene.StartAsync();
        using var source = Source(scene);
        await using var host = await StartAsync(source);
        var memory = host.Provider.GetRequiredService<SearchMemory>();

        memory.Add("lab", [1]);
        await RunAtAsync(scene, host, Noon);
        var afterTheFirst = memory.Contains("lab", 1);
        memory.Add("lab", [2]);
        await RunAtAsync(scene, host, Noon.AddMinutes(5));
        var afterTheSecond = memory.Contains("lab", 2);
        await host.Provider.GetRequiredService<ForgetRunner>().RunAsync("lab", "ann", _ => { }, Token);
        await RunAtAsync(scene, host, Noon.AddMinutes(10));

        Assert.Equal((false, true, false), (afterTheFirst, afterTheSecond, memory.Contains("lab", 2)));
    }

    private static void Put(LogGroupScene scene, DateTimeOffset time, string id, TimeSpan delay) => scene.Server.Logs.Add(
        LogGroupScene.Group, LogGroupScene.Stream, time.ToUnixTimeMilliseconds(), Role(time, id), (time + delay).ToUnixTimeMilliseconds());

    private static CloudWatchLogSource Source(LogGroupScene scene) => scene.Source(change: o => o with { DeliveryDelay = TimeSpan.FromMinutes(20) });

    private async Task<HarvestHost> StartAsync(CloudWatchLogSource source, QueryCatalog? catalog = null) => await HarvestHost.StartAsync(
        _folder, new HarvestOptions { Backfill = TimeSpan.FromHours(2) }, sources: [("lab", source)], catalog: catalog);

    private static async Task<HarvestSummary> RunAtAsync(LogGroupScene scene, HarvestHost host, DateTimeOffset at)
    {
        scene.Clock.SetUtcNow(at);
        host.Clock.SetUtcNow(at);
        return await host.RunAsync("lab");
    }

    private static Task<IReadOnlyList<string>> FlagsAsync(HarvestHost host) =>
        Sql.ListAsync(host, "SELECT a.text, e.flags FROM event e JOIN audit_id a ON a.id = e.audit_id_id ORDER BY a.text");
}

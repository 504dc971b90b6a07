using System.Text;
using Amazon.Runtime;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.LocalCloudWatch.Queries;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Sources.CloudWatch;

public sealed class CloudWatchLogSourceTests
{
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(EndReading.Instant)]
    [InlineData(EndReading.WholeSecond)]
    public async Task Scan_Window_GivesWhatLiesInItUnderEitherReadingOfItsEnd(EndReading reading)
    {
        await using var scene = await LogGroupScene.StartAsync(o => o.EndReading = reading);
        scene.Put(Noon.AddMilliseconds(-1), Role(Noon, "before"));
        scene.Put(Noon, Role(Noon, "first"));
        scene.Put(Noon.AddMilliseconds(59_999), Role(Noon, "last"));
        scene.Put(Noon.AddMinutes(1), Role(Noon, "at its end"));
        scene.Put(Noon.AddMinutes(1).AddMilliseconds(1), Role(Noon, "after"));
        using var source = scene.Source();

        var records = await LogGroupScene.ScanAsync(source, Noon, Noon.AddMinutes(1));

        Assert.Equal(["first", "last"], Ids(records).Order());
        Assert.Equal(
            [TimeWindow.ToMicrosSinceEpoch(Noon), TimeWindow.ToMicrosSinceEpoch(Noon.AddMilliseconds(59_999))],
            records.Select(r => r.SourceTimeMicros!.Value).Order());
    }

    [Fact]
    public async Task Scan_WholeCatalog_IsOneQueryAndTellsWhatIsBilled()
    {
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon, Role(Noon, "a"));
        scene.Put(Noon, Noise(Noon, "n"));
        using var source = scene.Source();
        var report = new ScanReport();

        var records = await LogGroupScene.ScanAsync(source, Noon, Noon.AddMinutes(1), report);

        Assert.Equal(["a"], Ids(records));
        Assert.Single(scene.Server.Journal.Of("StartQuery"));
        Assert.Equal(Role(Noon, "a").Length + Noise(Noon, "n").Length, report.BytesScanned);
        Assert.Equal((LogGroupScene.Stream, ""), (records[0].LogStream, records[0].File));
        Assert.NotNull(records[0].Pointer);
        Assert.NotNull(records[0].IngestionTimeMicros);
    }

    [Fact]
    public async Task Scan_MoreRowsThanAPage_FollowsTheTokens()
    {
        await using var scene = await LogGroupScene.StartAsync(o => o.PageRows = 400);
        for (var i = 0; i < 1_000; i++)
        {
            scene.Put(Noon.AddMilliseconds(i % 10), Role(Noon, "r" + i));
        }

        using var source = scene.Source();

        var records = await LogGroupScene.ScanAsync(source, Noon, Noon.AddSeconds(1));

        Assert.Equal(1_000, Ids(records).Distinct().Count());
        Assert.Single(scene.Server.Journal.Of("StartQuery"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scan_AnswerAtTheLimit_IsReadAgainInSmallerPieces(bool hasStatistics)
    {
        await using var scene = await LogGroupScene.StartAsync(o => o.OmitsStatistics = !hasStatistics);
        for (var i = 0; i < 120; i++)
        {
            scene.Put(Noon.AddMilliseconds(i * 100), Role(Noon, "r" + i));
        }

        using var source = scene.Source(rowLimit: 40);
        var report = new ScanReport();

        var records = await LogGroupScene.ScanAsync(source, Noon, Noon.AddSeconds(16), report);

        Assert.Equal(120, Ids(records).Distinct().Count());
        Assert.Empty(report.Gaps);
        Assert.All(scene.Server.Journal.Of("StartQuery"), e => Assert.Null(e.Error));
    }

    [Fact]
    public async Task Scan_ServiceThatCutsAtTenThousandAndSaysNothing_IsNotBelieved()
    {
        await using var scene = await LogGroupScene.StartAsync(o =>
        {
            o.OmitsStatistics = true;
            o.MaxRows = 10_000;
        });
        for (var i = 0; i < 10_500; i++)
        {
            scene.Put(Noon.AddMilliseconds(i % 2_000), Role(Noon, "r" + i));
        }

        using var source = scene.Source();

        var records = await LogGroupScene.ScanAsync(source, Noon, Noon.AddSeconds(2));

        Assert.Equal(10_500, Ids(records).Distinct().Count());
    }

    [Fact]
    public async Task Scan_FloodInOneSecond_LeavesAGapOfTheFloodedQueriesAlone()
    {
        await using var scene = await LogGroupScene.StartAsync();
        for (var i = 0; i < 500; i++)
        {
            scene.PutProbe(Noon.AddSeconds(3).AddMilliseconds(i), "p" + i);
        }

        scene.Put(Noon.AddSeconds(3).AddMilliseconds(250), Role(Noon, "hidden"));
        scene.PutProbe(Noon.AddSeconds(9), "lone");
        using var source = scene.Source(rowLimit: 100);
        var report = new ScanReport();

        var records = await LogGroupScene.ScanAsync(source, Noon, Noon.AddSeconds(16), report);

        Assert.Contains("hidden", Ids(records));
        Assert.Contains("lone", Ids(records));
        var second = TimeWindow.Between(Noon.AddSeconds(3), Noon.AddSeconds(4));
        Assert.Equal([("anonymous", second), ("denied", second)], report.Gaps.Select(g => (g.QueryId, g.Window)).Order());
    }

    [Fact]
    public async Task Scan_EventCutOnItsWay_ComesWithAProblem()
    {
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon, Role(Noon, "cut")[..300]);
        scene.Put(Noon, "[1]"u8.ToArray());
        scene.Put(Noon, "other stream"u8.ToArray(), "kube-apiserver-1");
        using var source = scene.Source();

        var records = await LogGroupScene.ScanAsync(source, Noon, Noon.AddSeconds(1));

        Assert.Equal(
            ["Not a JSON object.", "Not valid JSON: the event was cut or is broken."],
            records.Select(r => r.Problem).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(FaultKind.QueryFails)]
    [InlineData(FaultKind.QueryIsCancelled)]
    [InlineData(FaultKind.QueryTimesOut)]
    [InlineData(FaultKind.QueryIsUnknown)]
    [InlineData(FaultKind.QueryVanishes)]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.HalfBody)]
    [InlineData(FaultKind.HalfJson)]
    [InlineData(FaultKind.WrongJson)]
    [InlineData(FaultKind.EmptyAnswer)]
    [InlineData(FaultKind.AccessDenied)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task Scan_QueryThatDoesNotEndAsComplete_IsAnErrorAndNotStartedTwice(FaultKind fault)
    {
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon, Role(Noon, "a"));
        scene.Server.Faults.Add(new FaultRule { Operation = "StartQuery", Fault = fault });
        using var source = scene.Source();

        // A call before makes the connection one that is kept: a reset of such is what the SDK would repeat ten times.
        await source.CheckAsync(Token);
        var before = scene.Server.Journal.Of("StartQuery").Count;
        var error = await Assert.ThrowsAsync<LogSourceException>(() => LogGroupScene.ScanAsync(source, Noon, Noon.AddMinutes(1)));

        Assert.EndsWith(".", error.Message.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(before + 1, scene.Server.Journal.Of("StartQuery").Count);
    }

    [Theory]
    [InlineData("StartQuery", FaultKind.Throttle)]
    [InlineData("StartQuery", FaultKind.LimitExceeded)]
    [InlineData("StartQuery", FaultKind.Unavailable)]
    [InlineData("GetQueryResults", FaultKind.Throttle)]
    [InlineData("GetQueryResults", FaultKind.InternalFailure)]
    [InlineData("GetQueryResults", FaultKind.Reset)]
    [InlineData("GetQueryResults", FaultKind.HalfBody)]
    [InlineData("GetQueryResults", FaultKind.HalfJson)]
    [InlineData("GetQueryResults", FaultKind.EmptyAnswer)]
    public async Task Scan_TroubleThatPasses_IsSurvivedWithOneQuery(string operation, FaultKind fault)
    {
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon, Role(Noon, "a"));
        scene.Server.Faults.Add(new FaultRule { Operation = operation, Fault = fault, Times = 1 });
        using var source = scene.Source();

        var records = await LogGroupScene.ScanAsync(source, Noon, Noon.AddMinutes(1));

        Assert.Equal(["a"], Ids(records));
        Assert.Single(scene.Server.Journal.Of("StartQuery"), e => e.Error is null);
        Assert.Empty(scene.Server.Journal.Of("StopQuery"));
    }

    [Fact]
    public async Task Scan_Cancelled_StopsItsQuery()
    {
        await using var scene = await LogGroupScene.StartAsync(o => o.Pace = _ => new QueryPace(TimeSpan.Zero, TimeSpan.FromHours(1)));
        scene.Put(Noon, Role(Noon, "a"));
        using var source = scene.Source();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = Task.Run(
            async () =>
            {
                await foreach (var record in source.ScanAsync(
                    TimeWindow.Between(Noon, Noon.AddMinutes(1)), new MergedScan(QueryCatalog.BuiltIn.Queries), new ScanReport(), stop.Token))
                {
                    Assert.Fail("The query runs still.");
                }
            },
            Token);
        while (scene.Server.Journal.Of("GetQueryResults").Count == 0)
        {
            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        var stopped = Assert.Single(scene.Server.Journal.Of("StopQuery"));
        Assert.Equal((scene.Server.Journal.Of("StartQuery")[0].QueryId, (string?)null), (stopped.QueryId, stopped.Error));
    }

    [Fact]
    public async Task Scan_AnswerThatStopsMidway_IsGivenUp()
    {
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon, Role(Noon, "a"));
        scene.Server.Faults.Add(new FaultRule { Operation = "StartQuery", Fault = FaultKind.StalledBody });
        using var source = scene.Source(change: o => o with { CallTimeout = TimeSpan.FromMilliseconds(200) });

        var error = await Assert.ThrowsAsync<LogSourceException>(
            () => LogGroupScene.ScanAsync(source, Noon, Noon.AddMinutes(1)).WaitAsync(TimeSpan.FromMinutes(2), Token));

        Assert.Contains("did not answer in time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_QueryThatNeverEnds_IsStoppedAtTheDeadline()
    {
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon, Role(Noon, "a"));
        scene.Server.Faults.Add(new FaultRule { Operation = "StartQuery", Fault = FaultKind.QueryNeverEnds });
        using var source = scene.Source(change: o => o with { QueryDeadline = TimeSpan.FromMilliseconds(500) });

        await Assert.ThrowsAsync<LogSourceException>(() => LogGroupScene.ScanAsync(source, Noon, Noon.AddMinutes(1)));

        Assert.Null(Assert.Single(scene.Server.Journal.Of("StopQuery")).Error);
    }

    [Fact]
    public async Task Scan_ServiceThatTakesSmallerLimitsOnly_IsAskedForThem()
    {
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon, Role(Noon, "a"));
        scene.Server.Options.MaxLimit = 10_000;
        using var source = scene.Source();

        Assert.Equal(["a"], Ids(await LogGroupScene.ScanAsync(source, Noon, Noon.AddMinutes(1))));
    }

    [Fact]
    public async Task Scan_ThirtyLogGroups_StayUnderTheLimitsOfTheService()
    {
        await using var scene = await LogGroupScene.StartAsync(o => o.MaxConcurrentQueries = 5, isPaced: true);
        var groups = Enumerable.Range(0, 30).Select(i => $"/aws/eks/c{i}/cluster").ToList();
        foreach (var group in groups)
        {
            scene.Put(Noon, Role(Noon, group), group: group);
        }

        var sources = groups.Select(g => scene.Source(group: g)).ToList();

        var records = await Task.WhenAll(sources.Select(s => LogGroupScene.ScanAsync(s, Noon, Noon.AddMinutes(1))));

        sources.ForEach(s => s.Dispose());
        Assert.Equal(groups.Order(), records.SelectMany(Ids).Order());
        Assert.All(scene.Server.Journal.Entries, e => Assert.Null(e.Error));
    }

    [Fact]
    public async Task Check_WhatIsMissing_IsSaidInASentence()
    {
        await using var scene = await LogGroupScene.StartAsync();
        using var good = scene.Source();
        using var noGroup = scene.Source(group: "/aws/eks/none/cluster");

        Assert.Empty(await good.CheckAsync(Token));
        Assert.Equal(
            ["There is no log group /aws/eks/none/cluster in region eu-west-1. There are /aws/eks/lab/cluster: check the name, and that the cluster's control plane logging was ever switched on."],
            await noGroup.CheckAsync(Token));
        scene.Server.Faults.Add(new FaultRule { Operation = "StartQuery", Fault = FaultKind.AccessDenied });
        Assert.StartsWith("AWS does not allow logs:StartQuery on /aws/eks/lab/cluster in region eu-west-1:", Assert.Single(await good.CheckAsync(Token)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 2)]
    public void Clients_Repetitions_AreSetInCode(bool repeats, int times)
    {
        var config = CloudWatchClients.Configure(new CloudWatchSourceOptions { LogGroup = "/a", Region = "eu-west-1" }, repeats);

        Assert.Equal(RequestRetryMode.Standard, config.RetryMode);
        Assert.Equal((times, times), (config.MaxErrorRetry, config.MaxStaleConnectionRetries));
        Assert.Equal(("eu-west-1", "eu-west-1"), (config.RegionEndpoint.SystemName, config.AuthenticationRegion));
    }

    private static IEnumerable<string> Ids(IEnumerable<Harvest.Input.InputRecord> records) => records.Select(r =>
    {
        var text = Encoding.UTF8.GetString(r.Message.Span);
        var begin = text.IndexOf("\"auditID\":\"", StringComparison.Ordinal) + 11;
        return text[begin..text.IndexOf('"', begin)];
    });
}

using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Sources.CloudWatch;

/// <summary>An empty window is believed only where an audit log was written.</summary>
public sealed class AuditPulseTests : IDisposable
{
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scan_NoAuditStream_IsOffAndNoQueryIsPaidFor()
    {
        const string Group = "/aws/eks/off/cluster";
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon.AddMinutes(-2), Noise(Noon, "other log"), stream: "kube-apiserver-0123456789abcdef", group: Group);
        using var source = Watching(scene, Group);

        var silence = Assert.Single(await SilencesAsync(source, Noon.AddHours(-1), Noon));

        Assert.Equal((SilenceKind.Off, TimeWindow.Between(Noon.AddHours(-1), Noon)), (silence.Kind, silence.Window));
        Assert.Equal(
            "The log group /aws/eks/off/cluster in region eu-west-1 has no stream kube-apiserver-audit-…: the cluster's audit logging is off. Switch control plane logging of the type audit on for the cluster, in the EKS console or with aws eks update-cluster-config; collecting then goes on by itself.",
            silence.Reason);
        Assert.Empty(scene.Server.Journal.Of("StartQuery"));
    }

    [Fact]
    public async Task Scan_StreamsSilentForHours_IsOffSinceTheLastEvent()
    {
        await using var scene = await LogGroupScene.StartAsync();
        Beat(scene, -6 * 60, -3 * 60);
        using var source = Watching(scene);

        var silences = await SilencesAsync(source, Noon.AddHours(-4), Noon);

        var silence = Assert.Single(silences);
        Assert.Equal((SilenceKind.Off, TimeWindow.Between(Noon.AddHours(-3).AddSeconds(1), Noon)), (silence.Kind, silence.Window));
        Assert.StartsWith("The log group /aws/eks/lab/cluster in region eu-west-1 has had no audit event for more than an hour:", silence.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_StreamsRotateAndTheirTimesLag_IsBelievedAllTheSame()
    {
        await using var scene = await LogGroupScene.StartAsync(o => o.StreamTimesLag = TimeSpan.FromHours(2));
        Beat(scene, -5 * 60, -40);
        Beat(scene, -40, 0, "kube-apiserver-audit-2");
        using var source = Watching(scene);

        Assert.Empty(await SilencesAsync(source, Noon.AddHours(-4), Noon));
        Assert.Single(scene.Server.Journal.Of("StartQuery"));
    }

    [Fact]
    public async Task Scan_NewCluster_TimeBeforeItsFirstEventIsPastAndNoFailure()
    {
        await using var scene = await LogGroupScene.StartAsync(o => o.RefusesTimesBeforeCreation = true);
        Beat(scene, -120, 0);
        using var source = Watching(scene);

        var older = await SilencesAsync(source, Noon.AddHours(-12), Noon.AddHours(-6));
        var newer = await SilencesAsync(source, Noon.AddHours(-6), Noon);

        Assert.Equal([(SilenceKind.Past, TimeWindow.Between(Noon.AddHours(-12), Noon.AddHours(-6)))], older.Select(s => (s.Kind, s.Window)));
        Assert.Equal([(SilenceKind.Past, TimeWindow.Between(Noon.AddHours(-6), Noon.AddHours(-2)))], newer.Select(s => (s.Kind, s.Window)));
        Assert.Single(scene.Server.Journal.Of("StartQuery"));
    }

    [Fact]
    public async Task Scan_SwitchedOffAndOnAgain_OnlyTheTimeBetweenIsSilent()
    {
        await using var scene = await LogGroupScene.StartAsync();
        Beat(scene, -8 * 60, -5 * 60);
        Beat(scene, -2 * 60, 0);
        using var source = Watching(scene);

        var silences = await SilencesAsync(source, Noon.AddHours(-7), Noon);

        Assert.Equal(
            [(SilenceKind.Past, TimeWindow.Between(Noon.AddHours(-5).AddSeconds(1), Noon.AddHours(-2)))], silences.Select(s => (s.Kind, s.Window)));
    }

    [Fact]
    public async Task Scan_NothingDeliveredForMinutes_MayBeOnItsWay()
    {
        await using var scene = await LogGroupScene.StartAsync();
        Beat(scene, -180, -10);
        using var source = Watching(scene);

        var newest = Assert.Single(await SilencesAsync(source, Noon.AddMinutes(-15), Noon));
        var older = Assert.Single(await SilencesAsync(source, Noon.AddMinutes(-60), Noon.AddMinutes(-5)));

        Assert.Equal((SilenceKind.Pending, Noon), (newest.Kind, newest.Window.To));
        Assert.Equal((SilenceKind.Pending, TimeWindow.Between(Noon.AddMinutes(-10).AddSeconds(1), Noon.AddMinutes(-5))), (older.Kind, older.Window));
    }

    [Fact]
    public async Task Scan_QuietHours_AreBelievedUpToTheSetting()
    {
        await using var scene = await LogGroupScene.StartAsync();
        foreach (var minutes in new[] { -300, -180, -60, 0 })
        {
            Beat(scene, minutes, minutes);
        }

        using var hour = Watching(scene);
        using var hours = Watching(scene, silence: TimeSpan.FromHours(2));

        Assert.Equal(2, (await SilencesAsync(hour, Noon.AddHours(-5), Noon)).Count);
        Assert.Empty(await SilencesAsync(hours, Noon.AddHours(-5), Noon));
    }

    [Fact]
    public async Task Scan_PagesWithoutEvents_AreFollowed()
    {
        await using var scene = await LogGroupScene.StartAsync();
        Beat(scene, -180, 0);
        scene.Server.Faults.Add(new FaultRule { Operation = "FilterLogEvents", Fault = FaultKind.EmptyPage, Every = 2 });
        using var source = Watching(scene);

        Assert.Empty(await SilencesAsync(source, Noon.AddHours(-2), Noon));
    }

    [Fact]
    public async Task Scan_EventsMayNotBeListed_WhatTheStreamsTellCounts()
    {
        await using var scene = await LogGroupScene.StartAsync();
        Beat(scene, -120, 0);
        scene.Server.Faults.Add(new FaultRule { Operation = "FilterLogEvents", Fault = FaultKind.AccessDenied });
        using var source = Watching(scene);

        var silences = await SilencesAsync(source, Noon.AddHours(-3), Noon);

        Assert.Equal([(SilenceKind.Past, TimeWindow.Between(Noon.AddHours(-3), Noon.AddHours(-2)))], silences.Select(s => (s.Kind, s.Window)));
    }

    [Fact]
    public async Task Scan_NeitherEventsNorStreamsMayBeListed_NothingCountsAndTheEventsComeAllTheSame()
    {
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon.AddMinutes(-5), Role(Noon, "a"));
        scene.Server.Faults.Add(new FaultRule { Operation = "FilterLogEvents", Fault = FaultKind.AccessDenied });
        scene.Server.Faults.Add(new FaultRule { Operation = "DescribeLogStreams", Fault = FaultKind.AccessDenied });
        using var source = Watching(scene);
        var report = new ScanReport();

        var records = await LogGroupScene.ScanAsync(source, Noon.AddHours(-1), Noon, report);

        Assert.Single(records);
        var silence = Assert.Single(report.Silences);
        Assert.Equal((SilenceKind.Off, TimeWindow.Between(Noon.AddHours(-1), Noon)), (silence.Kind, silence.Window));
        Assert.Contains("logs:FilterLogEvents", silence.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Harvest_AuditLoggingOffThenOn_IsOwedWithASentenceAndMendsItself()
    {
        const string Group = "/aws/eks/late/cluster";
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon.AddMinutes(-2), Noise(Noon, "other log"), stream: "authenticator-1", group: Group);
        using var source = Watching(scene, Group);
        await using var host = await HarvestHost.StartAsync(_folder, new HarvestOptions { Backfill = TimeSpan.FromMinutes(30) }, sources: [("lab", source)]);

        var off = await host.RunAsync("lab");
        var problems = await host.Runs.GetProblemsAsync("lab", Token);
        var none = await CollectedAsync(host);
        Advance(host, scene, TimeSpan.FromMinutes(10));
        for (var minutes = 2; minutes <= 10; minutes++)
        {
            scene.Put(Noon.AddMinutes(minutes), Noise(Noon, "n" + minutes), group: Group);
        }

        scene.Put(Noon.AddMinutes(5), Role(Noon, "a"), group: Group);
        var on = await host.RunAsync("lab");

        Assert.Contains("audit logging is off", Assert.Single(off.Errors), StringComparison.Ordinal);
        Assert.Equal(off.Errors, problems.Select(p => p.Message));
        Assert.Empty(none.Intervals);
        Assert.Empty(on.Errors);
        Assert.Equal(["a"], await Sql.AuditIdsAsync(host));
        Assert.Empty(await host.Runs.GetProblemsAsync("lab", Token));
        Assert.Equal([TimeWindow.Between(Noon.AddMinutes(2), Noon.AddMinutes(10))], (await CollectedAsync(host)).Intervals);
    }

    [Fact]
    public async Task Harvest_SwitchedOff_WhatCountedMeanwhileIsTakenBack()
    {
        await using var scene = await LogGroupScene.StartAsync();
        Beat(scene, -120, -1);
        using var source = Watching(scene);
        await using var host = await HarvestHost.StartAsync(_folder, new HarvestOptions { Backfill = TimeSpan.FromHours(1) }, sources: [("lab", source)]);

        var first = await host.RunAsync("lab");
        Advance(host, scene, TimeSpan.FromMinutes(10));
        var second = await host.RunAsync("lab");
        var meanwhile = await CollectedAsync(host);
        Advance(host, scene, TimeSpan.FromMinutes(80));
        var third = await host.RunAsync("lab");

        Assert.Empty(first.Errors.Concat(second.Errors));
        Assert.Equal([TimeWindow.Between(Noon.AddHours(-1), Noon.AddMinutes(10))], meanwhile.Intervals);
        Assert.Contains("no audit event for more than an hour", Assert.Single(third.Errors), StringComparison.Ordinal);
        Assert.Equal([TimeWindow.Between(Noon.AddHours(-1), Noon.AddMinutes(-1).AddSeconds(1))], (await CollectedAsync(host)).Intervals);
    }

    [Fact]
    public async Task Harvest_AuditLoggingOffUnderABudget_SaysThatAloneAndPaysNothing()
    {
        const string Group = "/aws/eks/off/cluster";
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon.AddMinutes(-2), Noise(Noon, "other log"), stream: "authenticator-1", group: Group);
        using var source = Watching(scene, Group);
        await using var host = await HarvestHost.StartAsync(
            _folder, new HarvestOptions { Backfill = TimeSpan.FromHours(12), DailyBudget = 1 }, sources: [("lab", source)]);

        var off = await host.RunAsync("lab");

        Assert.Contains("audit logging is off", Assert.Single(off.Errors), StringComparison.Ordinal);
        Assert.Equal(["Log source"], (await host.Runs.GetProblemsAsync("lab", Token)).Select(p => p.Part));
        Assert.Empty((await CollectedAsync(host)).Intervals);
        Assert.Empty(scene.Server.Journal.Of("StartQuery"));
    }

    [Fact]
    public async Task Harvest_SilentNowUnderABudget_ReadsWhatWasWrittenBefore()
    {
        await using var scene = await LogGroupScene.StartAsync();
        Beat(scene, -13 * 60, -5 * 60);
        using var source = Watching(scene);
        await using var host = await HarvestHost.StartAsync(
            _folder, new HarvestOptions { Backfill = TimeSpan.FromHours(12), DailyBudget = 1 }, sources: [("lab", source)]);

        var silent = await host.RunAsync("lab");

        Assert.Contains("no audit event for more than an hour", Assert.Single(silent.Errors), StringComparison.Ordinal);
        Assert.Equal([TimeWindow.Between(Noon.AddHours(-12), Noon.AddHours(-5).AddSeconds(1))], (await CollectedAsync(host)).Intervals);
    }

    private static CloudWatchLogSource Watching(LogGroupScene scene, string group = LogGroupScene.Group, TimeSpan? silence = null) => scene.Source(
        group: group, change: o => o with { MaxSilence = silence ?? TimeSpan.FromHours(1), DeliveryDelay = TimeSpan.FromMinutes(20) });

    // An event every ten minutes, in minutes from noon.
    private static void Beat(LogGroupScene scene, int from, int to, string stream = LogGroupScene.Stream)
    {
        for (var minutes = from; minutes <= to; minutes += minutes + 10 > to && minutes < to ? to - minutes : 10)
        {
            scene.Put(Noon.AddMinutes(minutes), Noise(Noon, stream + minutes), stream);
        }
    }

    private static void Advance(HarvestHost host, LogGroupScene scene, TimeSpan time)
    {
        host.Clock.Advance(time);
        scene.Clock.Advance(time);
    }

    private static async Task<IReadOnlyList<ScanSilence>> SilencesAsync(CloudWatchLogSource source, DateTimeOffset from, DateTimeOffset to)
    {
        var report = new ScanReport();
        await LogGroupScene.ScanAsync(source, from, to, report);
        return [.. report.Silences];
    }

    private static Task<IntervalSet> CollectedAsync(HarvestHost host) => host.Coverage.GetCollectedAsync(
        "lab", new CoverageQuery("roles", QueryCatalog.BuiltIn.Queries.Single(q => q.Id == "roles").SelectionHash), settledOnly: false, Token);
}

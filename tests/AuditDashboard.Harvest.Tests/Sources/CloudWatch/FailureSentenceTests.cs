using Amazon.Runtime;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.LocalCloudWatch;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.LocalCloudWatch.Tokens;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Sources.CloudWatch;

/// <summary>What can be wrong with access to AWS: each its own sentence, among the cluster's problems and from check; the rest goes on, and recovery is automatic.</summary>
public sealed class FailureSentenceTests : IDisposable
{
    private const string RoleArn = "arn:aws:iam::111122223333:role/audit";
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("StartQuery", "AWS does not allow logs:StartQuery on /aws/eks/lab/cluster in region eu-west-1: no query can be started, so nothing is collected. Allow it in the IAM policy of the credentials; check --policy prints the whole policy. AWS said: User: arn:aws:sts::111122223333:assumed-role/audit/session is not authorized to perform: logs:StartQuery because no identity-based policy allows the logs:StartQuery action.")]
    [InlineData("GetQueryResults", "AWS does not allow logs:GetQueryResults on /aws/eks/lab/cluster in region eu-west-1: what queries find cannot be read, so none is started until it is allowed. Allow it in the IAM policy of the credentials; check --policy prints the whole policy. AWS said: User: arn:aws:sts::111122223333:assumed-role/audit/session is not authorized to perform: logs:GetQueryResults because no identity-based policy allows the logs:GetQueryResults action.")]
    public async Task Denied_EachPermission_IsSaidAndMendsItself(string operation, string sentence) =>
        await AssertMendsAsync(sentence, scene => scene.Server.Faults.Add(new FaultRule { Operation = operation, Fault = FaultKind.AccessDenied }), scene => scene.Server.Faults.Clear());

    [Fact]
    public async Task Denied_ResultsOfQueries_NoFurtherQueryIsStartedAndPaidFor()
    {
        await using var scene = await SceneAsync();
        scene.Server.Faults.Add(new FaultRule { Operation = "GetQueryResults", Fault = FaultKind.AccessDenied });
        using var source = Source(scene);
        await using var host = await StartAsync(source);

        await host.RunAsync("lab");
        await host.RunAsync("lab");
        await host.RunAsync("lab");
        var paid = scene.Server.Journal.Of("StartQuery").Count;
        scene.Server.Faults.Clear();
        var mended = await host.RunAsync("lab");

        Assert.Equal(1, paid);
        Assert.Empty(mended.Errors);
        Assert.Equal(["a"], await Sql.AuditIdsAsync(host));
    }

    [Fact]
    public async Task Group_MissingAmongOthers_NamesThem()
    {
        const string Group = "/aws/eks/new/cluster";
        await AssertMendsAsync(
            "There is no log group /aws/eks/new/cluster in region eu-west-1. There are /aws/eks/lab/cluster: check the name, and that the cluster's control plane logging was ever switched on.",
            _ => { }, scene => Fill(scene, Group), Group);
    }

    [Fact]
    public async Task Trouble_ThatBecameAnother_IsNotSaidBesideIt()
    {
        const string Group = "/aws/eks/new/cluster";
        await using var scene = await SceneAsync();
        using var source = Source(scene, o => o with { MaxSilence = TimeSpan.FromHours(1) }, Group);
        await using var host = await StartAsync(source);
        await host.RunAsync("lab");
        var missing = Assert.Single(await host.Runs.GetProblemsAsync("lab", Token));

        scene.Server.Logs.GetOrAdd(Group).TryAddStream("authenticator-1", 0);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        scene.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.RunAsync("lab");
        var silent = Assert.Single(await host.Runs.GetProblemsAsync("lab", Token));

        Assert.StartsWith("There is no log group /aws/eks/new/cluster", missing.Message, StringComparison.Ordinal);
        Assert.StartsWith("The log group /aws/eks/new/cluster in region eu-west-1 has no stream kube-apiserver-audit-…", silent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Region_Wrong_IsGuessedWhereItHasNoClustersGroup()
    {
        const string Group = "/aws/eks/new/cluster";
        await using var scene = await LogGroupScene.StartAsync();
        await using var other = await LocalServer.StartAsync(new LocalServerOptions { Region = "us-east-1" }, Token);
        using var source = scene.Source(group: Group, change: o => o with { Region = "us-east-1" }, url: other.Url);
        await using var host = await StartAsync(source);

        var run = await host.RunAsync("lab");

        Assert.Equal(
            ["There is no log group /aws/eks/new/cluster in region us-east-1, nor one of any other EKS cluster: the region is likely another, or the account, or control plane logging was never switched on."],
            run.Errors);
        Assert.Contains(run.Errors[0], await source.CheckAsync(Token));
    }

    [Fact]
    public async Task Region_NotThatOfTheAddress_IsSaid()
    {
        await using var scene = await SceneAsync(o => o.ChecksRegion = true);
        using var source = Source(scene, o => o with { Region = "us-east-1" });
        await using var host = await StartAsync(source);

        var run = await host.RunAsync("lab");

        Assert.Equal(
            ["What answers for /aws/eks/lab/cluster is not in region us-east-1: the region is wrong, or the address in AWS_ENDPOINT_URL_CLOUDWATCH_LOGS is another region's. AWS said: Credential should be scoped to a valid region."],
            run.Errors);
    }

    [Theory]
    [InlineData("gone", "test", "AWS does not know the credentials for /aws/eks/lab/cluster in region eu-west-1: the access key is deleted, inactive or of another partition, or the account has not enabled the region. They come from the program that made this source.")]
    [InlineData("test", "wrong", "AWS did not accept the signature of the calls for /aws/eks/lab/cluster: the secret key from the program that made this source does not belong to the access key.")]
    public async Task Keys_UnknownOrWrong_AreToldApart(string key, string secret, string sentence)
    {
        await using var scene = await SceneAsync();
        using var source = Source(scene, o => o with { Credentials = new BasicAWSCredentials(key, secret) });
        await using var host = await StartAsync(source);

        var run = await host.RunAsync("lab");

        Assert.Equal([sentence], run.Errors);
        Assert.Contains(sentence, await source.CheckAsync(Token));
    }

    [Fact]
    public async Task Credentials_Expired_IsSaidAndMendsItself() => await AssertMendsAsync(
        "The credentials for /aws/eks/lab/cluster have expired and were not renewed. They come from the program that made this source, which did not renew them: look there. Collecting then goes on by itself.",
        scene => scene.Server.Faults.Add(new FaultRule { Fault = FaultKind.ExpiredToken }), scene => scene.Server.Faults.Clear());

    [Fact]
    public async Task Role_NotTrusted_IsSaidAndMendsItself() => await AssertMendsAsync(
        $"AWS does not let the credentials from the program that made this source assume the role {RoleArn}. Their policy has to allow sts:AssumeRole on it, and the role's trust policy has to name them; if that asks for an external id, write it into the cluster's ExternalId. AWS said: User: arn:aws:iam::111122223333:user/test is not authorized to perform: sts:AssumeRole on resource: {RoleArn}.",
        _ => { }, scene => scene.Server.Options.Roles[RoleArn] = new LocalRole(), role: o => o with { RoleArn = RoleArn });

    [Fact]
    public async Task ExternalId_NotThatOfTheRole_IsSaidAndMendsItself() => await AssertMendsAsync(
        $"AWS does not let the credentials from the program that made this source assume the role {RoleArn} with the cluster's ExternalId. The role's trust policy has to name them and exactly this external id, and their own policy has to allow sts:AssumeRole on the role. AWS said: User: arn:aws:iam::111122223333:user/test is not authorized to perform: sts:AssumeRole on resource: {RoleArn}.",
        scene => scene.Server.Options.Roles[RoleArn] = new LocalRole { ExternalId = "theirs" },
        scene => scene.Server.Options.Roles[RoleArn] = new LocalRole { ExternalId = "ours" },
        role: o => o with { RoleArn = RoleArn, ExternalId = "ours" });

    [Fact]
    public async Task Role_Trusted_IsAssumedOnceForAllCalls()
    {
        await using var scene = await SceneAsync();
        scene.Server.Options.Roles[RoleArn] = new LocalRole { ExternalId = "ours" };
        using var source = Source(scene, o => o with { RoleArn = RoleArn, ExternalId = "ours" });
        await using var host = await StartAsync(source);

        var run = await host.RunAsync("lab");

        Assert.Empty(run.Errors);
        Assert.Equal(["a"], await Sql.AuditIdsAsync(host));
        Assert.Single(scene.Server.Journal.Of("AssumeRole"));
        Assert.All(scene.Server.Journal.Of("StartQuery"), e => Assert.StartsWith("ASIA", e.AccessKey, StringComparison.Ordinal));
    }

    /// <summary>Whoever runs check waits for it: it took more than five minutes once. The time is that of the clock by which the calls wait.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("StartQuery")]
    [InlineData("GetQueryResults")]
    [InlineData("FilterLogEvents")]
    public async Task Throttled_Check_SaysSoWithinSeconds(string? operation)
    {
        var waits = new LeapingClock();
        await using var scene = await SceneAsync(waits: waits);
        scene.Server.Faults.Add(new FaultRule { Operation = operation, Fault = FaultKind.Throttle });
        using var source = Source(scene);
        var begin = waits.GetTimestamp();

        var sentences = await source.CheckAsync(Token);

        Assert.InRange(waits.GetElapsedTime(begin).TotalSeconds, 3, 30);
        Assert.StartsWith("CloudWatch Logs in region eu-west-1 has too much to do for this account: its limits for queries or calls are used up", Assert.Single(sentences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttled_ForAnHour_IsSaidEachRunAndReadOnceThereIsRoom()
    {
        await using var scene = await SceneAsync(waits: new LeapingClock());
        scene.Server.Faults.Add(new FaultRule { Operation = "StartQuery", Fault = FaultKind.Throttle });
        using var source = Source(scene);
        await using var host = await StartAsync(source);

        for (var run = 0; run < 12; run++)
        {
            var summary = await host.RunAsync("lab");
            Assert.StartsWith("CloudWatch Logs in region eu-west-1 has too much to do for this account: its limits for queries or calls are used up", Assert.Single(summary.Errors), StringComparison.Ordinal);
            host.Clock.Advance(TimeSpan.FromMinutes(5));
            scene.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        var problem = Assert.Single(await host.Runs.GetProblemsAsync("lab", Token));
        var collected = await CollectedAsync(host);
        scene.Server.Faults.Clear();
        var mended = await host.RunAsync("lab");

        Assert.Equal("Log source", problem.Part);
        Assert.InRange(problem.Count, 12, 36);
        Assert.Empty(collected.Intervals);
        Assert.Empty(mended.Errors);
        Assert.Equal(["a"], await Sql.AuditIdsAsync(host));
        Assert.Empty(await host.Runs.GetProblemsAsync("lab", Token));
        Assert.Equal([TimeWindow.Between(Noon.AddMinutes(-30), Noon.AddMinutes(60))], (await CollectedAsync(host)).Intervals);
    }

    [Theory]
    [InlineData(90, "This machine's clock is 90 minutes behind AWS's. Nothing is missed, but events are read that much later; set the clock, and keep it set by NTP.")]
    [InlineData(-90, "This machine's clock is 90 minutes ahead of AWS's. Windows end by AWS's clock, so nothing is missed; set the clock, and keep it set by NTP.")]
    public async Task Clock_Off_IsSurvivedAndSaidUntilItIsSet(int minutes, string sentence)
    {
        await using var scene = await SceneAsync();
        scene.Put(Noon.AddMinutes(-100), Role(Noon, "b"));
        scene.Server.Faults.Add(new FaultRule { Fault = FaultKind.SkewedClock, Skew = TimeSpan.FromMinutes(minutes) });
        using var source = scene.Source(change: o => o with { MaxSilence = TimeSpan.FromHours(2), DeliveryDelay = TimeSpan.FromMinutes(20) }, url: scene.Server.UrlByName);
        await using var host = await HarvestHost.StartAsync(_folder, new HarvestOptions { Backfill = TimeSpan.FromHours(3) }, sources: [("lab", source)]);

        var first = await host.RunAsync("lab");
        var second = await host.RunAsync("lab");
        var problem = Assert.Single(await host.Runs.GetProblemsAsync("lab", Token));
        var check = await source.CheckAsync(Token);

        Assert.Empty(first.Errors.Concat(second.Errors));
        Assert.Contains("b", await Sql.AuditIdsAsync(host));
        Assert.Equal(("Clock", sentence), (problem.Part, problem.Message));
        Assert.Equal([sentence], check);
        Assert.InRange(source.AvailableToMicros, 0, TimeWindow.ToMicrosSinceEpoch(minutes < 0 ? Noon.AddMinutes(minutes + 1) : Noon));
    }

    /// <summary>A cluster that fails with a sentence, beside one that works; then what was wrong is mended, and the next run collects all.</summary>
    private async Task AssertMendsAsync(
        string sentence, Action<LogGroupScene> spoil, Action<LogGroupScene> mend, string group = LogGroupScene.Group, Func<CloudWatchSourceOptions, CloudWatchSourceOptions>? role = null)
    {
        await using var scene = await SceneAsync();
        await using var good = await SceneAsync();
        spoil(scene);
        using var source = Source(scene, role, group);
        using var rest = Source(good);
        await using var host = await HarvestHost.StartAsync(
            _folder, new HarvestOptions { Backfill = TimeSpan.FromMinutes(30) }, sources: [("lab", source), ("rest", rest)]);

        var broken = await host.RunAsync("lab");
        var others = await host.RunAsync("rest");
        var problems = await host.Runs.GetProblemsAsync("lab", Token);
        var check = await source.CheckAsync(Token);
        var collected = await CollectedAsync(host);
        mend(scene);
        var mended = await host.RunAsync("lab");

        Assert.Equal([sentence], broken.Errors);
        Assert.Equal([sentence], problems.Select(p => p.Message));
        Assert.Contains(sentence, check);
        Assert.Empty(collected.Intervals);
        Assert.Empty(others.Errors);
        Assert.Empty(mended.Errors);
        Assert.Empty(await host.Runs.GetProblemsAsync("lab", Token));
        Assert.Empty(await source.CheckAsync(Token));
        Assert.Equal([TimeWindow.Between(Noon.AddMinutes(-30), Noon)], (await CollectedAsync(host)).Intervals);
    }

    // One role event ten minutes ago.
    private static async Task<LogGroupScene> SceneAsync(Action<LocalServerOptions>? change = null, TimeProvider? waits = null)
    {
        var scene = await LogGroupScene.StartAsync(change, waits: waits);
        Fill(scene, LogGroupScene.Group);
        return scene;
    }

    private static void Fill(LogGroupScene scene, string group)
    {
        scene.Server.Logs.GetOrAdd(group).TryAddStream(LogGroupScene.Stream, 0);
        scene.Put(Noon.AddMinutes(-10), Role(Noon, "a"), group: group);
    }

    private static CloudWatchLogSource Source(
        LogGroupScene scene, Func<CloudWatchSourceOptions, CloudWatchSourceOptions>? change = null, string group = LogGroupScene.Group) => scene.Source(group: group, change: change);

    private async Task<HarvestHost> StartAsync(CloudWatchLogSource source) =>
        await HarvestHost.StartAsync(_folder, new HarvestOptions { Backfill = TimeSpan.FromMinutes(30) }, sources: [("lab", source)]);

    private static Task<IntervalSet> CollectedAsync(HarvestHost host) => host.Coverage.GetCollectedAsync(
        "lab", new CoverageQuery("roles", QueryCatalog.BuiltIn.Queries.Single(q => q.Id == "roles").SelectionHash), settledOnly: false, Token);
}

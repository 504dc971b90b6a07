using System.Globalization;
using System.Text;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Trail;
using Microsoft.Extensions.DependencyInjection;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Sources.CloudWatch;

/// <summary>A cluster with two log groups: its audit log, and that of CloudTrail, which holds the calls of a whole account.</summary>
public sealed class TrailHarvestTests : IDisposable
{
    private const string Trail = "aws-cloudtrail-logs-111122223333-0a1b2c3d";
    private const string Stream = "111122223333_CloudTrail_eu-west-1";
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Harvest_BothLogGroups_KeepsWhatIsAboutTheClusterOnceAndCoversEachByItself()
    {
        await using var scene = await StartSceneAsync();
        scene.Put(Noon.AddMinutes(-20), Role(Noon, "a"));
        Put(scene, Noon.AddMinutes(-20), Entry("e-1", "lab", Noon.AddMinutes(-20)));
        Put(scene, Noon.AddMinutes(-19), Entry("e-2", "other", Noon.AddMinutes(-19)));
        Put(scene, Noon.AddMinutes(-18), Workload("w-1", Noon.AddMinutes(-18), "AccessDenied"));
        Put(scene, Noon.AddMinutes(-17), """{"eventSource":"s3.amazonaws.com","eventName":"PutObject","userIdentity":{"type":"Root"},"eventTime":"2026-11-20T11:43:00Z"}""");
        using var sources = new Pair(scene);
        await using var host = await StartAsync(sources);

        var first = await host.RunAsync("lab");
        var second = await host.RunAsync("lab");

        Assert.Empty(first.Errors);
        Assert.Equal((1, 2), (first.EventsInserted, first.CallsInserted));
        Assert.Equal((0, 0, 0), (second.EventsInserted, second.CallsInserted, second.Errors.Count));
        Assert.Equal(["a roles"], await Sql.MatchesAsync(host));
        Assert.Equal(["e-1|0", "w-1|0"], await Sql.ListAsync(host, "SELECT event_id, is_from_files FROM trail_call ORDER BY event_id"));
        Assert.Equal("Denied web/api", string.Join(' ', (await Reads(host).GetWorkloadsAsync("lab", All, Token)).Select(row => $"{row.Outcome} {row.Subject}")));
        Assert.Empty((await Reads(host).GetCoverageAsync("lab", Token)).FileSpans);
        foreach (var query in TrailQueries.All)
        {
            Assert.Equal([All], (await CollectedAsync(host, query)).Intervals);
        }

        Assert.Empty(await host.Runs.GetProblemsAsync("lab", Token));
        var rows = await Sql.ListAsync(host, "SELECT q.name, sum(c.rows) FROM coverage c JOIN query q ON q.id = c.query_id WHERE q.name LIKE 'cloudtrail%' GROUP BY q.name ORDER BY q.name");
        Assert.Equal(["cloudtrail-access|1", "cloudtrail-workloads|1"], rows);
    }

    [Fact]
    public async Task Harvest_MoreCallsThanOneAnswerHolds_IsHalvedUntilAllAreThere()
    {
        await using var scene = await StartSceneAsync();
        for (var i = 0; i < 300; i++)
        {
            var time = Noon.AddMinutes(-20).AddSeconds(i * 2);
            Put(scene, time, Workload($"w-{i:000}", time));
        }

        Put(scene, Noon.AddMinutes(-15), Entry("e-1", "lab", Noon.AddMinutes(-15)));
        using var sources = new Pair(scene, rowLimit: 50);
        await using var host = await StartAsync(sources);

        var summary = await host.RunAsync("lab");

        Assert.Empty(summary.Errors);
        Assert.Equal(301, summary.CallsInserted);
        Assert.Equal([All], (await CollectedAsync(host, TrailQueries.Access)).Intervals);
        Assert.Equal([All], (await CollectedAsync(host, TrailQueries.Workloads)).Intervals);
    }

    [Fact]
    public async Task Harvest_FloodOfCallsInOneSecond_IsAGapOfThatQueryAlone()
    {
        var second = Noon.AddMinutes(-10);
        await using var scene = await StartSceneAsync();
        for (var i = 0; i < 300; i++)
        {
            Put(scene, second.AddMilliseconds(i), Workload($"w-{i:000}", second));
        }

        Put(scene, second.AddMilliseconds(150), Entry("hidden", "lab", second));
        using var sources = new Pair(scene, rowLimit: 50);
        await using var host = await StartAsync(sources);

        var summary = await host.RunAsync("lab");

        Assert.Equal("hidden", Assert.Single((await Reads(host).GetChangesAsync("lab", Token)).Calls).Call.EventId);
        Assert.Equal([All], (await CollectedAsync(host, TrailQueries.Access)).Intervals);
        Assert.Equal([TimeWindow.Between(second, second.AddSeconds(1))], IntervalSet.Of([All]).Except(await CollectedAsync(host, TrailQueries.Workloads)).Intervals);
        Assert.Contains("More events match cloudtrail-workloads in the second", Assert.Single(summary.Errors), StringComparison.Ordinal);
        var line = Assert.Single(await host.Coverage.GetTrailLinesAsync("lab", All, [KeyOf(TrailQueries.Workloads)], Token));
        Assert.Equal([TimeWindow.Between(second, second.AddSeconds(1))], line.Stretches.Where(s => s.State == CoverageState.Failed).Select(s => s.Window));
        Assert.All(line.Stretches, s => Assert.True(s.State is CoverageState.Collected or CoverageState.Failed));
    }

    [Fact]
    public async Task Harvest_TrailCannotBeRead_TheAuditLogIsAndTheNextRunMendsIt()
    {
        await using var scene = await LogGroupScene.StartAsync();
        scene.Put(Noon.AddMinutes(-20), Role(Noon, "a"));
        using var sources = new Pair(scene);
        await using var host = await StartAsync(sources);

        var broken = await host.RunAsync("lab");
        var problem = Assert.Single(await host.Runs.GetProblemsAsync("lab", Token));
        var missing = await CollectedAsync(host, TrailQueries.Access);
        Put(scene, Noon.AddMinutes(-20), Entry("e-1", "lab", Noon.AddMinutes(-20)));
        var mended = await host.RunAsync("lab");

        Assert.Equal((1, 0), (broken.EventsInserted, broken.CallsInserted));
        Assert.Equal("CloudTrail log group", problem.Part);
        Assert.StartsWith($"There is no log group {Trail} in region eu-west-1.", Assert.Single(broken.Errors.Distinct()), StringComparison.Ordinal);
        Assert.Empty(missing.Intervals);
        Assert.Empty(mended.Errors);
        Assert.Equal(1, mended.CallsInserted);
        Assert.Equal([All], (await CollectedAsync(host, TrailQueries.Access)).Intervals);
        Assert.Empty(await host.Runs.GetProblemsAsync("lab", Token));
    }

    [Fact]
    public async Task Harvest_TrailThatWritesNothing_IsNotTakenForAQuietOne()
    {
        await using var scene = await StartSceneAsync();
        scene.Put(Noon.AddMinutes(-20), Role(Noon, "a"));
        Put(scene, Noon.AddHours(-10), Entry("old", "lab", Noon.AddHours(-10)));
        using var sources = new Pair(scene, maxSilence: TimeSpan.FromHours(6));
        await using var host = await StartAsync(sources);

        var summary = await host.RunAsync("lab");

        Assert.Empty((await CollectedAsync(host, TrailQueries.Access)).Intervals);
        Assert.StartsWith($"The log group {Trail} in region eu-west-1 has had no record of CloudTrail for more than 6 hours: the trail is off", Assert.Single(summary.Errors), StringComparison.Ordinal);
        Assert.Equal([All], (await host.Coverage.GetCollectedAsync("lab", KeyOf(QueryCatalog.BuiltIn.Queries[0]), settledOnly: false, Token)).Intervals);
    }

    [Fact]
    public async Task Harvest_RecordsOfOtherServices_VouchForTheTime()
    {
        await using var scene = await StartSceneAsync();
        for (var minutes = 50; minutes >= 0; minutes -= 5)
        {
            Put(scene, Noon.AddMinutes(-minutes), """{"eventSource":"s3.amazonaws.com","eventName":"PutObject","userIdentity":{"type":"Root"}}""");
        }

        using var sources = new Pair(scene, maxSilence: TimeSpan.FromMinutes(10));
        await using var host = await StartAsync(sources);

        var summary = await host.RunAsync("lab");

        Assert.Empty(summary.Errors);
        Assert.Equal([All], (await CollectedAsync(host, TrailQueries.Access)).Intervals);
    }

    [Fact]
    public async Task Harvest_AuditEventInTheTrailsLogGroup_IsNoEventOfTheCluster()
    {
        await using var scene = await StartSceneAsync();
        scene.Server.Logs.Add(Trail, "kube-apiserver-audit-1", Noon.AddMinutes(-20).ToUnixTimeMilliseconds(), Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(Role(Noon, "forged")).Insert(1, "\"eventSource\":\"eks.amazonaws.com\",\"eventName\":\"CreateAccessEntry\",")), visibleAtMs: 0);
        using var sources = new Pair(scene);
        await using var host = await StartAsync(sources);

        var summary = await host.RunAsync("lab");

        Assert.Equal((0, 0), (summary.EventsInserted, summary.CallsInserted));
        Assert.Empty(await Sql.AuditIdsAsync(host));
    }

    [Fact]
    public async Task Check_Trail_SaysWhatIsThere()
    {
        await using var scene = await StartSceneAsync();
        Put(scene, Noon.AddMinutes(-2), Entry("e-1", "lab", Noon.AddMinutes(-2)));
        using var sources = new Pair(scene, maxSilence: TimeSpan.FromHours(6));

        var findings = await sources.TrailSource.ExamineAsync(Token);

        Assert.DoesNotContain(findings, f => f.IsMissing);
        Assert.Contains(findings, f => f.Sentence == "CloudTrail writes into it: a record of CloudTrail of 2026-11-20 11:58:00 UTC is there.");
    }

    [Theory]
    [InlineData("trail", null, "eu-west-1", null, "eu-west-1 arn:aws:iam::111122223333:role/audit x")]
    [InlineData("trail", "us-east-1", "eu-west-1", null, "us-east-1 arn:aws:iam::111122223333:role/audit x")]
    [InlineData("arn:aws:logs:eu-central-1:444455556666:log-group:trail", null, "eu-west-1", "arn:aws:iam::444455556666:role/trail", "eu-central-1 arn:aws:iam::444455556666:role/trail y")]
    public void GroupOf_Cluster_TakesWhatTheTrailDoesNotSayFromTheCluster(string group, string? groupRegion, string region, string? role, string expected)
    {
        var options = CloudTrailOptions.GroupOf(new ClusterOptions
        {
            Name = "lab",
            Source = "CloudWatch",
            Region = region,
            RoleArn = "arn:aws:iam::111122223333:role/audit",
            ExternalId = "x",
            CloudTrail = new CloudTrailOptions { LogGroup = group, LogGroupRegion = groupRegion, RoleArn = role, ExternalId = role is null ? null : "y" },
        });

        Assert.Equal(expected, $"{options?.Region} {options?.RoleArn} {options?.ExternalId}");
    }

    [Fact]
    public async Task Registry_ClusterWithATrail_HasItsSecondSource()
    {
        await using var host = await HarvestHost.StartAsync(_folder, clusters:
        [
            new ClusterOptions { Name = "a", Source = "CloudWatch", LogGroup = "/aws/eks/a/cluster", Region = "eu-west-1", CloudTrail = new CloudTrailOptions { LogGroup = Trail } },
            new ClusterOptions { Name = "b", Source = "CloudWatch", LogGroup = "/aws/eks/b/cluster", Region = "eu-west-1" },
        ]);

        var clusters = host.Provider.GetRequiredService<ClusterRegistry>().Clusters;

        Assert.Equal([true, false], clusters.Select(c => c.Trail is not null));
    }

    [Fact]
    public void Policies_ClusterWithATrail_MayReadBothLogGroups()
    {
        var cluster = new ClusterOptions
        {
            Name = "lab",
            Source = "CloudWatch",
            LogGroup = "/aws/eks/lab/cluster",
            Region = "eu-west-1",
            CloudTrail = new CloudTrailOptions { LogGroup = "arn:aws:logs:eu-west-1:444455556666:log-group:trail", RoleArn = "arn:aws:iam::444455556666:role/trail" },
        };

        var texts = IamPolicies.For([cluster]);

        Assert.Contains(texts, t => t.Heading == "IAM policy of the dashboard's own role, for lab" && t.Json.Contains("log-group:/aws/eks/lab/cluster:*", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.Heading == "IAM policy of the role arn:aws:iam::444455556666:role/trail, for lab" && t.Json.Contains("arn:aws:logs:eu-west-1:444455556666:log-group:trail:*", StringComparison.Ordinal));
    }

    private static TimeWindow All => TimeWindow.Between(Noon.AddMinutes(-30), Noon);

    private static async Task<LogGroupScene> StartSceneAsync()
    {
        var scene = await LogGroupScene.StartAsync();
        scene.Server.Logs.GetOrAdd(Trail).TryAddStream(Stream, 0);
        return scene;
    }

    private static void Put(LogGroupScene scene, DateTimeOffset time, string record) => scene.Put(time, Encoding.UTF8.GetBytes(record), Stream, Trail);

    private async Task<HarvestHost> StartAsync(Pair sources) => await HarvestHost.StartAsync(
        _folder, new HarvestOptions { Backfill = TimeSpan.FromMinutes(30), MaxWindow = TimeSpan.FromHours(6), DailyBudget = 0 },
        configure: services => services.AddSingleton(new ClusterRegistry(
        [
            new ConfiguredCluster(new ClusterOptions { Name = "lab", Source = "CloudWatch", Region = "eu-west-1" }, sources.Audit, "*/5 * * * *") { Trail = sources.TrailSource },
        ])));

    private static TrailReads Reads(HarvestHost host) => host.Provider.GetRequiredService<TrailReads>();

    private static CoverageQuery KeyOf(CannedQuery query) => new(query.Id, query.SelectionHash);

    private static Task<IntervalSet> CollectedAsync(HarvestHost host, CannedQuery query) => host.Coverage.GetCollectedAsync("lab", KeyOf(query), settledOnly: false, Token);

    private static string Stamp(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Entry(string id, string cluster, DateTimeOffset time) =>
        $$$"""{"eventID":"{{{id}}}","eventSource":"eks.amazonaws.com","eventName":"CreateAccessEntry","awsRegion":"eu-west-1","eventTime":"{{{Stamp(time)}}}","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ada","userName":"ada"},"requestParameters":{"name":"{{{cluster}}}","principalArn":"arn:aws:iam::111122223333:role/Ops"} }""";

    private static string Workload(string id, DateTimeOffset time, string? error = null) =>
        $$$"""{"eventID":"{{{id}}}","eventSource":"sts.amazonaws.com","eventName":"AssumeRoleWithWebIdentity","eventTime":"{{{Stamp(time)}}}",{{{(error is null ? "" : $"\"errorCode\":\"{error}\",")}}}"userIdentity":{"type":"WebIdentityUser","userName":"system:serviceaccount:web:api","identityProvider":"arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE0"},"requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/api","roleSessionName":"s"} }""";

    private sealed class Pair(LogGroupScene scene, int rowLimit = 100_000, TimeSpan? maxSilence = null) : IDisposable
    {
        public CloudWatchLogSource Audit { get; } = scene.Source();

        public CloudWatchLogSource TrailSource { get; } = scene.Source(rowLimit, Trail, options => options with { IsTrail = true, MaxSilence = maxSilence });

        public void Dispose()
        {
            Audit.Dispose();
            TrailSource.Dispose();
        }
    }
}

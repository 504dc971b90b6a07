using System.Text;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Import;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Retention;
using AuditDashboard.Storage.Trail;
using Microsoft.Extensions.DependencyInjection;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Import;

/// <summary>CloudTrail's files beside audit files: what is about the cluster's access is kept, once, without secrets, and the rest is not.</summary>
public sealed class CloudTrailImportTests : IDisposable
{
    private const string Issuer = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE0";

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_TrailAndAuditFiles_KeepsWhatIsAboutTheClusterOnce()
    {
        File.WriteAllText(_folder["trail.json"], $$"""{"Records":[{{Entry("e-1", "prod")}},{{Entry("e-2", "other")}},{"eventSource":"s3.amazonaws.com","eventName":"PutObject","userIdentity":{"type":"Root"},"eventTime":"2026-11-20T08:00:00Z"}]}""");
        File.WriteAllBytes(_folder["audit.log"], Role(HarvestHost.Noon, "a"));
        await using var host = await HarvestHost.StartAsync(_folder);

        var first = await ImportAsync(host, "prod");
        var second = await ImportAsync(host, "prod");

        Assert.Equal((4, 1, 3, 1), (first.RecordsScanned, first.EventsInserted, first.Ignored, first.CallsInserted));
        Assert.Equal((0, 0), (second.EventsInserted, second.CallsInserted));
        var stored = Assert.Single((await Reads(host).GetChangesAsync("prod", Token)).Calls);
        Assert.Equal(("e-1", CallOutcome.Succeeded, false), (stored.Call.EventId, stored.Outcome, stored.IsRepeated));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), stored.Time);

        // The trail vouches for its own time, also by records about other things, and not for that of audit events.
        var span = Assert.Single((await Reads(host).GetCoverageAsync("prod", Token)).FileSpans);
        Assert.Equal((new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero), 1), (span.From, (await Sql.ListAsync(host, "SELECT origin FROM file_span")).Count));
    }

    [Fact]
    public async Task Import_SessionTokenInTheAnswer_IsNotKept()
    {
        File.WriteAllText(_folder["trail.json"], Workload("w-1", null));
        await using var host = await HarvestHost.StartAsync(_folder);

        await ImportAsync(host, "prod");

        var row = Assert.Single(await Reads(host).GetWorkloadsAsync("prod", Day(20), Token));
        Assert.Equal(("web/api", "arn:aws:iam::111122223333:role/api", CallOutcome.Succeeded, 1), (row.Subject, row.Role, row.Outcome, row.Count));
        var call = Assert.Single(await Reads(host).GetWorkloadCallsAsync("prod", Day(20), row.Subject, row.Role, row.Outcome, 10, Token));
        var json = Encoding.UTF8.GetString(call.Json.Span);
        Assert.DoesNotContain("VerySecret", json, StringComparison.Ordinal);
        Assert.Contains("\"sessionToken\":\"[redacted length=17 hmac=", json, StringComparison.Ordinal);
        Assert.Contains("\"accessKeyId\":\"ASIAEXAMPLEEXAMPLE02\"", json, StringComparison.Ordinal); // a name, which joins with the audit log
    }

    [Fact]
    public async Task Import_SameIdWithOtherContent_KeepsBothAndSaysSo()
    {
        File.WriteAllText(_folder["a.json"], Entry("e-1", "prod"));
        File.WriteAllText(_folder["b.json"], Entry("e-1", "prod", "mallory"));
        File.WriteAllText(_folder["c.json"], Entry("e-2", "prod"));
        await using var host = await HarvestHost.StartAsync(_folder);

        await ImportAsync(host, "prod");

        var calls = (await Reads(host).GetChangesAsync("prod", Token)).Calls;
        Assert.Equal(["e-1 True", "e-1 True", "e-2 False"], calls.Select(call => $"{call.Call.EventId} {call.IsRepeated}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Import_ClusterUnderAnotherName_SettingsTellWhichRecordsAreItsOwn()
    {
        File.WriteAllText(_folder["trail.ndjson"], string.Join('\n', Entry("e-1", "prod"), Entry("e-2", "lab"), Workload("w-1", null), Workload("w-2", null).Replace("EXAMPLE0", "OTHER", StringComparison.Ordinal)));
        var options = new ClusterOptions { Name = "lab", Source = "Files", CloudTrail = new CloudTrailOptions { ClusterName = "prod", Region = "eu-west-1", Account = "111122223333", Issuer = Issuer } };
        options.Paths.Add(_folder.Path);
        await using var host = await HarvestHost.StartAsync(_folder, clusters: [options]);

        var summary = await host.RunAsync("lab");

        Assert.Empty(summary.Errors);
        Assert.Equal("e-1", Assert.Single((await Reads(host).GetChangesAsync("lab", Token)).Calls).Call.EventId);
        Assert.Equal(1, Assert.Single(await Reads(host).GetWorkloadsAsync("lab", Day(20), Token)).Count);
        Assert.Equal(0, (await host.RunAsync("lab")).CallsInserted);
    }

    [Fact]
    public async Task Workloads_SeenBeforeTheWindowOrDenied_EachWithItsFirstTime()
    {
        File.WriteAllText(_folder["trail.ndjson"], string.Join(
            '\n',
            Workload("w-1", null).Replace("2026-11-20", "2026-11-19", StringComparison.Ordinal),
            Workload("w-2", null),
            Workload("w-3", "AccessDenied"),
            Workload("w-4", null).Replace("role/api", "role/new", StringComparison.Ordinal)));
        await using var host = await HarvestHost.StartAsync(_folder);

        await ImportAsync(host, "prod");

        Assert.Equal(
            ["Denied role/api 1 first 20", "Succeeded role/new 1 first 20", "Succeeded role/api 1 first 19"],
            (await Reads(host).GetWorkloadsAsync("prod", Day(20), Token)).Select(row => $"{row.Outcome} {row.Role![26..]} {row.Count} first {row.First.Day}")); // these name their role
    }

    [Fact]
    public async Task Forget_ClusterWithCalls_LeavesNothingOfThem()
    {
        File.WriteAllText(_folder["trail.ndjson"], string.Join('\n', Entry("e-1", "prod"), Workload("w-1", null)));
        await using var host = await HarvestHost.StartAsync(_folder);
        await ImportAsync(host, "prod");
        await ImportAsync(host, "lab");
        var lease = await host.Leases.TryAcquireAsync("prod", TimeSpan.FromMinutes(2), Token) ?? throw new InvalidOperationException("The lease is not free.");
        var store = host.Provider.GetRequiredService<ForgetStore>();

        await store.BeginAsync(lease, "ann", Token);
        await store.EndAsync(lease, "ann", 0, Token);

        Assert.Equal(["lab"], await Sql.ListAsync(host, "SELECT c.name FROM trail_call t JOIN cluster c ON c.id = t.cluster_id"));
        Assert.Equal(["lab"], await Sql.ListAsync(host, "SELECT c.name FROM trail_span t JOIN cluster c ON c.id = t.cluster_id"));
    }

    [Fact]
    public async Task Import_RealData_FindsTheRefusedServiceAccountAndThePodIdentityCall()
    {
        RealData.SkipUnlessPresent();
        await using var host = await HarvestHost.StartAsync(_folder);

        await host.Import.ImportAsync("eksworkshop-eksctl", [RealData.Folder!], new Progress<ImportProgress>(), Token);

        var all = TimeWindow.Between(new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(
            ["Denied argo/awf-aws-executor-plugin arn:aws:iam::100000000002:role/sm-pipelines-k8s-awf-aws-executor-plugin", "Succeeded  "],
            (await Reads(host).GetWorkloadsAsync("eksworkshop-eksctl", all, Token)).Select(row => $"{row.Outcome} {row.Subject} {row.Role}"));
    }

    [Theory]
    [InlineData(null, "/aws/eks/prod/cluster", "prod")]
    [InlineData(null, "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/prod/cluster", "prod")]
    [InlineData("blue", "/aws/eks/prod/cluster", "blue")]
    [InlineData(null, "/custom", "lab")]
    [InlineData(null, "/aws/eks//cluster", "lab")]
    [InlineData(null, null, "lab")]
    public void ScopeOf_Cluster_ItsNameInEks(string? written, string? logGroup, string expected)
    {
        var scope = CloudTrailOptions.ScopeOf("lab", new ClusterOptions { Name = "lab", LogGroup = logGroup, Region = "eu-west-1", CloudTrail = new CloudTrailOptions { ClusterName = written } });

        Assert.Equal(new TrailScope(expected, "eu-west-1", null, null), scope);
    }

    private Task<HarvestSummary> ImportAsync(HarvestHost host, string cluster) =>
        host.Import.ImportAsync(cluster, [.. Directory.GetFiles(_folder.Path, "*.json").Concat(Directory.GetFiles(_folder.Path, "*.ndjson")).Concat(Directory.GetFiles(_folder.Path, "*.log"))], new Progress<ImportProgress>(), Token);

    private static TrailReads Reads(HarvestHost host) => host.Provider.GetRequiredService<TrailReads>();

    private static TimeWindow Day(int day) => TimeWindow.Between(new DateTimeOffset(2026, 11, day, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, day + 1, 0, 0, 0, TimeSpan.Zero));

    private static string Entry(string id, string cluster, string user = "ada") =>
        $$$"""{"eventID":"{{{id}}}","eventSource":"eks.amazonaws.com","eventName":"CreateAccessEntry","awsRegion":"eu-west-1","recipientAccountId":"111122223333","eventTime":"2026-11-20T10:00:00Z","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/{{{user}}}","userName":"{{{user}}}"},"requestParameters":{"name":"{{{cluster}}}","principalArn":"arn:aws:iam::111122223333:role/Ops","kubernetesGroups":["ops"],"username":"ops"}}""";

    private static string Workload(string id, string? error) =>
        $$$"""{"eventID":"{{{id}}}","eventSource":"sts.amazonaws.com","eventName":"AssumeRoleWithWebIdentity","recipientAccountId":"111122223333","eventTime":"2026-11-20T11:00:00Z",{{{(error is null ? "" : $"\"errorCode\":\"{error}\",")}}}"userIdentity":{"type":"WebIdentityUser","userName":"system:serviceaccount:web:api","identityProvider":"arn:aws:iam::111122223333:oidc-provider/{{{Issuer}}}"},"requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/api","roleSessionName":"s"},"responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLEEXAMPLE02","sessionToken":"VerySecret/Token="} } }""";
}

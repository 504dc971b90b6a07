using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using AuditDashboard.LocalCloudWatch.Faults;

namespace AuditDashboard.CloudWatchLogs.Tests.LocalServers;

public sealed class FaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FaultKind.Throttle, "ThrottlingException")]
    [InlineData(FaultKind.LimitExceeded, "LimitExceededException")]
    [InlineData(FaultKind.AccessDenied, "AccessDeniedException")]
    [InlineData(FaultKind.ExpiredToken, "ExpiredTokenException")]
    [InlineData(FaultKind.InternalFailure, "InternalFailure")]
    [InlineData(FaultKind.Unavailable, "ServiceUnavailableException")]
    public async Task Fault_Answered_HasItsName(FaultKind fault, string code)
    {
        await using var scene = await Scene.StartAsync();
        scene.Server.Faults.Add(new FaultRule { Operation = "DescribeLogGroups", Fault = fault, Nth = 2 });

        await scene.Client.DescribeLogGroupsAsync(Token);
        var error = await Assert.ThrowsAnyAsync<AmazonCloudWatchLogsException>(() => scene.Client.DescribeLogGroupsAsync(Token));
        await scene.Client.DescribeLogGroupsAsync(Token);

        Assert.Equal(code, error.ErrorCode);
        Assert.Equal([null, code, null], scene.Server.Journal.Entries.Select(e => e.Error));
        Assert.Equal([null, fault, null], scene.Server.Journal.Entries.Select(e => e.Fault));
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.HalfBody)]
    [InlineData(FaultKind.HalfJson)]
    [InlineData(FaultKind.WrongJson)]
    [InlineData(FaultKind.EmptyAnswer)]
    public async Task Fault_OnTheWire_NeverPassesForAnAnswer(FaultKind fault)
    {
        await using var scene = await Scene.StartAsync();
        scene.Put(1_000, "a");
        scene.Server.Faults.Add(new FaultRule { Operation = "StartQuery", Fault = fault });

        await Assert.ThrowsAnyAsync<Exception>(() => scene.StartQueryAsync("limit 1", 1, 2));

        var queries = await scene.Client.DescribeQueriesAsync(new DescribeQueriesRequest(), Token);
        Assert.Equal(fault == FaultKind.Reset ? 0 : 1, queries.Queries!.Count);
    }

    [Fact]
    public async Task Fault_NoAnswer_LastsUntilTheClientLeaves()
    {
        await using var scene = await Scene.StartAsync();
        scene.Server.Faults.Add(new FaultRule { Fault = FaultKind.NoAnswer });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.Client.DescribeLogGroupsAsync(patience.Token));
        scene.Server.Faults.Clear();
        await scene.Client.DescribeLogGroupsAsync(Token);
    }

    [Theory]
    [InlineData(FaultKind.QueryFails, "Failed")]
    [InlineData(FaultKind.QueryIsCancelled, "Cancelled")]
    [InlineData(FaultKind.QueryTimesOut, "Timeout")]
    [InlineData(FaultKind.QueryIsUnknown, "Unknown")]
    [InlineData(FaultKind.QueryNeverEnds, "Running")]
    public async Task Fault_OfAQuery_EndsItSo(FaultKind fault, string status)
    {
        await using var scene = await Scene.StartAsync();
        scene.Put(1_000, "a");
        scene.Server.Faults.Add(new FaultRule { Operation = "StartQuery", Fault = fault, From = 2, To = 3 });

        var spared = await scene.QueryAsync("limit 1", 1, 1);
        var hit = await scene.QueryAsync("limit 1", 1, 2);

        Assert.Equal(QueryStatus.Complete, spared.Status);
        Assert.Equal(status, hit.Status!.Value);
        Assert.Empty(hit.Results!);
    }

    [Fact]
    public async Task Fault_QueryVanishes_IsNotFound()
    {
        await using var scene = await Scene.StartAsync();
        scene.Put(1_000, "a");
        scene.Server.Faults.Add(new FaultRule { Operation = "StartQuery", Fault = FaultKind.QueryVanishes });

        await Assert.ThrowsAsync<ResourceNotFoundException>(() => scene.QueryAsync("limit 1", 1, 2));
    }

    [Fact]
    public async Task Fault_SkewedClock_IsSurvivedByTheClient()
    {
        await using var scene = await Scene.StartAsync();
        scene.Server.Faults.Add(new FaultRule { Fault = FaultKind.SkewedClock, Skew = TimeSpan.FromHours(2) });
        using var client = scene.NewClient(retries: 2, url: scene.Server.UrlByName);

        await client.DescribeLogGroupsAsync(Token);

        Assert.Equal(["InvalidSignatureException", null], scene.Server.Journal.Entries.Select(e => e.Error));
    }

    [Theory]
    [InlineData("test", "wrong", "InvalidSignatureException")]
    [InlineData("who", "test", "UnrecognizedClientException")]
    public async Task Signature_NotRight_IsRefused(string key, string secret, string code)
    {
        await using var scene = await Scene.StartAsync();
        using var client = scene.NewClient(key, secret);

        var error = await Assert.ThrowsAnyAsync<AmazonCloudWatchLogsException>(() => client.DescribeLogGroupsAsync(Token));

        Assert.Equal(code, error.ErrorCode);
        Assert.Null(Assert.Single(scene.Server.Journal.Entries).AccessKey);
    }

    [Fact]
    public async Task Signature_BodyChangedOnTheWay_IsRefused()
    {
        await using var scene = await Scene.StartAsync();
        using var http = new HttpClient(new Amazon.Runtime.Signing.SigV4SigningHandler(
            new BasicAWSCredentials("test", "test"), Amazon.RegionEndpoint.EUWest1, "logs", new ChangeBody { InnerHandler = new SocketsHttpHandler() }));
        using var request = new HttpRequestMessage(HttpMethod.Post, scene.Server.Url + "/") { Content = new StringContent("{}") };
        request.Headers.Add("X-Amz-Target", "Logs_20140328.DescribeLogGroups");

        using var answer = await http.SendAsync(request, Token);

        Assert.Contains("InvalidSignatureException", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttle_MoreCallsThanTheRate_IsAnsweredUntilTheBucketFills()
    {
        await using var scene = await Scene.StartAsync(o => o.CallsPerSecond["DescribeLogGroups"] = 2);
        await scene.Client.DescribeLogGroupsAsync(Token);
        await scene.Client.DescribeLogGroupsAsync(Token);

        var error = await Assert.ThrowsAnyAsync<AmazonCloudWatchLogsException>(() => scene.Client.DescribeLogGroupsAsync(Token));
        scene.Clock.Advance(TimeSpan.FromSeconds(0.5));
        await scene.Client.DescribeLogGroupsAsync(Token);

        Assert.Equal("ThrottlingException", error.ErrorCode);
    }

    [Fact]
    public async Task Faults_FromAFile_AreApplied()
    {
        await using var scene = await Scene.StartAsync();
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.json");
        await File.WriteAllTextAsync(path, """[{"operation":"DescribeLogGroups","every":2,"fault":"Throttle"}]""", Token);
        scene.Server.Faults.AddFile(path);
        File.Delete(path);

        await scene.Client.DescribeLogGroupsAsync(Token);
        await Assert.ThrowsAnyAsync<AmazonCloudWatchLogsException>(() => scene.Client.DescribeLogGroupsAsync(Token));
        await scene.Client.DescribeLogGroupsAsync(Token);
    }

    private sealed class ChangeBody : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Content = new StringContent("{ }");
            return base.SendAsync(request, cancellationToken);
        }
    }
}

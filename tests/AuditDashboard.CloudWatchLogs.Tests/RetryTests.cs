using System.Globalization;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using AuditDashboard.CloudWatchLogs.Tests.Wire;

namespace AuditDashboard.CloudWatchLogs.Tests;

public sealed class RetryTests
{
    private const string Good = """{"status":"Complete","results":[[{"field":"@message","value":"0123456789012345678901234567890123456789"}]]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Config_Defaults_AreStandardRetriesOfThreeAttempts()
    {
        var config = new AmazonCloudWatchLogsConfig();

        Assert.Equal(RequestRetryMode.Standard, config.RetryMode);
        Assert.Equal(2, config.MaxErrorRetry);
    }

    [Theory]
    [InlineData(400, "ThrottlingException")]
    [InlineData(400, "LimitExceededException")]
    [InlineData(500, "InternalFailure")]
    [InlineData(503, "ServiceUnavailableException")]
    public async Task Call_PassingError_IsRepeated(int status, string code)
    {
        await using var server = new ScriptedServer(Answer.Of(status, $$"""{"__type":"{{code}}","message":"later"}"""), Answer.Ok(Good));
        using var client = server.Client();

        var answer = await client.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = "q" }, Token);

        Assert.Equal(QueryStatus.Complete, answer.Status);
        Assert.Equal(["attempt=1; max=3", "attempt=2; max=3"], server.Requests.Select(r => r.Headers["amz-sdk-request"]));
    }

    [Theory]
    [InlineData("MalformedQueryException")]
    [InlineData("InvalidParameterException")]
    [InlineData("AccessDeniedException")]
    [InlineData("ExpiredTokenException")]
    public async Task Call_LastingError_IsNotRepeated(string code)
    {
        await using var server = new ScriptedServer(Answer.Of(400, $$"""{"__type":"{{code}}","message":"no"}"""));
        using var client = server.Client();

        var error = await Assert.ThrowsAnyAsync<AmazonCloudWatchLogsException>(() => client.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = "q" }, Token));

        Assert.Equal(code, error.ErrorCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Call_ThreeFailures_IsGivenUp()
    {
        await using var server = new ScriptedServer(Answer.Of(500, "{}"));
        using var client = server.Client();

        await Assert.ThrowsAnyAsync<AmazonCloudWatchLogsException>(() => client.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = "q" }, Token));

        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Call_ConnectionReset_IsRepeated()
    {
        await using var server = new ScriptedServer(Answer.Reset, Answer.Ok(Good));
        using var client = server.Client();

        var answer = await client.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = "q" }, Token);

        Assert.Equal(QueryStatus.Complete, answer.Status);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Call_HalfABody_NeverPassesForAnAnswer()
    {
        await using var server = new ScriptedServer(Answer.Half(Good));
        using var client = server.Client();

        await Assert.ThrowsAnyAsync<Exception>(() => client.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = "q" }, Token));
    }

    [Fact]
    public async Task Call_ClockOffByHours_IsSignedAgainWithTheServersTime()
    {
        var serverTime = TimeProvider.System.GetUtcNow().AddHours(3);
        await using var server = new ScriptedServer(
            Answer.Of(
                403, """{"__type":"InvalidSignatureException","message":"Signature expired: it is now earlier than the server's time"}""",
                [("Date", serverTime.ToString("r", CultureInfo.InvariantCulture))]),
            Answer.Ok(Good));
        using var client = server.Client();

        var answer = await client.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = "q" }, Token);

        Assert.Equal(QueryStatus.Complete, answer.Status);
        var signedAt = DateTimeOffset.ParseExact(
            server.Requests[1].Headers["X-Amz-Date"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange((signedAt - serverTime).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(2));
    }
}

using System.Net;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using AuditDashboard.CloudWatchLogs.Tests.Wire;

namespace AuditDashboard.CloudWatchLogs.Tests;

public sealed class ErrorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"__type":"ResourceNotFoundException","message":"gone"}""", "", typeof(ResourceNotFoundException))]
    [InlineData("""{"__type":"com.amazonaws.logs#InvalidParameterException","Message":"gone"}""", "", typeof(InvalidParameterException))]
    [InlineData("""{"message":"gone"}""", "LimitExceededException:http://internal.amazon.com/coral/com.amazonaws.logs/", typeof(LimitExceededException))]
    [InlineData("""{"__type":"SomethingElse","message":"gone"}""", "com.amazonaws.logs#ServiceUnavailableException", typeof(ServiceUnavailableException))]
    [InlineData(""" { "x" : [ ] , "message" : "gone" , "code" : "ResourceAlreadyExistsException" } """, "", typeof(ResourceAlreadyExistsException))]
    [InlineData("""{"__type":"OperationAbortedException","message":"gone"}""", "", typeof(OperationAbortedException))]
    [InlineData("""{"__type":"UnrecognizedClientException","message":"gone"}""", "", typeof(UnrecognizedClientException))]
    [InlineData("""{"__type":"AccessDeniedException","message":"gone"}""", "", typeof(AmazonCloudWatchLogsException))]
    public async Task Error_BothForms_AreTold(string body, string header, Type type)
    {
        var error = await FailAsync(Answer.Of(400, body, [("x-amzn-ErrorType", header)]));

        Assert.Equal(type, error.GetType());
        Assert.Equal("gone", error.Message);
        Assert.Equal(type == typeof(AmazonCloudWatchLogsException) ? "AccessDeniedException" : type.Name, error.ErrorCode);
        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        Assert.Equal("7d1b2a5e-0000-4000-8000-000000000001", error.RequestId);
        Assert.Equal(ErrorType.Sender, error.ErrorType);
    }

    [Fact]
    public async Task MalformedQuery_WithPlace_GivesThePlace()
    {
        var error = await FailAsync(Answer.Of(
            400,
            """{"__type":"com.amazonaws.logs#MalformedQueryException","message":"bad","queryCompileError":{"location":{"startCharOffset":70,"endCharOffset":75},"message":"why"}}""",
            [("x-amzn-ErrorType", "MalformedQueryException")]));

        var malformed = Assert.IsType<MalformedQueryException>(error);
        Assert.Equal("bad", malformed.Message);
        Assert.Equal("why", malformed.QueryCompileError!.Message);
        Assert.Equal((70, 75), (malformed.QueryCompileError.Location!.StartCharOffset, malformed.QueryCompileError.Location.EndCharOffset));
    }

    [Fact]
    public async Task MalformedQuery_WithoutPlace_HasNone()
    {
        var error = await FailAsync(Answer.Of(400, """{"__type":"MalformedQueryException","message":"bad","queryCompileError":null}"""));

        Assert.Null(Assert.IsType<MalformedQueryException>(error).QueryCompileError);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><title>503</title></html>")]
    [InlineData("""{"__type":""")]
    public async Task Error_NotTheServicesWords_SaysTheStatus(string body)
    {
        var error = await FailAsync(Answer.Of(503, body));

        Assert.Equal("HttpStatus503", error.ErrorCode);
        Assert.Equal("CloudWatch Logs answered 503 without saying why.", error.Message);
        Assert.Equal(ErrorType.Receiver, error.ErrorType);
    }

    private static async Task<AmazonCloudWatchLogsException> FailAsync(Answer answer)
    {
        await using var server = new ScriptedServer(answer);
        using var client = server.Client(c => c.MaxErrorRetry = 0);
        return await Assert.ThrowsAnyAsync<AmazonCloudWatchLogsException>(
            () => client.StartQueryAsync(new StartQueryRequest { LogGroupName = "/a", StartTime = 1, EndTime = 2, QueryString = "limit 1" }, Token));
    }
}

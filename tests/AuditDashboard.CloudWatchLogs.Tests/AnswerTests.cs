using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using AuditDashboard.CloudWatchLogs.Tests.Wire;

namespace AuditDashboard.CloudWatchLogs.Tests;

public sealed class AnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetQueryResults_CapturedAnswer_GivesRowsStatisticsAndStatus()
    {
        var answer = await AskAsync(
            """{"queryLanguage":"CWLI","results":[[{"field":"@timestamp","value":"2026-11-23 19:00:00.123"},{"field":"@ptr","value":"CmEK"}],[{"field":"@ptr","value":"CmEL"}]],"statistics":{"recordsMatched":1.0,"recordsScanned":10.0,"bytesScanned":2048.0,"estimatedRecordsSkipped":0,"estimatedBytesSkipped":0,"logGroupsScanned":1},"status":"Complete","encryptionKey":"k","nextToken":"n"}""",
            (c, t) => c.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = "q" }, t));

        Assert.Equal(
            [[("@timestamp", "2026-11-23 19:00:00.123"), ("@ptr", "CmEK")], [("@ptr", "CmEL")]],
            answer.Results!.Select(row => row.Select(cell => (cell.Field, cell.Value)).ToList()));
        Assert.Equal(QueryStatus.Complete, answer.Status);
        Assert.Equal(QueryLanguage.CWLI, answer.QueryLanguage);
        Assert.Equal((1, 10, 2048), (answer.Statistics!.RecordsMatched, answer.Statistics.RecordsScanned, answer.Statistics.BytesScanned));
        Assert.Equal((0, 0, 1), (answer.Statistics.EstimatedRecordsSkipped, answer.Statistics.EstimatedBytesSkipped, answer.Statistics.LogGroupsScanned));
        Assert.Equal(("k", "n"), (answer.EncryptionKey, answer.NextToken));
        Assert.Equal("7d1b2a5e-0000-4000-8000-000000000001", answer.ResponseMetadata.RequestId);
    }

    [Fact]
    public async Task GetQueryResults_OtherServersHabits_AreUnderstood()
    {
        const string Body = """

              { "future" : { "a" : [ 1 , { "b" : null } ] } ,
                "status"	: "Running" ,
                "results" : [ [ { "value" : 7 , "note" : [ ] , "field" : "count(*)" } , null , { "field" : "gone" , "value" : null } ,
                                { "field" : "isHere" , "value" : true } ] , [ ] ] ,
                "statistics" : { "bytesScanned" : "12.5" , "recordsMatched" : null } , "nextToken" : null , "encryptionKey" : null }

            """;
        var answer = await AskAsync(Body, (c, t) => c.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = "q" }, t));

        Assert.Equal(
            [[("count(*)", "7"), ("gone", null), ("isHere", "true")], []],
            answer.Results!.Select(row => row.Select(cell => (cell.Field, cell.Value)).ToList()));
        Assert.Equal(QueryStatus.Running, answer.Status);
        Assert.Equal(12.5, answer.Statistics!.BytesScanned);
        Assert.Null(answer.Statistics.RecordsMatched);
        Assert.Null(answer.NextToken);
    }

    [Fact]
    public async Task GetQueryResults_NothingButAnObject_SaysNothing()
    {
        var answer = await AskAsync("{}", (c, t) => c.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = "q" }, t));

        Assert.Null(answer.Status);
        Assert.Null(answer.Results);
        Assert.Null(answer.Statistics);
    }

    [Fact]
    public async Task GetQueryResults_UnknownStatus_KeepsItsText()
    {
        var answer = await AskAsync("""{"status":"Paused"}""", (c, t) => c.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = "q" }, t));

        Assert.Equal("Paused", answer.Status!.Value);
        Assert.NotEqual(QueryStatus.Complete, answer.Status);
    }

    [Theory]
    [InlineData("""a \ud83d b""", "a \uFFFD b")]
    [InlineData("""\ud83d\ude00 \ud83d\n\t\"\\\/ü""", "\U0001F600 \uFFFD\n\t\"\\/ü")]
    [InlineData("""\ude00\ud83d""", "\uFFFD\uFFFD")]
    public async Task GetQueryResults_HalfASurrogatePair_IsReplacedAndTheRestKept(string escaped, string expected)
    {
        var answer = await AskAsync(
            $$"""{"status":"Complete","results":[[{"field":"@message","value":"{{escaped}}"}],[{"field":"@message","value":"next"}]]}""",
            (c, t) => c.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = "q" }, t));

        Assert.Equal([expected, "next"], answer.Results!.Select(row => row[0].Value));
    }

    [Fact]
    public async Task DescribeLogGroups_TimesAndNumbers_AreReadInAnyForm()
    {
        var answer = await AskAsync(
            """{"logGroups":[{"logGroupName":"/a","creationTime":1764000000123,"retentionInDays":30,"metricFilterCount":0,"arn":"arn:aws:logs:eu-west-1:111122223333:log-group:/a:*","logGroupArn":"arn:aws:logs:eu-west-1:111122223333:log-group:/a","storedBytes":8589934592,"kmsKeyId":"k","dataProtectionStatus":"ACTIVATED","inheritedProperties":["ACCOUNT_DATA_PROTECTION"],"logGroupClass":"STANDARD","deletionProtectionEnabled":false,"bearerTokenAuthenticationEnabled":true},{"logGroupName":"/b","creationTime":1.764e12,"storedBytes":"12"},{"logGroupName":"/c"}],"nextToken":"n"}""",
            (c, t) => c.DescribeLogGroupsAsync(t));

        var whole = answer.LogGroups![0];
        Assert.Equal(new DateTime(2025, 11, 24, 16, 0, 0, 123, DateTimeKind.Utc), whole.CreationTime);
        Assert.Equal(DateTimeKind.Utc, whole.CreationTime!.Value.Kind);
        Assert.Equal(("/a", 30, 0, 8589934592, "k"), (whole.LogGroupName, whole.RetentionInDays, whole.MetricFilterCount, whole.StoredBytes, whole.KmsKeyId));
        Assert.Equal(("arn:aws:logs:eu-west-1:111122223333:log-group:/a:*", "arn:aws:logs:eu-west-1:111122223333:log-group:/a"), (whole.Arn, whole.LogGroupArn));
        Assert.Equal((DataProtectionStatus.ACTIVATED, LogGroupClass.STANDARD), (whole.DataProtectionStatus, whole.LogGroupClass));
        Assert.Equal(["ACCOUNT_DATA_PROTECTION"], whole.InheritedProperties);
        Assert.Equal((false, true), (whole.DeletionProtectionEnabled, whole.BearerTokenAuthenticationEnabled));
        Assert.Equal((new DateTime(2025, 11, 24, 16, 0, 0, DateTimeKind.Utc), 12), (answer.LogGroups[1].CreationTime, answer.LogGroups[1].StoredBytes));
        Assert.Null(answer.LogGroups[2].CreationTime);
        Assert.Equal("n", answer.NextToken);
    }

    [Fact]
    public async Task OtherOperations_Answers_AreRead()
    {
        var streams = await AskAsync(
            """{"logStreams":[{"logStreamName":"s","creationTime":1000,"firstEventTimestamp":2000,"lastEventTimestamp":3000,"lastIngestionTime":4000,"uploadSequenceToken":"u","arn":"a","storedBytes":0}]}""",
            (c, t) => c.DescribeLogStreamsAsync(new DescribeLogStreamsRequest("/a"), t));
        var stream = Assert.Single(streams.LogStreams!);
        Assert.Equal(
            (DateTime.UnixEpoch.AddSeconds(1), DateTime.UnixEpoch.AddSeconds(2), DateTime.UnixEpoch.AddSeconds(3), DateTime.UnixEpoch.AddSeconds(4)),
            (stream.CreationTime, stream.FirstEventTimestamp, stream.LastEventTimestamp, stream.LastIngestionTime));
        Assert.Equal(("s", "u", "a", 0), (stream.LogStreamName, stream.UploadSequenceToken, stream.Arn, stream.StoredBytes));

        var filtered = await AskAsync(
            """{"events":[{"logStreamName":"s","timestamp":1764000000123,"message":"m","ingestionTime":1764000000456,"eventId":"e"}],"searchedLogStreams":[{"logStreamName":"s","searchedCompletely":true}],"nextToken":"n"}""",
            (c, t) => c.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = "/a" }, t));
        var seen = Assert.Single(filtered.Events!);
        Assert.Equal(("s", 1764000000123, "m", 1764000000456, "e"), (seen.LogStreamName, seen.Timestamp, seen.Message, seen.IngestionTime, seen.EventId));
        Assert.Equal(("s", true), (filtered.SearchedLogStreams![0].LogStreamName, filtered.SearchedLogStreams[0].SearchedCompletely));

        var events = await AskAsync(
            """{"events":[{"timestamp":1000,"message":"m","ingestionTime":2000}],"nextForwardToken":"f/1","nextBackwardToken":"b/1"}""",
            (c, t) => c.GetLogEventsAsync(new GetLogEventsRequest("/a", "s"), t));
        Assert.Equal(
            (DateTime.UnixEpoch.AddSeconds(1), "m", DateTime.UnixEpoch.AddSeconds(2), "f/1", "b/1"),
            (events.Events![0].Timestamp, events.Events[0].Message, events.Events[0].IngestionTime, events.NextForwardToken, events.NextBackwardToken));

        var queries = await AskAsync(
            """{"queries":[{"queryLanguage":"CWLI","queryId":"q","queryString":"limit 1","status":"Complete","createTime":1764000000123,"logGroupName":"/a","queryDuration":12,"bytesScanned":3.5,"userIdentity":"u"}]}""",
            (c, t) => c.DescribeQueriesAsync(new DescribeQueriesRequest(), t));
        var query = Assert.Single(queries.Queries!);
        Assert.Equal(("q", "limit 1", QueryStatus.Complete, 1764000000123), (query.QueryId, query.QueryString, query.Status, query.CreateTime));
        Assert.Equal(("/a", 12, 3.5, "u", QueryLanguage.CWLI), (query.LogGroupName, query.QueryDuration, query.BytesScanned, query.UserIdentity, query.QueryLanguage));

        var definitions = await AskAsync(
            """{"queryDefinitions":[{"queryLanguage":"CWLI","queryDefinitionId":"d","name":"a","queryString":"limit 1","lastModified":5,"logGroupNames":["/a"],"parameters":[{"name":"p","defaultValue":"v","description":"w"}]}],"nextToken":"n"}""",
            (c, t) => c.DescribeQueryDefinitionsAsync(new DescribeQueryDefinitionsRequest(), t));
        var definition = Assert.Single(definitions.QueryDefinitions!);
        Assert.Equal(("d", "a", "limit 1", 5), (definition.QueryDefinitionId, definition.Name, definition.QueryString, definition.LastModified));
        Assert.Equal(("p", "v", "w"), (definition.Parameters![0].Name, definition.Parameters[0].DefaultValue, definition.Parameters[0].Description));

        Assert.Equal("q", (await AskAsync("""{"queryId":"q"}""", (c, t) => c.StartQueryAsync(new StartQueryRequest(), t))).QueryId);
        Assert.True((await AskAsync("""{"success":true}""", (c, t) => c.StopQueryAsync(new StopQueryRequest(), t))).Success);
        Assert.Equal("d", (await AskAsync("""{"queryDefinitionId":"d"}""", (c, t) => c.PutQueryDefinitionAsync(new PutQueryDefinitionRequest(), t))).QueryDefinitionId);
        Assert.Equal("x", (await AskAsync("""{"logRecord":{"@message":"x","gone":null}}""", (c, t) => c.GetLogRecordAsync(new GetLogRecordRequest(), t))).LogRecord!["@message"]);

        var put = await AskAsync(
            """{"nextSequenceToken":"s","rejectedLogEventsInfo":{"tooNewLogEventStartIndex":2,"tooOldLogEventEndIndex":1,"expiredLogEventEndIndex":0},"rejectedEntityInfo":{"errorType":"InvalidEntity"}}""",
            (c, t) => c.PutLogEventsAsync(new PutLogEventsRequest("/a", "s", []), t));
        Assert.Equal(
            (2, 1, 0), (put.RejectedLogEventsInfo!.TooNewLogEventStartIndex, put.RejectedLogEventsInfo.TooOldLogEventEndIndex, put.RejectedLogEventsInfo.ExpiredLogEventEndIndex));
        Assert.Equal(EntityRejectionErrorType.InvalidEntity, put.RejectedEntityInfo!.ErrorType);
    }

    [Fact]
    public async Task CreateLogGroup_EmptyAnswer_IsDone()
    {
        var answer = await AskAsync("", (c, t) => c.CreateLogGroupAsync(new CreateLogGroupRequest("/a"), t));

        Assert.Equal(System.Net.HttpStatusCode.OK, answer.HttpStatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"events":[]""")]
    [InlineData("""{"events":[]}{}""")]
    [InlineData("""{"events":{}}""")]
    [InlineData("""{"events":[{"timestamp":"yesterday"}]}""")]
    [InlineData("<html>Bad gateway</html>")]
    public async Task FilterLogEvents_AnswerThatIsNone_NeverPassesForNoEvents(string body)
    {
        await using var server = new ScriptedServer(Answer.Ok(body));
        using var client = server.Client(c => c.MaxErrorRetry = 0);

        await Assert.ThrowsAsync<AmazonUnmarshallingException>(() => client.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = "/a" }, Token));
    }

    private static async Task<T> AskAsync<T>(string body, Func<IAmazonCloudWatchLogs, CancellationToken, Task<T>> call)
    {
        await using var server = new ScriptedServer(Answer.Ok(body));
        using var client = server.Client();
        return await call(client, Token);
    }
}

using System.Globalization;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using AuditDashboard.LocalCloudWatch.Queries;

namespace AuditDashboard.CloudWatchLogs.Tests.LocalServers;

public sealed class QueryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(EndReading.Instant, new[] { "at end", "at start" })]
    [InlineData(EndReading.WholeSecond, new[] { "end of end's second", "at end", "at start" })]
    public async Task Window_BothReadings_EndIsInclusive(EndReading reading, string[] expected)
    {
        await using var scene = await Scene.StartAsync(o => o.EndReading = reading);
        scene.Put(9_999, "before");
        scene.Put(10_000, "at start");
        scene.Put(20_000, "at end");
        scene.Put(20_999, "end of end's second");
        scene.Put(21_000, "after");

        var answer = await scene.QueryAsync("fields @message", 10, 20);

        Assert.Equal(expected, Scene.Column(answer, "@message"));
    }

    [Fact]
    public async Task Query_Running_GivesRowsInPartUntilItIsComplete()
    {
        await using var scene = await Scene.StartAsync(o => o.Pace = _ => new QueryPace(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
        for (var i = 0; i < 10; i++)
        {
            scene.Put(1_000 + i, $$"""{"n":{{i}}}""");
        }

        var id = await scene.StartQueryAsync("fields n", 1, 2);
        var scheduled = await scene.ResultsAsync(id);
        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        var running = await scene.ResultsAsync(id);
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        var complete = await scene.ResultsAsync(id);

        Assert.Equal((QueryStatus.Scheduled, 0), (scheduled.Status, scheduled.Results!.Count));
        Assert.Null(scheduled.Statistics);
        Assert.Equal((QueryStatus.Running, 4), (running.Status, running.Results!.Count));
        Assert.Equal((QueryStatus.Complete, 10), (complete.Status, complete.Results!.Count));
        Assert.Equal((10, 10, 70), (complete.Statistics!.RecordsMatched, complete.Statistics.RecordsScanned, complete.Statistics.BytesScanned));
    }

    [Fact]
    public async Task Query_MoreRowsThanAPage_GivesEachOnceByToken()
    {
        await using var scene = await Scene.StartAsync();
        for (var i = 0; i < 25_000; i++)
        {
            scene.Put(1_000 + i % 1_000, $$"""{"n":{{i}}}""");
        }

        var id = await scene.StartQueryAsync("fields n", 1, 2, limit: 100_000);
        var pages = new List<GetQueryResultsResponse> { await scene.ResultsAsync(id) };
        while (pages[^1].NextToken is { } token)
        {
            pages.Add(await scene.ResultsAsync(id, token));
        }

        Assert.Equal([10_000, 10_000, 5_000], pages.Select(p => p.Results!.Count));
        Assert.Equal(25_000, pages.SelectMany(p => Scene.Column(p, "n")).Distinct().Count());
    }

    [Theory]
    [InlineData("fields n", null, 10_000)]
    [InlineData("fields n | limit 12", null, 12)]
    [InlineData("fields n | limit 12", 5, 5)]
    [InlineData("fields n", 11_000, 11_000)]
    public async Task Query_RowLimit_Holds(string text, int? limit, int expected)
    {
        await using var scene = await Scene.StartAsync(o => o.PageRows = 100_000);
        for (var i = 0; i < 12_000; i++)
        {
            scene.Put(1_000, $$"""{"n":{{i}}}""");
        }

        var answer = await scene.QueryAsync(text, 1, 1, limit);

        Assert.Equal(expected, answer.Results!.Count);
        Assert.Equal(12_000, answer.Statistics!.RecordsMatched);
    }

    [Fact]
    public async Task PageToken_OlderThanAnHour_IsRefused()
    {
        await using var scene = await Scene.StartAsync(o => o.PageRows = 1);
        scene.Put(1_000, "a");
        scene.Put(1_001, "b");
        var id = await scene.StartQueryAsync("fields @message", 1, 2);
        var first = await scene.ResultsAsync(id);

        scene.Clock.Advance(TimeSpan.FromMinutes(61));

        await Assert.ThrowsAsync<InvalidParameterException>(() => scene.ResultsAsync(id, first.NextToken));
    }

    [Theory]
    [InlineData("fields verb", new[] { "verb", "@ptr" })]
    [InlineData("filter verb = \"get\"", new[] { "@timestamp", "@message", "@ptr" })]
    [InlineData("fields verb | display @timestamp | limit 5", new[] { "@timestamp", "@ptr" })]
    [InlineData("fields @ptr, verb", new[] { "verb", "@ptr" })]
    [InlineData("filter @message like /ge|t \"x\" | stats/ or verb = \"a | stats b\" or 1 = 1", new[] { "@timestamp", "@message", "@ptr" })]
    [InlineData("parse @message \"*:*\" as a, b | fields a", new[] { "a", "@ptr" })]
    [InlineData("stats count(*) by verb", new[] { "verb", "count(*)" })]
    public async Task Query_Rows_HaveAPointerWhereTheyAreEvents(string text, string[] fields)
    {
        await using var scene = await Scene.StartAsync();
        scene.Put(1_000, """{"verb":"get"}""");

        var answer = await scene.QueryAsync(text, 1, 2);

        Assert.Equal(fields, Assert.Single(answer.Results!).Select(cell => cell.Field));
    }

    [Theory]
    [InlineData(200, 0, 1)]
    [InlineData(null, 1, 1)]
    public async Task Discovery_Of250Fields_FindsTheFirst200(int? max, int lastFound, int firstFound)
    {
        await using var scene = await Scene.StartAsync(o => o.MaxDiscoveredFields = max);
        var message = $$$"""{"request":{"a":[{{{string.Join(',', Enumerable.Range(0, 249))}}}]},"annotations":{"authorization.k8s.io/decision":"allow"}}""";
        scene.Put(1_000, message);

        var last = await scene.QueryAsync("filter `annotations.authorization.k8s.io/decision` = \"allow\"", 1, 2);
        var first = await scene.QueryAsync("fields @message | filter request.a.7 = 7", 1, 2);
        var parsed = await scene.QueryAsync("parse @message /decision\":\"(?<d>[^\"]+)\"/ | filter d = \"allow\"", 1, 2);

        Assert.Equal(lastFound, last.Results!.Count);
        Assert.Equal(firstFound, first.Results!.Count);
        Assert.Equal([message], Scene.Column(first, "@message"));
        Assert.Single(parsed.Results!);
    }

    [Fact]
    public async Task Delivery_EventThatComesLate_IsSeenFromItsTimeOn()
    {
        await using var scene = await Scene.StartAsync(o => o.VisibleAt = now => now.AddMinutes(20));
        var nowMs = scene.Second * 1_000;
        await scene.Client.CreateLogGroupAsync(new CreateLogGroupRequest(Scene.Group), Token);
        await scene.Client.CreateLogStreamAsync(new CreateLogStreamRequest(Scene.Group, Scene.Stream), Token);
        await scene.Client.PutLogEventsAsync(
            new PutLogEventsRequest(Scene.Group, Scene.Stream, [new InputLogEvent { Timestamp = scene.Clock.GetUtcNow().UtcDateTime, Message = "late" }]), Token);
        scene.Put(nowMs, "later", nowMs + 3_600_000);

        var atOnce = await scene.QueryAsync("fields @message", scene.Second, scene.Second);
        scene.Clock.Advance(TimeSpan.FromMinutes(20));
        var afterDelay = await scene.QueryAsync("fields @message, @ingestionTime", nowMs / 1_000, nowMs / 1_000);
        scene.Clock.Advance(TimeSpan.FromMinutes(40));
        var afterHour = await scene.QueryAsync("fields @message", nowMs / 1_000, nowMs / 1_000);

        Assert.Empty(atOnce.Results!);
        Assert.Equal(["late"], Scene.Column(afterDelay, "@message"));
        Assert.Equal(
            [DateTimeOffset.FromUnixTimeMilliseconds(nowMs + 1_200_000).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)],
            Scene.Column(afterDelay, "@ingestionTime"));
        Assert.Equal(["late", "later"], Scene.Column(afterHour, "@message"));
    }

    [Fact]
    public async Task Concurrency_AtTheLimit_IsRefusedUntilAQueryEnds()
    {
        await using var scene = await Scene.StartAsync(o =>
        {
            o.MaxConcurrentQueries = 2;
            o.Pace = _ => new QueryPace(TimeSpan.Zero, TimeSpan.FromSeconds(5));
        });
        scene.Put(1_000, "a");
        var first = await scene.StartQueryAsync("limit 1", 1, 2);
        await scene.StartQueryAsync("limit 1", 1, 2);

        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => scene.StartQueryAsync("limit 1", 1, 2));
        await scene.Client.StopQueryAsync(new StopQueryRequest { QueryId = first }, Token);
        await scene.StartQueryAsync("limit 1", 1, 2);

        Assert.Equal("Account maximum query concurrency limit of [2] reached.", refused.Message);
        Assert.Equal(QueryStatus.Cancelled, (await scene.ResultsAsync(first)).Status);
        await Assert.ThrowsAsync<InvalidParameterException>(() => scene.Client.StopQueryAsync(new StopQueryRequest { QueryId = first }, Token));
        Assert.Equal([0, 1, 2, 1], scene.Server.Journal.Of("StartQuery").Select(e => e.ActiveQueries));
    }

    [Fact]
    public async Task Query_ThatCannotBeCompiled_SaysWhere()
    {
        await using var scene = await Scene.StartAsync();
        scene.Put(1_000, "a");

        var error = await Assert.ThrowsAsync<MalformedQueryException>(() => scene.StartQueryAsync("fields @timestamp | fliter a = 1", 1, 2));

        Assert.Equal((20, 26), (error.QueryCompileError!.Location!.StartCharOffset, error.QueryCompileError.Location.EndCharOffset));
    }

    [Fact]
    public async Task Query_GroupsNamedInOtherWays_AreRead()
    {
        await using var scene = await Scene.StartAsync();
        scene.Put(1_000, "a");
        scene.Server.Logs.Add("/aws/eks/other/cluster", "s", 1_000, "b"u8.ToArray());
        const string Text = "fields @message | sort @message asc";

        var both = await CountAsync(new StartQueryRequest { LogGroupNames = [Scene.Group, "/aws/eks/other/cluster"], QueryString = Text });
        var byArn = await CountAsync(new StartQueryRequest { LogGroupIdentifiers = ["arn:aws:logs:eu-west-1:111122223333:log-group:" + Scene.Group], QueryString = Text });
        var bySource = await CountAsync(new StartQueryRequest { QueryString = "SOURCE logGroups(namePrefix: [\"/aws/eks/\"]) | " + Text });

        Assert.Equal(["a", "b"], both);
        Assert.Equal(["a"], byArn);
        Assert.Equal(["a", "b"], bySource);
        await Assert.ThrowsAsync<InvalidParameterException>(() => CountAsync(new StartQueryRequest { QueryString = Text }));
        await Assert.ThrowsAsync<InvalidParameterException>(() => CountAsync(new StartQueryRequest { LogGroupName = Scene.Group, LogGroupNames = [Scene.Group], QueryString = Text }));
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => CountAsync(new StartQueryRequest { LogGroupName = "/nope", QueryString = Text }));

        async Task<IEnumerable<string?>> CountAsync(StartQueryRequest request)
        {
            (request.StartTime, request.EndTime) = (1, 2);
            var started = await scene.Client.StartQueryAsync(request, Token);
            return Scene.Column(await scene.ResultsAsync(started.QueryId!), "@message");
        }
    }

    [Fact]
    public async Task Statistics_DeclaredSize_StandsForALargerLog()
    {
        await using var scene = await Scene.StartAsync(o => o.DeclaredBytesPerByte = 100);
        scene.Put(1_000, "0123456789");

        Assert.Equal(1_000, (await scene.QueryAsync("limit 1", 1, 2)).Statistics!.BytesScanned);
        scene.Server.Options.OmitsStatistics = true;
        Assert.Null((await scene.QueryAsync("limit 1", 1, 2)).Statistics);
    }

    [Fact]
    public async Task DescribeQueries_ByStatusAndPage_GivesNewestFirst()
    {
        await using var scene = await Scene.StartAsync();
        scene.Put(1_000, "a");
        await scene.StartQueryAsync("limit 1", 1, 2);
        var second = await scene.StartQueryAsync("limit 2", 1, 2);

        var page = await scene.Client.DescribeQueriesAsync(new DescribeQueriesRequest { LogGroupName = Scene.Group, Status = QueryStatus.Complete, MaxResults = 1 }, Token);
        var rest = await scene.Client.DescribeQueriesAsync(new DescribeQueriesRequest { MaxResults = 1, NextToken = page.NextToken }, Token);
        var running = await scene.Client.DescribeQueriesAsync(new DescribeQueriesRequest { Status = QueryStatus.Running }, Token);

        Assert.Equal((second, "limit 2"), (Assert.Single(page.Queries!).QueryId, page.Queries![0].QueryString));
        Assert.Equal("limit 1", Assert.Single(rest.Queries!).QueryString);
        Assert.Null(rest.NextToken);
        Assert.Empty(running.Queries!);
    }

    [Fact]
    public async Task QueryDefinitions_SavedAndReplaced_AreListed()
    {
        await using var scene = await Scene.StartAsync();
        var saved = await scene.Client.PutQueryDefinitionAsync(new PutQueryDefinitionRequest { Name = "audit/a", QueryString = "limit 1", LogGroupNames = [Scene.Group] }, Token);
        await scene.Client.PutQueryDefinitionAsync(new PutQueryDefinitionRequest { Name = "audit/b", QueryString = "limit 2", QueryDefinitionId = saved.QueryDefinitionId }, Token);

        var listed = await scene.Client.DescribeQueryDefinitionsAsync(new DescribeQueryDefinitionsRequest { QueryDefinitionNamePrefix = "audit/" }, Token);

        var definition = Assert.Single(listed.QueryDefinitions!);
        Assert.Equal((saved.QueryDefinitionId, "audit/b", "limit 2"), (definition.QueryDefinitionId, definition.Name, definition.QueryString));
    }
}

using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.LocalCloudWatch.Logs;

namespace AuditDashboard.CloudWatchLogs.Tests.LocalServers;

public sealed class EventTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FilterLogEvents_Pages_GiveEachEventOnceThoughOthersAppear()
    {
        await using var scene = await Scene.StartAsync();
        scene.Put(1_000, "a");
        scene.Put(1_000, "b");
        scene.Put(1_001, "c");
        var seen = new List<string?>();
        string? token = null;

        do
        {
            var page = await scene.Client.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = Scene.Group, StartTime = 1_000, EndTime = 1_001, Limit = 1, NextToken = token }, Token);
            seen.AddRange(page.Events!.Select(e => e.Message));
            token = page.NextToken;
            if (seen.Count == 1)
            {
                scene.Put(999, "outside");
            }
        }
        while (token is not null);

        Assert.Equal(["a", "b", "c"], seen);
    }

    [Fact]
    public async Task FilterLogEvents_EmptyPageWithToken_IsNotTheEnd()
    {
        await using var scene = await Scene.StartAsync();
        scene.Put(1_000, "a");
        scene.Server.Faults.Add(new FaultRule { Operation = "FilterLogEvents", Fault = FaultKind.EmptyPage, Nth = 1 });

        var empty = await scene.Client.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = Scene.Group }, Token);
        var next = await scene.Client.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = Scene.Group, NextToken = empty.NextToken }, Token);

        Assert.Empty(empty.Events!);
        Assert.Equal(["a"], next.Events!.Select(e => e.Message));
        Assert.Null(next.NextToken);
    }

    [Fact]
    public async Task GetLogEvents_BothDirections_EndWhereTheTokenComesBack()
    {
        await using var scene = await Scene.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            scene.Put(1_000 + i, $"{i}");
        }

        scene.Server.Logs.Add(Scene.Group, "other", 1_002, "x"u8.ToArray());

        Assert.Equal("01234", await WalkAsync(isForward: true));
        Assert.Equal("34120", await WalkAsync(isForward: false));

        async Task<string> WalkAsync(bool isForward)
        {
            var text = "";
            string? token = null;
            while (true)
            {
                var page = await scene.Client.GetLogEventsAsync(new GetLogEventsRequest(Scene.Group, Scene.Stream) { Limit = 2, StartFromHead = isForward, NextToken = token }, Token);
                text += string.Concat(page.Events!.Select(e => e.Message));
                var next = isForward ? page.NextForwardToken : page.NextBackwardToken;
                if (next == token)
                {
                    return text;
                }

                token = next;
            }
        }
    }

    [Fact]
    public async Task GetLogEvents_Window_EndsBeforeItsEnd()
    {
        await using var scene = await Scene.StartAsync();
        scene.Put(1_000, "a");
        scene.Put(2_000, "b");

        var page = await scene.Client.GetLogEventsAsync(
            new GetLogEventsRequest(Scene.Group, Scene.Stream) { StartTime = DateTime.UnixEpoch.AddSeconds(1), EndTime = DateTime.UnixEpoch.AddSeconds(2), StartFromHead = true }, Token);

        Assert.Equal(["a"], page.Events!.Select(e => e.Message));
    }

    [Fact]
    public async Task GetLogRecord_PointerOfARow_GivesAllFields()
    {
        await using var scene = await Scene.StartAsync();
        scene.Put(1_000, """{"verb":"get","user":{"groups":["a","b"],"extra":null},"ok":true,"code":200}""");
        var row = Assert.Single((await scene.QueryAsync("fields verb", 1, 2)).Results!);

        var record = await scene.Client.GetLogRecordAsync(new GetLogRecordRequest { LogRecordPointer = row.Find(c => c.Field == "@ptr")!.Value }, Token);

        Assert.Equal(
            ["@ingestionTime", "@log", "@logStream", "@message", "@ptr", "@timestamp", "code", "ok", "user.groups.0", "user.groups.1", "verb"],
            record.LogRecord!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("200", "true", "b"), (record.LogRecord["code"], record.LogRecord["ok"], record.LogRecord["user.groups.1"]));
    }

    [Fact]
    public async Task PutLogEvents_EventsOutsideTheAllowedTime_AreRejectedSingly()
    {
        await using var scene = await Scene.StartAsync();
        scene.Server.Logs.GetOrAdd(Scene.Group).TryAddStream(Scene.Stream, 0);
        var now = scene.Clock.GetUtcNow().UtcDateTime;

        var future = await PutAsync((now, "good"), (now.AddHours(3), "too new"));
        var past = await PutAsync((now.AddDays(-14).AddHours(-1), "too old"), (now.AddDays(-14).AddHours(1), "good"));

        Assert.Equal(1, future.RejectedLogEventsInfo!.TooNewLogEventStartIndex);
        Assert.Null(future.RejectedLogEventsInfo.TooOldLogEventEndIndex);
        Assert.Equal(1, past.RejectedLogEventsInfo!.TooOldLogEventEndIndex);
        Assert.Equal(2, scene.Server.Logs.GetOrAdd(Scene.Group).EventCount);
        await Assert.ThrowsAsync<InvalidParameterException>(() => PutAsync((now, "b"), (now.AddSeconds(-1), "a")));
        await Assert.ThrowsAsync<InvalidParameterException>(() => PutAsync((now.AddHours(-25), "a"), (now, "b")));
        await Assert.ThrowsAsync<InvalidParameterException>(() => PutAsync((now, new string('x', 1_048_576))));
        await Assert.ThrowsAsync<InvalidParameterException>(() => PutAsync());
        await Assert.ThrowsAsync<ResourceNotFoundException>(
            () => scene.Client.PutLogEventsAsync(new PutLogEventsRequest(Scene.Group, "nope", [new InputLogEvent { Timestamp = now, Message = "a" }]), Token));

        Task<PutLogEventsResponse> PutAsync(params (DateTime At, string Text)[] events) => scene.Client.PutLogEventsAsync(
            new PutLogEventsRequest(Scene.Group, Scene.Stream, [.. events.Select(e => new InputLogEvent { Timestamp = e.At, Message = e.Text })]), Token);
    }

    [Fact]
    public async Task DescribeLogGroups_Filters_AreAppliedInAsciiOrder()
    {
        await using var scene = await Scene.StartAsync();
        foreach (var name in new[] { "/b", "/a", "/B", "/c/eks" })
        {
            await scene.Client.CreateLogGroupAsync(new CreateLogGroupRequest(name), Token);
        }

        Assert.Equal("/B /a /b /c/eks", await NamesAsync(new()));
        Assert.Equal("/B /a", await NamesAsync(new() { Limit = 2 }));
        Assert.Equal("/c/eks", await NamesAsync(new() { LogGroupNamePattern = "EKS" }));
        Assert.Equal("/b", await NamesAsync(new() { LogGroupNamePrefix = "/b" }));
        Assert.Equal("", await NamesAsync(new() { LogGroupClass = LogGroupClass.INFREQUENT_ACCESS }));
        Assert.Equal("/a", await NamesAsync(new() { LogGroupIdentifiers = ["arn:aws:logs:eu-west-1:111122223333:log-group:/a"] }));
        await Assert.ThrowsAsync<InvalidParameterException>(() => NamesAsync(new() { Limit = 51 }));
        await Assert.ThrowsAsync<ResourceAlreadyExistsException>(() => scene.Client.CreateLogGroupAsync(new CreateLogGroupRequest("/a"), Token));
        await Assert.ThrowsAsync<InvalidParameterException>(() => scene.Client.CreateLogGroupAsync(new CreateLogGroupRequest("no blanks"), Token));

        async Task<string> NamesAsync(DescribeLogGroupsRequest request) =>
            string.Join(' ', (await scene.Client.DescribeLogGroupsAsync(request, Token)).LogGroups!.Select(g => g.LogGroupName));
    }

    [Fact]
    public async Task DescribeLogStreams_ByTime_GivesTheFreshestFirst()
    {
        await using var scene = await Scene.StartAsync();
        scene.Server.Logs.Add(Scene.Group, "kube-apiserver-1", 5_000, "x"u8.ToArray());
        scene.Server.Logs.Add(Scene.Group, "kube-apiserver-audit-1", 9_000, "x"u8.ToArray());

        var byTime = await scene.Client.DescribeLogStreamsAsync(new DescribeLogStreamsRequest(Scene.Group) { OrderBy = OrderBy.LastEventTime, Descending = true, Limit = 1 }, Token);
        var byPrefix = await scene.Client.DescribeLogStreamsAsync(new DescribeLogStreamsRequest(Scene.Group) { LogStreamNamePrefix = "kube-apiserver-a" }, Token);

        Assert.Equal(("kube-apiserver-audit-1", DateTime.UnixEpoch.AddSeconds(9)), (byTime.LogStreams![0].LogStreamName, byTime.LogStreams[0].LastEventTimestamp));
        Assert.NotNull(byTime.NextToken);
        Assert.Equal("kube-apiserver-audit-1", Assert.Single(byPrefix.LogStreams!).LogStreamName);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("get", true)]
    [InlineData("GET", false)]
    [InlineData("get -secrets", false)]
    [InlineData("?nothing ?secrets", true)]
    [InlineData("\"\\\"verb\\\":\\\"get\\\"\"", true)]
    [InlineData("%sec.*ts%", true)]
    [InlineData("{ $.verb = \"get\" }", true)]
    [InlineData("{ $.verb = g* && ($.code >= 400 || $.code = 200) }", true)]
    [InlineData("{ $.code > 403 }", false)]
    [InlineData("{ $.missing != 1 }", false)]
    [InlineData("{ $.missing NOT EXISTS }", true)]
    [InlineData("{ $.none IS NULL && $.ok IS TRUE }", true)]
    [InlineData("{ $.user[\"a.b/c\"] = \"x\" && $.list[1] = 7 && $.list[*] = 8 }", true)]
    public void FilterPattern_AuditEvent_IsTold(string pattern, bool expected)
    {
        const string Message = """{"verb":"get","objectRef":{"resource":"secrets"},"code":403,"none":null,"ok":true,"user":{"a.b/c":"x"},"list":[6,7,8]}""";

        Assert.Equal(expected, FilterPattern.Parse(pattern).Matches(Message));
    }

    [Theory]
    [InlineData("[ip, user, ..., status = 4*, bytes > 1000]", true)]
    [InlineData("[ip = 10.*, user, request, status, bytes]", true)]
    [InlineData("[ip, user, request, status = 404 || status = 403, bytes]", true)]
    [InlineData("[ip, user, request, status, bytes < 1000]", false)]
    [InlineData("[ip, user]", false)]
    public void FilterPattern_Words_AreTold(string pattern, bool expected)
    {
        Assert.Equal(expected, FilterPattern.Parse(pattern).Matches("10.0.0.1 ann \"GET /x\" 404 1534"));
    }

    [Fact]
    public async Task LoadedFiles_AuditEvents_HaveTheirOwnTimes()
    {
        await using var scene = await Scene.StartAsync();
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.ndjson");
        await File.WriteAllTextAsync(
            path,
            """
            {"kind":"Event","verb":"get","requestReceivedTimestamp":"2024-05-01T10:00:00.100000Z","stageTimestamp":"2024-05-01T10:00:00.123456Z"}
            {"kind":"Event","verb":"broken
            """,
            Token);
        try
        {
            Assert.Equal(2, LogFiles.Load(scene.Server.Logs, "/loaded", [path], Token));
        }
        finally
        {
            File.Delete(path);
        }

        var events = await scene.Client.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = "/loaded" }, Token);
        Assert.Equal([1714557600123, 1714557600123], events.Events!.Select(e => e.Timestamp));
        Assert.StartsWith("kube-apiserver-audit-", events.Events![0].LogStreamName, StringComparison.Ordinal);
    }
}

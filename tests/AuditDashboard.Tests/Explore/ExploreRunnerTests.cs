using System.Text;
using AuditDashboard.Explore;
using AuditDashboard.Explore.Running;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.LogsInsights;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Explore;

public sealed class ExploreRunnerTests : ExploreTestContext
{
    [Fact]
    public async Task Collected_Filter_GivesItsRowsWithTheirEvents()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"), Record(2, "create", "roles", "b", user: "bob"), Record(3, "delete", "roles", "c", user: "bob"));

        var result = await RunAsync(Ask("fields user.username, objectRef.name | filter verb = \"delete\" | sort objectRef.name"));

        Assert.Equal(["user.username", "objectRef.name"], result.Columns);
        Assert.Equal([["jane", "a"], ["bob", "c"]], result.Rows.Select(r => r.Cells));
        Assert.Equal((3, 2, ExploreStop.None), (result.Records, result.Matched, result.Stop));
        Assert.True(result.Bytes > 900);
        foreach (var row in result.Rows)
        {
            var stored = await Services.GetRequiredService<EventReader>().FindAsync(row.EventId!, Token);
            Assert.Contains($"\"name\":\"{row.Cells[1]}\"", Encoding.UTF8.GetString(stored!.Json.Span), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("fields verb")]
    [InlineData("filter verb = \"delete\"")]
    [InlineData("fields @timestamp, user.username | sort @timestamp | limit 7")]
    [InlineData("stats count(*) by verb | sort verb")]
    [InlineData("stats count(*) as n by verb | filter n > 2 | sort n desc")]
    [InlineData("fields user.username as who | sort who | dedup who")]
    [InlineData("fields verb, user.username | display user.username | limit 4")]
    [InlineData("parse @message '\"verb\":\"*\"' as v | display v | sort v")]
    [InlineData("sort @timestamp desc | limit 3 | filter verb = \"delete\"")]
    [InlineData("unnest sourceIPs into ip | fields ip | limit 5")]
    [InlineData("fields user.username | filter user.username in (filter verb = \"delete\" | fields user.username) | sort user.username")]
    public async Task Collected_RowsOfAnyQuery_AreThoseThatTheEngineGivesForTheTextAlone(string text)
    {
        string[] verbs = ["delete", "create", "patch"];
        await StoreAsync([.. Enumerable.Range(0, 30).Select(i => Record(i + 1, verbs[i % 3], "roles", $"r{i}", user: $"user-{i % 7}"))]);
        var records = new List<LogRecord>();
        await foreach (var stored in Services.GetRequiredService<EventReader>().StreamAsync(new EventFilter { Cluster = "demo" }, Token))
        {
            records.Add(new LogRecord { Message = stored.Json, TimestampMicros = TimeWindow.ToMicrosSinceEpoch(stored.Row.Time!.Value) });
        }

        Assert.True(InsightsQuery.TryCompile(text, QueryOptions.Default, out var query, out var error), error?.ToString());
        QueryRun run;
        if (query.HasSubqueries)
        {
            var pass = query.StartSubqueries();
            records.ForEach(r => pass.Add(r));
            run = pass.Complete();
        }
        else
        {
            run = query.Start();
        }

        records.ForEach(r => run.Add(r));
        var expected = run.Complete();

        var result = await RunAsync(Ask(text));

        Assert.Equal(expected.Columns, result.Columns);
        Assert.Equal(expected.Rows.Select(r => string.Join('|', r.Cells)), result.Rows.Select(r => string.Join('|', r.Cells)));
        Assert.NotEmpty(result.Rows);
    }

    [Fact]
    public async Task Collected_OtherClusterAndOutsideTheWindow_AreNotSearched()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"), Record((24 * 60) + 1, "delete", "roles", "old"), Record(5, "delete", "roles", "undated", isUndated: true));
        await Services.GetRequiredService<ClusterStore>().RegisterAsync("other", "Demo", Clock.GetUtcNow().AddDays(-7), Token);

        Assert.Equal(["a"], Column(await RunAsync(Ask("fields objectRef.name")), 0));
        Assert.Empty((await RunAsync(Ask("fields objectRef.name", cluster: "other"))).Rows);
    }

    [Fact]
    public async Task Text_ThatIsNoQuery_IsRefusedWithItsPlace()
    {
        var refused = Assert.IsType<ExploreOutcome.Refused>(await OutcomeAsync(Ask("fields verb\n| filtr verb = 1")));

        Assert.Equal((2, 3), (refused.Error.Line, refused.Error.Column));
        Assert.Contains("filter", refused.Error.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Error, Assert.Single(Runner.Check("fields verb\n| filtr verb = 1")));
    }

    [Fact]
    public void Check_FieldThatNoAuditEventHas_SaysWhichWasMeant() =>
        Assert.Contains(Runner.Check("filter usre.username = \"a\""), n => n.Severity != DiagnosticSeverity.Error && n.Message.Contains("user.username", StringComparison.Ordinal));

    [Fact]
    public async Task TimeLimit_Reached_GivesTheNewestRowsAndSaysHowFarItCame()
    {
        await StoreAsync([.. Enumerable.Range(1, 200).Select(i => Record(i, "delete", "roles", $"r{i}"))]);

        var result = await RunAsync(Ask("stats count(*) as n"), p => Clock.Advance(p.Records == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(11)));

        Assert.Equal((ExploreStop.TimeLimit, 64, "64"), (result.Stop, result.Records, Assert.Single(result.Rows).Cells[0]));
        Assert.Equal(TimeWindow.FromMicrosSinceEpoch(result.Request.Window.ToMicros).AddMinutes(-64), result.ReachedBackTo);
        var first = ExploreWords.Cautions(result).First();
        Assert.True(first.IsWarning);
        Assert.Contains("the time limit stopped the query after the newest 64 records, back to 23 Nov 2026 13:02:00", first.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_ByTheReader_GivesTheRowsSoFar()
    {
        await StoreAsync([.. Enumerable.Range(1, 200).Select(i => Record(i, "delete", "roles", $"r{i}"))]);
        using var stop = new CancellationTokenSource();

        var result = await RunAsync(
            Ask("fields objectRef.name"),
            p =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                if (p.Records > 0)
                {
                    stop.Cancel();
                }
            },
            stop);

        Assert.Equal((ExploreStop.Cancelled, 64), (result.Stop, result.Rows.Count));
    }

    [Fact]
    public async Task Stopped_WhileSubqueriesAreRead_GivesNoRows()
    {
        await StoreAsync([.. Enumerable.Range(1, 200).Select(i => Record(i, "delete", "roles", $"r{i}"))]);
        using var stop = new CancellationTokenSource();

        var outcome = await OutcomeAsync(
            Ask("fields verb | filter verb not in (filter verb = \"create\" | fields verb)"),
            p =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                if (p.Records > 0)
                {
                    stop.Cancel();
                }
            },
            stop);

        Assert.Contains("A part of them would give wrong rows", Assert.IsType<ExploreOutcome.Failed>(outcome).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MemoryLimit_Passed_FailsAndSaysSo()
    {
        Options.MemoryLimitBytes = 20_000;
        await StoreAsync([.. Enumerable.Range(1, 200).Select(i => Record(i, "delete", "roles", $"r{i}"))]);

        var failed = Assert.IsType<ExploreOutcome.Failed>(await OutcomeAsync(Ask("fields @message")));

        Assert.StartsWith("A limit stopped the query:", failed.Sentence, StringComparison.Ordinal);
        Assert.Contains("memory", failed.Sentence, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Turn_NotYetCome_IsSaidAndCanBeGivenUp()
    {
        Options.ConcurrentRuns = 1;
        await StoreAsync(Record(1, "delete", "roles", "a"));
        using var began = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var first = Task.Run(
            () => OutcomeAsync(
                Ask("fields verb"),
                _ =>
                {
                    began.Set();
                    goOn.Wait(Token);
                }),
            Token);
        began.Wait(Token);
        using var stop = new CancellationTokenSource();
        var said = new List<ExploreProgress>();

        var second = await OutcomeAsync(
            Ask("fields verb"),
            p =>
            {
                said.Add(p);
                stop.Cancel();
            },
            stop);
        goOn.Set();

        Assert.True(Assert.Single(said).IsWaiting);
        Assert.Contains("before its turn came", Assert.IsType<ExploreOutcome.Failed>(second).Sentence, StringComparison.Ordinal);
        Assert.IsType<ExploreOutcome.Rows>(await first);
    }

    [Fact]
    public async Task Files_Secret_IsTakenOutBeforeItIsSearched()
    {
        const string Secret = "c3VwZXItc2VjcmV0LXZhbHVl";
        const string Object = $"\"requestObject\":{{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{{\"name\":\"db\"}},\"data\":{{\"password\":\"{Secret}\"}}}},";
        Write("a.log", Record(1, "create", "secrets", "db", group: "", extra: Object));

        Assert.Empty((await RunAsync(Ask($"fields @message | filter @message like /{Secret}/", ExploreSource.Files))).Rows);
        Assert.Empty((await RunAsync(Ask($"fields @message | filter requestObject.data.password = \"{Secret}\"", ExploreSource.Files))).Rows);
        var row = Assert.Single((await RunAsync(Ask("fields @message", ExploreSource.Files))).Rows);
        Assert.DoesNotContain(Secret, row.Cells[0], StringComparison.Ordinal);
        Assert.Contains("\"verb\":\"create\"", row.Cells[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_WhatCannotBeSearched_IsCountedAndSaid()
    {
        Write("a.log", Record(1, "get", "pods", "seen"), "{\"broken\":", Record(2, "get", "pods", "undated", isUndated: true), "{\"kind\":\"NoEvent\",\"n\":1}");
        Write("b.log", Record(3, "get", "pods", "more"), Record((24 * 60) + 1, "get", "pods", "old"));

        var result = await RunAsync(Ask("fields objectRef.name | sort objectRef.name", ExploreSource.Files));

        Assert.Equal(["more", "seen"], Column(result, 0));
        Assert.Equal((1, 2), (result.Unreadable, result.Undated));
        Assert.Null(result.Coverage);
        var said = ExploreWords.Cautions(result).Select(c => c.Sentence).ToList();
        Assert.Contains(said, s => s.StartsWith("1 line could not be read", StringComparison.Ordinal));
        Assert.Contains(said, s => s.StartsWith("2 records without any time", StringComparison.Ordinal));
        Assert.Contains(said, s => s.StartsWith("From files: completeness unknown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_RowOfAnEvent_HasTheIdThatTheStoreGivesIt()
    {
        var line = Record(1, "delete", "roles", "a");
        Write("a.log", line);

        var row = Assert.Single((await RunAsync(Ask("fields verb", ExploreSource.Files))).Rows);

        Assert.Equal(RecordIdentity.Compute("lab", Encoding.UTF8.GetBytes(line)).LinkId, row.EventId);
    }

    [Fact]
    public async Task Files_OfAClusterWithout_AreRefusedWithASentence()
    {
        Assert.Contains("No cluster in this scope reads files", Assert.IsType<ExploreOutcome.Failed>(await OutcomeAsync(Ask("fields verb", ExploreSource.Files, "demo"))).Sentence, StringComparison.Ordinal);
        Assert.Equal(["lab"], Runner.FileClusters(null));
        Assert.Empty(Runner.FileClusters("demo"));
    }

    [Fact]
    public async Task Files_PathThatIsGone_FailsWithoutNamingIt()
    {
        Directory.Delete(Files);
        try
        {
            var failed = Assert.IsType<ExploreOutcome.Failed>(await OutcomeAsync(Ask("fields verb", ExploreSource.Files)));

            Assert.Contains("could not be read", failed.Sentence, StringComparison.Ordinal);
            Assert.DoesNotContain(Files, failed.Sentence, StringComparison.Ordinal);
        }
        finally
        {
            Directory.CreateDirectory(Files);
        }
    }

    [Fact]
    public async Task Cautions_GapsAndRowsLeftOut_AreNamed()
    {
        await StoreAsync(Record(30, "delete", "roles", "a"));
        await CollectAsync(TimeSpan.FromHours(-24), TimeSpan.FromHours(-2));
        await CollectAsync(TimeSpan.FromHours(-1), TimeSpan.Zero);

        var result = await RunAsync(Ask("SOURCE '/aws/eks/x/cluster' | fields verb, @logStream"));
        var said = ExploreWords.Cautions(result with { RowsLeftOut = 3 }).ToList();

        Assert.Contains(said, c => c.IsWarning && c.Sentence.Contains("Not all of the window is collected", StringComparison.Ordinal) && c.Sentence.Contains("23 Nov 12:06 → 23 Nov 2026 13:06 UTC", StringComparison.Ordinal));
        Assert.Contains(said, c => c.IsWarning && c.Sentence.StartsWith("3 more rows were left out", StringComparison.Ordinal));
        Assert.Contains(said, c => c.IsWarning && c.Sentence.StartsWith("The query's SOURCE", StringComparison.Ordinal));
        Assert.Equal(["delete", "kube-apiserver-audit"], Assert.Single(result.Rows).Cells); // stored events are of the audit stream
        Assert.Contains(said, c => !c.IsWarning && c.Sentence.StartsWith("Only collected events were searched", StringComparison.Ordinal));
    }
}

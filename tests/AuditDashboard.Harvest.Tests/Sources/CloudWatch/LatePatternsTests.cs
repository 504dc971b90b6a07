using System.Text;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.Harvest.Sources.Demo;
using AuditDashboard.LocalCloudWatch.Logs;
using AuditDashboard.Queries;

namespace AuditDashboard.Harvest.Tests.Sources.CloudWatch;

public sealed class LatePatternsTests
{
    [Fact]
    public void Patterns_WholeCatalog_OneThatTheServiceTakes()
    {
        var patterns = LatePatterns.Of(QueryCatalog.BuiltIn.Queries, out var notSearched);

        var pattern = Assert.Single(patterns);
        Assert.InRange(pattern.Length, 1, LatePatterns.MaxLength);
        Assert.Empty(notSearched);
    }

    [Fact]
    public void Patterns_OneQuery_SayWhatItsSelectionSays()
    {
        var secrets = QueryCatalog.BuiltIn.Queries.Single(q => q.Id == "secrets");

        Assert.Equal(
            ["{ (($.objectRef.resource = \"secrets\") && ($.verb = \"get\" || $.verb = \"list\" || $.verb = \"watch\") && ($.responseStatus.code = \"401\" || $.responseStatus.code = 401)) }"],
            LatePatterns.Of([secrets], out _));
    }

    [Theory]
    [InlineData("strcontains(userAgent, \"x\")")]
    [InlineData("verb != \"get\"")]
    [InlineData("requestURI like /api/")]
    [InlineData("annotations.authorization.k8s.io/decision = \"allow\"")]
    [InlineData("verb = \"get\" or not ispresent(verb)")]
    public void Patterns_WhatTheyCannotSay_IsNamedAndNotSearched(string text)
    {
        var query = User(text);

        Assert.Empty(LatePatterns.Of([query], out var notSearched));

        Assert.Equal([query.Id], notSearched);
    }

    [Fact]
    public void Patterns_ConditionsThatAreLeftOut_LetMoreThrough() => Assert.Equal(
        ["{ (($.verb = \"create\")) }"], LatePatterns.Of([User("verb = \"create\" and requestURI like /pods/ and user.username = \"a*b\"")], out _));

    [Fact]
    public void Patterns_ManyLongQueries_AreSplitAndEachIsWritten()
    {
        var queries = Enumerable.Range(0, 40).Select(i => User($"objectRef.name = \"a-very-long-name-of-an-object-number-{i}\" and verb = \"verb-{i}\"", $"q{i}")).ToList();

        var patterns = LatePatterns.Of(queries, out var notSearched);

        Assert.All(patterns, p => Assert.InRange(p.Length, 1, LatePatterns.MaxLength));
        Assert.Empty(notSearched);
        for (var i = 0; i < 40; i++)
        {
            var message = $$"""{"verb":"verb-{{i}}","objectRef":{"name":"a-very-long-name-of-an-object-number-{{i}}"} }""";
            Assert.Contains(patterns, p => FilterPattern.Parse(p).Matches(message));
        }
    }

    [Fact]
    public void Patterns_DemoEvents_LetEverySelectedOneThroughAndFewOthers()
    {
        var patterns = LatePatterns.Of(QueryCatalog.BuiltIn.Queries, out _).Select(FilterPattern.Parse).ToList();
        var (selected, through, others) = (0, 0, 0);
        foreach (var record in DemoStream.Generate(20_000, 7, DemoStream.DefaultStart, DemoStream.DefaultRate))
        {
            var isSelected = Truth.Select(record.Message.Span) is { Count: > 0 };
            var isThrough = patterns.Exists(p => p.Matches(Encoding.UTF8.GetString(record.Message.Span)));
            selected += isSelected ? 1 : 0;
            through += isSelected && isThrough ? 1 : 0;
            others += !isSelected && isThrough ? 1 : 0;
        }

        Assert.InRange(selected, 1_000, 20_000);
        Assert.Equal(selected, through);
        Assert.InRange(others, 0, selected / 2);
    }

    [Fact]
    public async Task Patterns_RealEvents_LetEverySelectedOneThrough()
    {
        var patterns = LatePatterns.Of(QueryCatalog.BuiltIn.Queries, out _).Select(FilterPattern.Parse).ToList();
        var catalog = new MergedScan(QueryCatalog.BuiltIn.Queries);
        var selected = 0;
        foreach (var path in Directory.GetFiles(Input.RealData.Require(), "*.ndjson"))
        {
            foreach (var record in Input.RecordReading.Read(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)))
            {
                if (record.Problem is null && catalog.Match(new() { Message = record.Message }) != 0)
                {
                    selected++;
                    Assert.Contains(patterns, p => p.Matches(Encoding.UTF8.GetString(record.Message.Span)));
                }
            }
        }

        Assert.InRange(selected, 50, int.MaxValue);
    }

    private static CannedQuery User(string text, string id = "mine")
    {
        var catalog = QueryCatalog.Create([new UserQuery { Id = id, Title = id, Text = text }], out var errors);
        Assert.Empty(errors);
        return catalog.Queries[^1];
    }
}

using System.Diagnostics;
using System.Text;
using AuditDashboard.LogsInsights.Tests.Cases;
using CsCheck;

namespace AuditDashboard.LogsInsights.Tests;

/// <summary>Texts that whoever may type a query could type to exhaust the process.</summary>
public sealed class LimitTests
{
    public static TheoryData<string, string> Hostile => new()
    {
        { "E-LENGTH", "filter a = \"" + new string('x', 10_000) + "\"" },
        { "E-NESTING", "filter " + new string('(', 4_000) + "1" },
        { "E-NESTING", "filter " + string.Concat(Enumerable.Repeat("not ", 2_000)) + "a" },
        { "E-NESTING", "fields " + new string('-', 8_000) + "1" },
        { "E-NESTING", "fields " + string.Concat(Enumerable.Repeat("2^", 4_000)) + "1" },
        { "E-NESTING", "fields " + string.Concat(Enumerable.Repeat("abs(", 1_500)) + "1" },
        { "E-NODES", "filter a" + string.Concat(Enumerable.Repeat(" or a=1", 1_400)) },
        { "E-NODES", "fields 1" + string.Concat(Enumerable.Repeat("+1", 4_000)) },
        { "E-NODES", "filter a in [1" + string.Concat(Enumerable.Repeat(",1", 4_000)) + "]" },
        { "E-PIPES", "fields a" + string.Concat(Enumerable.Repeat("|limit 1", 21)) },
        { "E-LENGTH", "filter a" + string.Concat(Enumerable.Repeat(" or a", 1_000_000)) },
        { "E-LENGTH", "filter a in [" + string.Concat(Enumerable.Repeat("1,", 1_000_000)) + "1]" },
        { "E-NODES", "fields a" + string.Concat(Enumerable.Repeat(",a", 4_000)) },
        { "E-NODES", "dedup a" + string.Concat(Enumerable.Repeat(",a", 4_000)) },
        { "E-NODES", "countFrequent a" + string.Concat(Enumerable.Repeat(",a", 4_000)) },
        { "E-NODES", "stats count(*) as c by bin(1m) | fillmissing with 0 for c" + string.Concat(Enumerable.Repeat(",1 for c", 1_100)) },
        { "E-NODES", "filter a in (filter b" + string.Concat(Enumerable.Repeat(" or b=1", 1_300)) + "| fields a)" },
        { "E-PIPES", "filter a in (fields a" + string.Concat(Enumerable.Repeat("|limit 1", 15)) + ")" + string.Concat(Enumerable.Repeat("|limit 1", 6)) },
        { "E-NESTING", "fields a" + string.Concat(Enumerable.Repeat("=(a", 2_500)) },
        { "E-NESTING", "fields jsonParse(" + string.Concat(Enumerable.Repeat("(", 3_000)) },
        { "E-SUBQUERY", "filter a in (filter b in (" + string.Concat(Enumerable.Repeat("filter b in (", 500)) },
        { "E-REGEX-LENGTH", "parse a /(" + new string('x', 512) + ")/ as b" },
        { "E-REGEX-LENGTH", "filter a like /" + new string('x', 513) + "/" },
        { "E-REGEX-UNSUPPORTED", "filter a like /((a{1000}){1000}){1000}/" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Compile_Hostile_RefusedWithItsOwnError(string code, string text)
    {
        Assert.False(InsightsQuery.TryCompile(text, QueryOptions.Default, out _, out var error));

        Assert.Equal(code, error.Code);
        Assert.InRange(error.Start, 1, text.Length);
        Assert.InRange(error.Line, 1, 1);
        Assert.Equal(error.Start + 1, error.Column);
    }

    [Fact]
    public void Compile_AtTheLimits_Accepted()
    {
        Accept("filter " + new string('(', 30) + "a = 1" + new string(')', 30));
        Accept("filter a = 1" + string.Concat(Enumerable.Repeat(" or a = 1", 490)));
        Accept("fields 1" + string.Concat(Enumerable.Repeat("+1", 990)));
        Accept("fields a" + string.Concat(Enumerable.Repeat("|filter a = 1", 20)));
        Accept("filter a like /" + new string('x', 512) + "/");

        static void Accept(string text)
        {
            Assert.True(InsightsQuery.TryCompile(text, QueryOptions.Default, out var query, out var error), error?.ToString());
            var run = query.Start();
            run.Add(new LogRecord { Message = """{"a":"xxxxxxxx"}"""u8.ToArray() });
            run.Complete();
        }
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("(a|aa)+$")]
    [InlineData("(.*)*x")]
    [InlineData("(a?){50}a{50}")]
    public void Regex_CatastrophicElsewhere_LinearHere(string pattern)
    {
        Assert.True(Selection.TryCompile($"v like /{pattern}/", out var selection, out var error), error?.ToString());
        var record = new LogRecord { Message = Encoding.UTF8.GetBytes("{\"v\":\"" + new string('a', 100_000) + "!\"}") };
        var clock = Stopwatch.StartNew();

        selection.Matches(record);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }

    [Fact]
    public void Compile_RandomTexts_NeverThrow()
    {
        var words = Pick.From(
            "fields", "filter", "stats", "sort", "limit", "parse", "dedup", "display", "by", "as", "and", "or", "not", "like", "in", "count", "bin", "|", ",", "(", ")",
            "[", "]", "=", "!=", "=~", "<", "+", "-", "*", "/", "^", "%", "\"x\"", "\"", "'", "`", "`a b`", "5m", "12", "1.5", "a.b", "@message", "@", ".", "expand", "json", "field", "unnest", "into", "logfmt", "csv", "multi", "fillmissing", "with", "for", "countFrequent", "offset", "SOURCE", "logGroups", "namePrefix", ":", "/x/", "#", "\n", "\\", "\u0000", "\ud800", "é");
        words.Array[0, 30].Select(parts => string.Join(' ', parts)).Sample(
            text =>
            {
                var isQuery = InsightsQuery.TryCompile(text, QueryOptions.Default, out var query, out var error);
                Assert.True(isQuery ? query is not null && error is null : error!.Length >= 0 && error.Start + error.Length <= text.Length && error.Line >= 1);
                query?.Explain();
                Selection.TryCompile(text, out _, out _);
            },
            iter: 10_000, seed: "0000KOIPZqe1");
        Gen.String[0, 40].Sample(
            text =>
            {
                InsightsQuery.TryCompile(text, QueryOptions.Default, out _, out _);
            },
            iter: 10_000, seed: "0000KOIPZqe1");
    }
}

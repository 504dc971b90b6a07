using System.Text;

namespace AuditDashboard.LogsInsights.Tests;

/// <summary>Threat T35: expressions that would run for hours on an engine that backtracks.</summary>
public sealed class RegexBombTests
{
    /// <summary>200 expressions: every way to nest or overlap repetition that is known to blow up, in sizes.</summary>
    public static IEnumerable<string> Bombs
    {
        get
        {
            string[] cores = ["a", "a|a", "a|aa", "a|a?", "a*", "a+", "(a|b|ab)", "[a-z]", "\\w", ".", "\\w|\\d", "(a*)*", "(a+)+", "(.*)*", "(a?)", "a{1,9}", "\\w+\\s?", "(x+x+)+y", "[^b]", "(?:a|a)"];
            string[] shapes = ["^({0})+$", "^({0})*b", "({0})*({0})*({0})*$", "^(({0})+)+$", "({0}){{10,40}}$", "(?i)^({0})+!$", "({0})+({0})+({0})+!", "^(.*({0})+){{12}}$", "({0}){{30}}{{3}}x", "({0})*?({0})*?c$"];
            return shapes.SelectMany(shape => cores.Select(core => string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, core)));
        }
    }

    [Fact]
    public void Bombs_Each_AnswerOrAreRefusedWithATypedError()
    {
        var record = new LogRecord { Message = Encoding.UTF8.GetBytes("{\"v\":\"" + new string('a', 100_000) + "!\"}") };
        var bombs = Bombs.ToList();
        var answered = 0;

        foreach (var pattern in bombs)
        {
            if (!InsightsQuery.TryCompile($"filter v like /{pattern}/ | stats count(*)", QueryOptions.Interactive, out var query, out var error))
            {
                Assert.StartsWith("E-REGEX", error.Code, StringComparison.Ordinal);
                continue;
            }

            try
            {
                var run = query.Start();
                run.Add(record);
                Assert.Single(run.Complete().Rows);
                answered++;
            }
            catch (QueryLimitException exception)
            {
                Assert.Contains("250 ms", exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal(200, bombs.Count);
        Assert.InRange(answered, 1, 200);
    }

    [Fact]
    public void Bomb_InParseAndReplace_EndsTheRunWithASentenceOrAnswers()
    {
        var record = new LogRecord { Message = Encoding.UTF8.GetBytes("{\"v\":\"" + new string('a', 1_000_000) + "!\"}") };
        foreach (var text in new[] { "parse v /(?<x>(.*a){12}b)/ multi", "fields regexReplace(v, /(.*a){12}b/, \"x\") as y", "fields v =~ /(.*a){12}b/ as y" })
        {
            Assert.True(InsightsQuery.TryCompile(text, QueryOptions.Interactive, out var query, out var error), error?.ToString());
            var run = query.Start();
            try
            {
                run.Add(record);
                Assert.NotEmpty(run.Complete().Rows);
            }
            catch (QueryLimitException exception)
            {
                Assert.Contains("250 ms", exception.Message, StringComparison.Ordinal);
            }
        }
    }
}

using AuditDashboard.LogsInsights.Syntax;
using AuditDashboard.LogsInsights.Tests.Cases;
using CsCheck;

namespace AuditDashboard.LogsInsights.Tests;

/// <summary>What is printed parses back to the same tree, and prints alike again.</summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData("queries")]
    [InlineData("commands")]
    [InlineData("lints")]
    public void Queries_OfTheCases_PrintAndParseBackToTheSameTree(string file)
    {
        foreach (var row in CaseFile.Read(file))
        {
            Check(row.Data.Item1);
        }
    }

    [Theory]
    [InlineData("values")]
    [InlineData("printing")]
    public void Expressions_OfTheCases_PrintAndParseBackToTheSameTree(string file)
    {
        foreach (var row in CaseFile.Read(file))
        {
            Check($"filter {row.Data.Item1}");
        }
    }

    [Fact]
    public void Queries_Random_PrintAndParseBackToTheSameTree()
    {
        var accepted = 0;
        RandomQueries.Query.Sample(
            text =>
            {
                if (TryParse(text, out _))
                {
                    Interlocked.Increment(ref accepted);
                    Check(text);
                }
            },
            iter: 5_000, seed: "0000KOIPZqe1");

        Assert.InRange(accepted, 4_000, 5_000);
    }

    [Fact]
    public void Trees_ThatDiffer_HaveDifferentTexts()
    {
        string[] queries =
        [
            "fields a", "fields b", "display a", "fields a as b", "fields a.b", "fields `a.b`", "fields \"a\"", "filter a", "sort a", "sort a desc", "limit 1", "limit 2",
            "stats count(*)", "stats count()", "stats count(*) by bin(1m)", "stats count(*) by bin(1m) offset 1m", "parse a \"*\" as b", "parse a /(b)/ as b", "parse a /(b)/ as b multi",
        ];

        Assert.Equal(queries.Length, queries.Select(q => TreeText.Of(QueryParser.ParseQuery(q))).Distinct().Count());
    }

    [Fact]
    public void CanonicalText_OfAQuery_IsOneForAllSpellings()
    {
        const string Expected = "filter verb in [\"a\", \"b\"] | sort n asc | limit 5";
        foreach (var text in new[] { Expected, "WHERE verb IN ['a','b']|order n|head 5", "filter (verb in [\"a\", \"b\"]) # x\n| sort n | limit any 5" })
        {
            Assert.True(InsightsQuery.TryCompile(text, QueryOptions.Default, out var query, out _));
            Assert.Equal(Expected, query.CanonicalText);
        }
    }

    private static void Check(string text)
    {
        var tree = QueryParser.ParseQuery(text);
        var printed = Printer.Print(tree);
        Assert.True(TryParse(printed, out var error), $"{text}\nprints as\n{printed}\n{error}");
        var again = QueryParser.ParseQuery(printed);

        Assert.Equal(TreeText.Of(tree), TreeText.Of(again));
        Assert.Equal(printed, Printer.Print(again));
    }

    private static bool TryParse(string text, out string? error)
    {
        try
        {
            QueryParser.ParseQuery(text);
            error = null;
            return true;
        }
        catch (QueryFault fault)
        {
            error = fault.Message;
            return false;
        }
    }
}

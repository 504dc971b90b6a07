using System.Text;
using AuditDashboard.LogsInsights.Syntax;
using AuditDashboard.LogsInsights.Tests.Cases;
using Microsoft.Extensions.Time.Testing;

namespace AuditDashboard.LogsInsights.Tests;

public sealed class CaseTests
{
    private static readonly QueryOptions Options = new() { Clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)) };

    public static IEnumerable<TheoryDataRow<string, string>> Values => CaseFile.Read("values");

    public static IEnumerable<TheoryDataRow<string, string>> Printing => CaseFile.Read("printing");

    public static IEnumerable<TheoryDataRow<string, string>> Errors => CaseFile.Read("errors");

    public static IEnumerable<TheoryDataRow<string, string>> Queries => CaseFile.Read("queries");

    public static IEnumerable<TheoryDataRow<string, string>> Commands => CaseFile.Read("commands");

    public static IEnumerable<TheoryDataRow<string, string>> Lints => CaseFile.Read("lints");

    [Fact]
    public void Files_All_HoldAtLeastSixHundredCases() =>
        Assert.InRange(Values.Count() + Printing.Count() + Errors.Count() + Queries.Count() + Commands.Count() + Lints.Count(), 600, int.MaxValue);

    [Theory]
    [MemberData(nameof(Values))]
    public void Value_OfOneRecord_Prints(string expression, string expected)
    {
        var result = Run($"fields {expression} as result", [Records.Shapes]);

        Assert.Equal(expected, Assert.Single(result.Rows).Cells[0] ?? "(missing)");
    }

    [Theory]
    [MemberData(nameof(Printing))]
    public void Expression_Printed_CanonicalAndParsesBack(string expression, string expected)
    {
        var printed = Printer.Print(QueryParser.ParseExpression(expression));

        Assert.Equal(expected, printed);
        Assert.Equal(printed, Printer.Print(QueryParser.ParseExpression(printed)));
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Query_Wrong_SaysWhatAndWhere(string query, string expected)
    {
        Assert.False(InsightsQuery.TryCompile(query, QueryOptions.Default, out _, out var error));

        Assert.Equal(expected, $"{error.Code} {error.Line}:{error.Column} {error.Message}");
        Assert.Equal(DiagnosticSeverity.Error, error.Severity);
        Assert.InRange(error.Start + error.Length, 0, query.Length);
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Query_OverEvents_GivesRows(string query, string expected) => Check(query, Records.Events, expected);

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_OverLines_GivesRows(string query, string expected) => Check(query, Records.Lines, expected);

    [Theory]
    [MemberData(nameof(Lints))]
    public void Query_Doubtful_GetsNotes(string query, string expected)
    {
        var options = new QueryOptions
        {
            KnownFields =
            [
                new("verb", IsAlwaysPresent: true), new("user.username"), new("code"), new("kind"), new("id", IsUnbounded: true), new("annotations.*"),
            ],
            Advice = [new("N-ONLY-401", "kind", "secret", "code", "401", "403 is missed; write code in [401, 403].")],
        };
        Assert.True(InsightsQuery.TryCompile(query, options, out var compiled, out var error), error?.ToString());

        var notes = compiled.Notes.Select(n => $"{n.Code} {n.Line}:{n.Column} {n.Message}");

        Assert.Equal(expected, compiled.Notes.Count == 0 ? "-" : string.Join(" ; ", notes));
    }

    private static void Check(string query, IEnumerable<LogRecord> records, string expected)
    {
        var result = Run(query, records);

        var printed = new StringBuilder(string.Join(',', result.Columns)).Append(':');
        foreach (var row in result.Rows)
        {
            printed.Append(' ').AppendJoin(',', row.Cells.Select(c => c ?? "-"));
        }

        Assert.Equal(expected, printed.ToString());
    }

    [Theory]
    [InlineData("""formatDate(@timestamp, "%H", "America/New_York")""", "05")]
    [InlineData("""formatDate(@timestamp, "%d %H%z", "Europe/Berlin")""", "23 11+0100")]
    [InlineData("""parseDate("2026-11-23 10", "yyyy-MM-dd HH", "Europe/Berlin")""", "1795424400000")]
    public void Value_InATimeZone_Prints(string expression, string expected)
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _), "this machine has no time zone data");

        Value_OfOneRecord_Prints(expression, expected);
    }

    internal static QueryResult Run(string query, IEnumerable<LogRecord> records, QueryOptions? options = null)
    {
        var input = records.ToList();
        var run = Start(query, input, options);
        foreach (var record in input)
        {
            run.Add(record);
        }

        return run.Complete();
    }

    /// <summary>The run of a query, its queries inside in (...) already run.</summary>
    internal static QueryRun Start(string query, IReadOnlyList<LogRecord> records, QueryOptions? options = null)
    {
        Assert.True(InsightsQuery.TryCompile(query, options ?? Options, out var compiled, out var error), error?.ToString());
        return compiled.HasSubqueries ? FirstPass(compiled, records) : compiled.Start();
    }

    private static QueryRun FirstPass(InsightsQuery query, IReadOnlyList<LogRecord> records)
    {
        var pass = query.StartSubqueries();
        foreach (var record in records)
        {
            pass.Add(record);
        }

        return pass.Complete();
    }
}

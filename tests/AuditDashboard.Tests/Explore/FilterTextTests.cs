using System.Text;
using System.Text.Json;
using AuditDashboard.Explore.Editing;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Tests.Explore;

public sealed class FilterTextTests
{
    private static readonly string[] Values =
    [
        "alice", "a\"b", "a\\b", "a\\\"b", "ends with \\", "it's", "a|b", "# no comment", "/regex/", "line\nbreak", "tab\there",
        "\u202Eevil", "ø ☃ 🦊", "<script>alert(1)</script>", "x\" or 1 = 1 or \"x", "*", "", " ", "401", "nul\0l",
    ];

    public static TheoryData<string> AllValues() => [.. Values];

    [Theory]
    [MemberData(nameof(AllValues))]
    public void Add_Value_KeepsOrLeavesOutExactlyItsRows(string value)
    {
        const string Query = "fields user.username, n | sort n";
        var only = FilterText.Add(Query, "user.username", value, isExcluded: false);
        var not = FilterText.Add(Query, "user.username", value, isExcluded: true);

        Assert.NotNull(only);
        Assert.NotNull(not);
        var own = Array.IndexOf(Values, value);
        Assert.Equal([own], Run(only));
        Assert.Equal(Enumerable.Range(0, Values.Length + 1).Where(i => i != own), Run(not));
    }

    [Fact]
    public void Add_Absent_KeepsOrLeavesOutTheRowsWithoutTheField()
    {
        const string Query = "fields user.username, n | sort n";

        Assert.Equal([Values.Length], Run(FilterText.Add(Query, "user.username", null, isExcluded: false)!));
        Assert.Equal(Enumerable.Range(0, Values.Length), Run(FilterText.Add(Query, "user.username", null, isExcluded: true)!));
    }

    [Fact]
    public void Add_FieldOfTheRecord_IsFilteredFirst()
    {
        Assert.Equal(
            "filter verb = \"get\"\n| stats count(*) as c by verb", FilterText.Add("stats count(*) as c by verb", "verb", "get", isExcluded: false));
    }

    [Theory]
    [InlineData("stats count(*) as verb by user.username", "verb", "3", "stats count(*) as verb by user.username\n| filter verb = 3")]
    [InlineData("parse @message \"a*\" as who\n", "who", "x", "parse @message \"a*\" as who\n| filter who = \"x\"")]
    public void Add_NameThatTheQueryMakes_IsFilteredBehindIt(string text, string column, string value, string expected) =>
        Assert.Equal(expected, FilterText.Add(text, column, value, isExcluded: false));

    [Fact]
    public void Add_ToATextWithASource_IsFilteredBehindIt() =>
        Assert.Equal("SOURCE '/aws/eks/x/cluster' | fields verb\n| filter verb = \"get\"", FilterText.Add("SOURCE '/aws/eks/x/cluster' | fields verb", "verb", "get", isExcluded: false));

    [Fact]
    public void Add_WhereTheLanguageCannotSayIt_IsNull() =>
        Assert.Null(FilterText.Add("stats count(*) by bin(5m)", "no `name", "x", isExcluded: false));

    private static IEnumerable<int> Run(string text)
    {
        Assert.True(InsightsQuery.TryCompile(text, QueryOptions.Default, out var query, out var error), $"{error}: {text}");
        var run = query.Start();
        for (var i = 0; i < Values.Length; i++)
        {
            run.Add(new LogRecord { Message = Encoding.UTF8.GetBytes($"{{\"user\":{{\"username\":{JsonSerializer.Serialize(Values[i])}}},\"n\":{i}}}") });
        }

        run.Add(new LogRecord { Message = Encoding.UTF8.GetBytes($"{{\"user\":{{}},\"n\":{Values.Length}}}") });
        return [.. run.Complete().Rows.Select(r => int.Parse(r.Cells[1]!, System.Globalization.CultureInfo.InvariantCulture))];
    }
}

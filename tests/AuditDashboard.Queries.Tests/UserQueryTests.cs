using AuditDashboard.LogsInsights;

namespace AuditDashboard.Queries.Tests;

public sealed class UserQueryTests
{
    [Fact]
    public void Create_Expression_BecomesAQuery()
    {
        var query = Single("verb = 'delete'");

        Assert.Equal("""verb = "delete" """.Trim(), query.Selection.CanonicalText);
        Assert.Equal("mine", query.Title);
        Assert.True(query.IsUserDefined);
        Assert.Equal(13, query.StackRank);
        Assert.Contains("| filter verb = 'delete'", query.Text, StringComparison.Ordinal);
        Assert.True(InsightsQuery.TryCompile(query.Text, QueryOptions.Default, out _, out _));
    }

    [Fact]
    public void Create_WholeQuery_SelectionIsItsFiltersWithoutTheStream()
    {
        var query = Single("""fields a | filter @logStream like "kube-apiserver-audit" and a = 1 | filter b = 2 | stats count(*) by bin(1h)""");

        Assert.Equal("a = 1 and b = 2", query.SelectionText);
        Assert.True(query.Selection.Matches(new LogRecord { Message = """{"a":"1","b":2}"""u8.ToArray() }));
    }

    [Theory]
    [InlineData("mine", "", "The text is empty; write a query, or a filter expression such as verb = \"delete\".")]
    [InlineData("Mine", "a = 1", "The id 'Mine' is not usable; write 1 to 40 lower-case letters, digits and hyphens, starting with a letter.")]
    [InlineData("roles", "a = 1", "The id 'roles' is taken; choose another.")]
    [InlineData("mine", "verb == 1", "The text is not a query: line 1, column 6: Found '==', expected '=': equality is written with one sign.")]
    [InlineData("mine", "fields a | filtr b = 1", "The text is not a query: line 1, column 12: Found 'filtr', expected a command; did you mean 'filter'?")]
    [InlineData("mine", "fields a", "The text cannot be used as a canned query: line 1, column 9: The query has no filter, which would select every record; write one.")]
    [InlineData("mine", "fields a as b | filter b = 1", "The text cannot be used as a canned query: line 1, column 24: The filter uses 'b', which the query itself makes; a selection can only use the record's own fields.")]
    public void Create_Wrong_OneSentenceAndTheRestStays(string id, string text, string expected)
    {
        var catalog = QueryCatalog.Create([new UserQuery { Id = "first", Text = "a = 1" }, new UserQuery { Id = id, Text = text }], out var errors);

        Assert.Equal(new UserQueryError(1, expected), Assert.Single(errors));
        Assert.Equal(13, catalog.Queries.Count);
        Assert.True(catalog.TryGet("first", out _));
    }

    [Fact]
    public void Create_MoreThanAMaskHolds_Refused()
    {
        var queries = Enumerable.Range(0, 60).Select(i => new UserQuery { Id = $"q{i}", Text = $"a = {i}" }).ToList();

        var catalog = QueryCatalog.Create(queries, out var errors);

        Assert.Equal(64, catalog.Queries.Count);
        Assert.Equal(8, errors.Count);
    }

    private static CannedQuery Single(string text)
    {
        var catalog = QueryCatalog.Create([new UserQuery { Id = "mine", Text = text }], out var errors);
        Assert.Empty(errors);
        Assert.True(catalog.TryGet("mine", out var query));
        return query;
    }
}

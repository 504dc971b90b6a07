using AuditDashboard.LogsInsights.Tests.Cases;

namespace AuditDashboard.LogsInsights.Tests;

public sealed class SubqueryTests
{
    private const string Text = "filter user in (filter code = 403 | fields user) | fields n";

    [Fact]
    public void Start_WithoutFirstPass_IsRefused()
    {
        var query = Compile(Text);

        Assert.True(query.HasSubqueries);
        Assert.Throws<InvalidOperationException>(query.Start);
    }

    [Fact]
    public void StartSubqueries_WithoutSubqueries_GivesThePlainRun()
    {
        var query = Compile("fields n | limit 1");
        var run = query.StartSubqueries().Complete();
        foreach (var record in Records.Events)
        {
            run.Add(record);
        }

        Assert.False(query.HasSubqueries);
        Assert.Equal("4", Assert.Single(run.Complete().Rows).Cells[0]);
    }

    [Fact]
    public void Subquery_MoreValuesThanTheDefaultLimit_AllCount()
    {
        var records = Enumerable.Range(0, 12_000).Select(i => new LogRecord { Message = System.Text.Encoding.UTF8.GetBytes($$"""{"n":{{i}}}"""), TimestampMicros = i }).ToList();

        Assert.Equal("12000", CaseTests.Run("filter n in (fields n) | stats count(*)", records).Rows[0].Cells[0]);
        Assert.Equal("11000", CaseTests.Run("filter n in (fields n | limit 11000) | stats count(*)", records).Rows[0].Cells[0]);
    }

    [Fact]
    public void Subquery_Window_BoundsItToo()
    {
        var options = new QueryOptions { FromMicros = Records.Midnight, ToMicros = Records.Midnight + 60_000_000 };

        // The event with code 403 lies behind the window.
        Assert.Empty(CaseTests.Run(Text, Records.Events, options).Rows);
    }

    [Fact]
    public void Subquery_LimitOverride_LeavesItAlone()
    {
        var result = CaseTests.Run("fields n | filter user in (filter code >= 400 | fields user)", Records.Events, new QueryOptions { LimitOverride = 2 });

        Assert.Equal(["2", "3"], result.Rows.Select(r => r.Cells[0]));
    }

    [Fact]
    public void Selection_WithSubquery_IsRefusedWithItsPlace()
    {
        Assert.False(Selection.TryCompile("a in (fields a)", out _, out var error));
        Assert.Equal(("E-SUBQUERY", 5, 10), (error.Code, error.Start, error.Length));

        Assert.False(Compile(Text).TryGetSelection([], out _, out error));
        Assert.Equal(("E-SUBQUERY", 16), (error.Code, error.Column));
    }

    [Fact]
    public void Source_OfAQuery_IsGivenToTheCaller()
    {
        var source = Compile("SOURCE logGroups(namePrefix: ['/a', \"/b\"], accountIdentifiers: ['1'], class: ['X']) START=-3600s END=0s | fields n").Source!;

        Assert.Equal(["/a", "/b"], source.NamePrefixes);
        Assert.Equal(["1"], source.AccountIdentifiers);
        Assert.Equal(["X"], source.Classes);
        Assert.Equal(("-3600s", "0s"), (source.Start, source.End));
        Assert.Equal(["it's"], Compile("SOURCE 'it\\'s'").Source!.LogGroups);
        Assert.Null(Compile("fields n").Source);
    }

    [Fact]
    public void RowsLeftOut_ByTheDefaultLimitAlone_AreCounted()
    {
        var records = Enumerable.Range(0, 10_500).Select(i => new LogRecord { Message = "{}"u8.ToArray(), TimestampMicros = i * 60_000_000L }).ToList();

        Assert.Equal(500, CaseTests.Run("stats count(*) by bin(1m)", records).RowsLeftOut);
        Assert.Equal(500, CaseTests.Run("fields @timestamp", records).RowsLeftOut);
        Assert.Equal(0, CaseTests.Run("fields @timestamp | limit 10", records).RowsLeftOut);
        Assert.Equal(0, CaseTests.Run("fields @timestamp", records, new QueryOptions { LimitOverride = 5 }).RowsLeftOut);
        Assert.Equal(0, CaseTests.Run("stats count(*) by bin(1m) | limit 20000", records).RowsLeftOut);
    }

    [Fact]
    public void Explain_Query_TellsWhatIsReadAndPushedDown()
    {
        Assert.True(InsightsQuery.TryCompile(
            "fields @timestamp, verb | limit 3 | filter verb in [\"get\", \"list\"] and code = 401 and user like \"ann\"",
            new QueryOptions { FromMicros = Records.Midnight }, out var query, out _));

        Assert.Equal(
            """
            runs      fields @timestamp, verb | filter verb in ["get", "list"] and code = 401 and user like "ann" | limit 3
            window    from 2026-11-23 00:00:00.000 UTC, decided before a record is read
            filter    on each record: verb in ["get", "list"] and code = 401 and user like "ann"
            literals  a record without these bytes is passed over unparsed: ("get" or "list") and ann
            reads     @timestamp, code, user, verb
            steps     keep rows for which a filter is true
                      keep the first 3 rows
            columns   @timestamp, verb
            note      1:37: This filter follows 'sort' or 'limit' and runs before them: fields @timestamp, verb | filter verb in ["get", "list"] and code = 401 and user like "ann" | limit 3 (N-FILTER-MOVED)

            """,
            query.Explain(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Explain_SubqueryStatsAndFill_TellsThePasses()
    {
        Assert.True(InsightsQuery.TryCompile(
            "filter user in (filter code = 403 | fields user) | stats count(*) as c by bin(1m) | fillmissing with 0 for c", QueryOptions.Default, out var query, out _));

        Assert.Equal(
            """
            runs      filter user in (filter code = 403 | fields user) | stats count(*) as c by bin(1m) | fillmissing with 0 for c
            window    none: every record, also one without a time
            filter    on each record: user in (filter code = 403 | fields user)
            literals  none: every record of the window is parsed
            reads     @timestamp, user
            steps     keep rows for which a filter is true
                      hold one row for each group, by time alone, and add those of empty bins
                      keep the first 10000 rows, the default limit
            columns   bin(1m), c
            first 1   in a pass of its own: filter code = 403 | fields user
            filter    on each record: code = 403
            literals  none: every record of the window is parsed
            reads     code, user

            """,
            query.Explain(), ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("fields verb", 1)]
    [InlineData("SOURCE 'x' | fields verb", 14)]
    [InlineData("filter verb = \"get\" | stats count(*)", 1)]
    [InlineData("stats count(*) as s by verb | filter verb = \"@logStream\"", 1)]
    public void Stream_NotFilteredOnCloudWatch_GetsANote(string text, int column)
    {
        var options = new QueryOptions { Target = QueryTarget.CloudWatch, ExpectedLogStream = "kube-apiserver-audit" };
        Assert.True(InsightsQuery.TryCompile(text, options, out var query, out _));

        var note = Assert.Single(query.Notes, n => n.Code == "N-STREAM");

        Assert.Equal((DiagnosticSeverity.Note, column), (note.Severity, note.Column));
        Assert.EndsWith("write filter @logStream like \"kube-apiserver-audit\" first.", note.Message, StringComparison.Ordinal);
        Assert.True(InsightsQuery.TryCompile(text, options with { Target = QueryTarget.Local }, out query, out _));
        Assert.DoesNotContain(query.Notes, n => n.Code == "N-STREAM");
    }

    [Fact]
    public void Stream_FilteredOnCloudWatch_GetsNoNote()
    {
        var options = new QueryOptions { Target = QueryTarget.CloudWatch, ExpectedLogStream = "kube-apiserver-audit" };

        Assert.True(InsightsQuery.TryCompile("fields verb | filter verb = \"a\" | filter @logStream like \"kube-apiserver-audit\"", options, out var query, out _));

        Assert.Empty(query.Notes);
    }

    private static InsightsQuery Compile(string text)
    {
        Assert.True(InsightsQuery.TryCompile(text, QueryOptions.Default, out var query, out var error), error?.ToString());
        return query;
    }
}

using System.Text;
using AuditDashboard.LogsInsights.Tests.Cases;

namespace AuditDashboard.LogsInsights.Tests;

public sealed class QueryRunTests
{
    [Fact]
    public void Add_MemoryReused_RowsKeepTheirContent()
    {
        var run = Compile("fields n, @message | sort n | limit 10").Start();
        var buffer = new byte[64];
        for (var i = 0; i < 5; i++)
        {
            var length = Encoding.UTF8.GetBytes($$"""{"n":{{i}}}""", buffer);
            run.Add(new LogRecord { Message = buffer.AsMemory(0, length) });
            buffer.AsSpan().Clear();
        }

        var result = run.Complete();

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{i} {{\"n\":{i}}}"), result.Rows.Select(r => $"{r.Cells[0]} {r.Cells[1]}"));
    }

    [Fact]
    public void Add_Window_HalfOpenAndWithoutUndated()
    {
        var from = Records.Midnight + 30_000_000;
        var to = Records.Midnight + 60_000_000;

        Assert.Equal(["1"], Numbers(new QueryOptions { FromMicros = from, ToMicros = to }));
        Assert.Equal(["4", "2", "3"], Numbers(new QueryOptions { FromMicros = to }));
        Assert.Equal(["1", "0"], Numbers(new QueryOptions { ToMicros = to }));
        Assert.Equal(["4", "2", "3", "1", "0", "5"], Numbers(new QueryOptions()));
    }

    [Fact]
    public void Counters_AfterRun_TellScannedMatchedAndBytes()
    {
        var run = Compile("""fields n | filter verb = "get" | limit 1""").Start();
        foreach (var record in Records.Events)
        {
            run.Add(record);
        }

        var result = run.Complete();

        Assert.Equal(6, run.RecordsScanned);
        Assert.Equal(3, run.RecordsMatched);
        Assert.Equal(Records.Events.Sum(r => r.Message.Length), run.BytesScanned);
        Assert.Single(result.Rows);
    }

    [Fact]
    public void Limit_Override_ReplacesTheQuerysOwn()
    {
        Assert.Equal(3, Rows("fields n | limit 1", 3));
        Assert.Equal(2, Rows("fields n", 2));
        Assert.Equal(1, Rows("stats count(*) by verb | limit 3", 1));
        Assert.Equal(0, Rows("fields n", 0));

        static int Rows(string query, int limit) => CaseTests.Run(query, Records.Events, new QueryOptions { LimitOverride = limit }).Rows.Count;
    }

    [Fact]
    public void Limit_LeftOut_TenThousandRows()
    {
        var records = Enumerable.Range(0, 12_000).Select(i => new LogRecord { Message = Encoding.UTF8.GetBytes($$"""{"n":{{i}}}"""), TimestampMicros = i }).ToList();

        var result = CaseTests.Run("fields n", records);

        Assert.Equal(10_000, result.Rows.Count);
        Assert.Equal("11999", result.Rows[0].Cells[0]);
        Assert.Equal("2000", result.Rows[^1].Cells[0]);
    }

    [Fact]
    public void Filter_BehindLimit_MovedWithNoteUnlessWrittenOrderIsAsked()
    {
        const string Text = "fields n | limit 1 | filter verb = \"create\"";
        Assert.True(InsightsQuery.TryCompile(Text, QueryOptions.Default, out var query, out _));
        var note = Assert.Single(query.Notes);

        Assert.Equal(("N-FILTER-MOVED", DiagnosticSeverity.Note, 1, 22), (note.Code, note.Severity, note.Line, note.Column));
        Assert.Equal("fields n | filter verb = \"create\" | limit 1", query.EffectiveText);
        Assert.Contains(query.EffectiveText, note.Message, StringComparison.Ordinal);

        var written = new QueryOptions { IsWrittenOrder = true };
        Assert.Single(CaseTests.Run(Text, Records.Events).Rows);
        Assert.Empty(CaseTests.Run(Text, Records.Events, written).Rows);
        Assert.True(InsightsQuery.TryCompile(Text, written, out var asWritten, out _));
        Assert.Empty(asWritten.Notes);
    }

    [Theory]
    [InlineData("fields bin(300s)", "W-PERIOD-CAP", 12)]
    [InlineData("filter x = true", "W-TRUTH", 12)]
    [InlineData("filter @timestamp > \"2026-11-23\"", "W-INSTANT-TEXT", 21)]
    [InlineData("fields @mesage", "W-FIELD", 8)]
    [InlineData("stats median(x)", "W-EXTENSION", 7)]
    [InlineData("limit 5 | stats count(*)", "W-LIMIT-STATS", 1)]
    public void Compile_Doubtful_Warns(string text, string code, int column)
    {
        var note = Assert.Single(Compile(text).Notes);

        Assert.Equal((code, DiagnosticSeverity.Warning, column), (note.Code, note.Severity, note.Column));
    }

    [Fact]
    public void Stats_TooManyGroups_SaysSo()
    {
        var records = Enumerable.Range(0, 10_001).Select(i => new LogRecord { Message = Encoding.UTF8.GetBytes($$"""{"n":{{i}}}""") });

        var error = Assert.Throws<QueryLimitException>(() => CaseTests.Run("stats count(*) by n", records));

        Assert.Contains("10000 groups", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TooMuchMemory_SaysSo()
    {
        var records = Enumerable.Range(0, 100).Select(_ => new LogRecord { Message = Encoding.UTF8.GetBytes("{\"v\":\"" + new string('x', 20_000) + "\"}") });

        var error = Assert.Throws<QueryLimitException>(() => CaseTests.Run("fields v", records, new QueryOptions { MemoryLimitBytes = 1024 * 1024 }));

        Assert.Contains("1 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SmallLimit_HoldsNoMoreThanItNeeds()
    {
        var records = Enumerable.Range(0, 100_000).Select(i => new LogRecord { Message = Encoding.UTF8.GetBytes($$"""{"n":{{i}}}"""), TimestampMicros = (i * 7919L) % 100_003 });

        var result = CaseTests.Run("fields @timestamp, n | limit 3", records, new QueryOptions { MemoryLimitBytes = 1024 * 1024 });

        var newest = Enumerable.Range(0, 100_000).OrderByDescending(i => (i * 7919L) % 100_003).Take(3).Select(i => $"{i}");
        Assert.Equal(newest, result.Rows.Select(r => r.Cells[1]));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Run_InstantOutsideTheCalendar_HasNoBin(long micros)
    {
        var record = new LogRecord { Message = "{}"u8.ToArray(), TimestampMicros = micros };

        var result = CaseTests.Run("fields bin(1mo), bin(1m), dateceil(@timestamp, 1w), toMillis(@timestamp)", [record]);

        Assert.Equal([null, null, null, null], Assert.Single(result.Rows).Cells);
    }

    private static IEnumerable<string?> Numbers(QueryOptions options) => CaseTests.Run("fields n", Records.Events, options).Rows.Select(r => r.Cells[0]);

    private static InsightsQuery Compile(string text)
    {
        Assert.True(InsightsQuery.TryCompile(text, QueryOptions.Default, out var query, out var error), error?.ToString());
        return query;
    }
}

using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace AuditDashboard.LogsInsights.Tests;

/// <summary>Queries that parse, are small, and would fill the machine's memory or run for ever (threat T36): each ends with its own sentence.</summary>
public sealed class HostileRunTests
{
    private static readonly QueryOptions Small = QueryOptions.Interactive with { MemoryLimitBytes = 16 * 1024 * 1024, TimeLimit = null };

    [Fact]
    public void Names_DoublingAText_StopAtTheMemoryLimit()
    {
        // x1 holds the message twice, x2 four times, ....
        var doubling = string.Join(" | ", Enumerable.Range(1, 20).Select(i => $"fields concat({Name(i - 1)}, {Name(i - 1)}) as x{i}"));

        // Past the longest text there is no value, so many long ones are what fills memory.
        var wide = "fields " + string.Join(", ", Enumerable.Range(1, 150).Select(i => $"concat(@message, @message, @message, @message, \"{i}\") as x{i}"));

        Assert.Contains("16 MiB", RunToLimit(doubling, 10), StringComparison.Ordinal);
        Assert.Contains("16 MiB", RunToLimit(wide, 200_000), StringComparison.Ordinal);

        static string Name(int i) => i == 0 ? "@message" : $"x{i}";
    }

    [Fact]
    public void Lists_UnnestedByEachOther_StopAtTheRowLimit()
    {
        var list = "[" + string.Join(',', Enumerable.Range(0, 1_000)) + "]";
        var record = new LogRecord { Message = Encoding.UTF8.GetBytes($$"""{"l":"{{list}}"}""") };
        var unnests = string.Join(" | ", Enumerable.Range(0, 15).Select(i => $"unnest jsonParse(l) into x{i}"));

        var error = Assert.Throws<QueryLimitException>(() => CaseTests.Run($"{unnests} | stats count(*)", [record]));

        Assert.Contains("more than 1000000 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LongerThanItsTime_StopsWithASentence()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(500) };
        var records = Enumerable.Range(0, 10_000).Select(i => new LogRecord { Message = "{}"u8.ToArray(), TimestampMicros = i });

        var error = Assert.Throws<QueryLimitException>(() => CaseTests.Run("stats count(*)", records, QueryOptions.Interactive with { Clock = clock }));

        Assert.Equal("The query ran longer than 10 seconds; narrow its filter or its window.", error.Message);
    }

    [Fact]
    public void Run_WithoutTimeLimit_TakesItsTime()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromHours(1) };
        var records = Enumerable.Range(0, 1_000).Select(i => new LogRecord { Message = "{}"u8.ToArray(), TimestampMicros = i });

        Assert.Equal("1000", CaseTests.Run("stats count(*)", records, new QueryOptions { Clock = clock }).Rows[0].Cells[0]);
    }

    [Fact]
    public void Groups_ByBinsAlone_HaveAHigherLimitThanOthers()
    {
        var records = Enumerable.Range(0, 20_000).Select(i => new LogRecord { Message = Encoding.UTF8.GetBytes($$"""{"n":{{i}}}"""), TimestampMicros = i * 60_000_000L }).ToList();

        // Two weeks of minutes.
        Assert.Equal(20_000, CaseTests.Run("stats count(*) by bin(1m) | limit 100000", records).Rows.Count);
        Assert.Equal(20_000, CaseTests.Run("stats count(*) by datefloor(@timestamp, 1m) | limit 100000", records).Rows.Count);
        Assert.Contains("10000 groups", Assert.Throws<QueryLimitException>(() => CaseTests.Run("stats count(*) by n", records)).Message, StringComparison.Ordinal);
        Assert.Contains("10000 groups", Assert.Throws<QueryLimitException>(() => CaseTests.Run("stats count(*) by bin(1m), n", records)).Message, StringComparison.Ordinal);
        Assert.Contains("100 groups", Assert.Throws<QueryLimitException>(() => CaseTests.Run("stats count(*) by bin(1m)", records, new QueryOptions { MaximumTimeGroups = 100 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_ByManyValues_StopAtTheMemoryLimit()
    {
        var records = Enumerable.Range(0, 100_000).Select(i => new LogRecord { Message = Encoding.UTF8.GetBytes($$"""{"n":"{{i:000000000000000000000000000000000000000000}}x"}""") });

        var error = Assert.Throws<QueryLimitException>(() => CaseTests.Run("stats count(*) by n", records, Small with { MaximumGroups = int.MaxValue }));

        Assert.Contains("16 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fill_OfAVastWindow_StopsAtTheGroupLimit()
    {
        var options = new QueryOptions { FromMicros = 0, ToMicros = 4_000_000_000_000_000 };

        var error = Assert.Throws<QueryLimitException>(() => CaseTests.Run("stats count(*) as c by bin(1ms) | fillmissing with 0 for c", [], options));

        Assert.Contains("1000000 groups", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stats max(v) by n")]
    [InlineData("stats latest(v) by n")]
    [InlineData("stats pct(n, 50), count_distinct(v)")]
    [InlineData("stats histogram(n, 5), count_distinct(concat(v, n))")]
    [InlineData("fields jsonParse(j) as m | sort n | limit 5000")]
    [InlineData("fields v | dedup n")]
    [InlineData("filter v in (fields concat(v, n) as w) | stats count(*)")]
    public void Values_Long_AreCountedWhereverTheyAreHeld(string text)
    {
        var records = Enumerable.Range(0, 2_000).Select(i => new LogRecord
        {
            Message = Encoding.UTF8.GetBytes($$"""{"n":{{i}},"v":"{{new string('x', 20_000)}}{{i}}","j":"[{{string.Join(',', Enumerable.Repeat("1", 500))}}]"}"""),
            TimestampMicros = i,
        });

        var error = Assert.Throws<QueryLimitException>(() => CaseTests.Run(text, records, Small));

        Assert.Contains("16 MiB", error.Message, StringComparison.Ordinal);
    }

    private static string RunToLimit(string text, int length) => Assert.Throws<QueryLimitException>(
        () => CaseTests.Run(text, [new LogRecord { Message = Encoding.UTF8.GetBytes(new string('m', length)) }], Small)).Message;
}

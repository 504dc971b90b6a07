using System.Text;
using AuditDashboard.Harvest.Input.Indexing;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Tests.Commands.Scanning;

/// <summary>Indexes that someone wrote by hand, and which conditions an index may be asked for.</summary>
public sealed class IndexFormatTests
{
    [Fact]
    public void TryRead_WhatWasWritten_TheSame()
    {
        var blocks = TryRead(IndexFormat.Write(5, 100, 64, [Plain(70, 2), BlockSummary.Opaque(30)]));

        Assert.NotNull(blocks);
        Assert.Equal([70, 30], blocks.Select(block => block.Length));
        Assert.Equal([true, false], blocks.Select(block => block.IsPlain));
        Assert.Equal(2, blocks[0].Records);
        Assert.Equal(-7, blocks[0].FirstMicros);
        Assert.Equal(9, blocks[0].LastMicros);
    }

    // The hash of each is right.
    [Theory]
    [InlineData(-1, 1)]
    [InlineData(int.MinValue, 1)]
    [InlineData(10, 0)]
    [InlineData(10, -1)]
    [InlineData(10, 11)]
    public void TryRead_LengthsThatCannotBe_Null(int length, int records) =>
        Assert.Null(TryRead(IndexFormat.Write(5, 100, 64, [Plain(length, records)])));

    [Fact]
    public void TryRead_OfOtherFileOrReader_Null()
    {
        var bytes = IndexFormat.Write(5, 100, 64, [Plain(70, 2)]);

        Assert.Null(IndexFormat.TryRead(bytes, 6, 100, 64));
        Assert.Null(IndexFormat.TryRead(bytes, 5, 101, 64));
        Assert.Null(IndexFormat.TryRead(bytes, 5, 100, 65));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("alice", true)]
    [InlineData("0", true)]
    [InlineData("-5", true)]
    [InlineData("403", true)]
    [InlineData("0403", false)]
    [InlineData("403.0", false)]
    [InlineData("+403", false)]
    [InlineData("-0", false)]
    [InlineData(".5", false)]
    [InlineData("1e3", false)]
    [InlineData("1234567890123456789", false)]
    [InlineData("10.0.0.1", false)]
    public void IsOnlyForm_Text_AsTheEngineCompares(string text, bool expected) => Assert.Equal(expected, CommonFields.IsOnlyForm(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("filter user.username = \"alice\"", "user.username = \"alice\"")]
    [InlineData("filter \"alice\" = user.username and verb in [\"get\", \"list\"]", "user.username = \"alice\" and (verb = \"get\" or verb = \"list\")")]
    [InlineData("filter responseStatus.code = 403 | stats count(*)", "responseStatus.code = \"403\"")]
    [InlineData("filter verb = \"get\" or auditID = \"x\"", null)]
    [InlineData("filter verb != \"get\"", null)]
    [InlineData("filter verb like \"get\"", null)]
    [InlineData("filter responseStatus.code = 403.0", null)]
    [InlineData("filter user.username = \"Ünal\"", null)]
    [InlineData("fields objectRef.name as verb | filter verb = \"get\"", null)]
    [InlineData("stats count(*) by verb | filter verb = \"get\"", null)]
    public void Conditions_OfQuery_OnlyWhatMustHold(string text, string? expected)
    {
        Assert.True(InsightsQuery.TryCompile(text, QueryOptions.Default, out var query, out var error), error?.ToString());

        var need = new BlockNeed(null, null, [query.NecessaryConditions]);

        Assert.Equal(expected, need.Conditions.SingleOrDefault());
        Assert.Equal(expected is null, need.IsAll);
    }

    // A limit in written order comes before the filter: it must see all records.
    [Fact]
    public void Conditions_LimitInWrittenOrder_None()
    {
        var options = new QueryOptions { IsWrittenOrder = true };
        Assert.True(InsightsQuery.TryCompile("limit 5 | filter verb = \"get\"", options, out var query, out var error), error?.ToString());

        Assert.Empty(query.NecessaryConditions);
    }

    [Fact]
    public void Conditions_OneQueryOfSeveralMayMatchAnything_None()
    {
        FieldCondition condition = new(["verb"], FieldComparison.Equal, "get", false);

        Assert.NotEmpty(new BlockNeed(null, null, [[[condition]], [[condition]]]).Conditions);
        Assert.True(new BlockNeed(null, null, [[[condition]], []]).IsAll);
    }

    // The window ends before its last instant.
    [Theory]
    [InlineData(9L, 10L, true)]
    [InlineData(10L, 20L, false)]
    [InlineData(-20L, -7L, false)]
    [InlineData(-20L, -6L, true)]
    [InlineData(null, -6L, true)]
    [InlineData(10L, null, false)]
    public void Needs_Window_AtItsEdges(long? from, long? to, bool expected) => Assert.Equal(expected, new BlockNeed(from, to, []).Needs(Plain(70, 2)));

    [Fact]
    public void Needs_OpaqueBlock_Always() => Assert.True(new BlockNeed(10, 20, []).Needs(BlockSummary.Opaque(70)));

    private static BlockSummary Plain(int length, int records) => new()
    {
        Length = length,
        Records = records,
        IsPlain = true,
        FirstMicros = -7,
        LastMicros = 9,
        Values = new byte[BloomFilter.Bytes],
    };

    private static List<BlockSummary>? TryRead(byte[] bytes) => IndexFormat.TryRead(bytes, 5, 100, 64);
}

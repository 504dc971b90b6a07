using System.Text;
using AuditDashboard.Harvest.Input;

namespace AuditDashboard.Harvest.Tests.Input;

public sealed class GzipInputTests
{
    private static readonly string Text = string.Concat(Enumerable.Range(0, 300).Select(i => $$"""{"kind":"Event","auditID":"{{i * 7919 % 1000}}","n":{{i}}}""" + "\n"));

    [Fact]
    public void Members_OfManyBehindEachOther_AreAllRead()
    {
        var records = RecordReading.Read([.. TempFolder.Gzip(Text), .. TempFolder.Gzip(""), .. TempFolder.Gzip(Text)]);

        Assert.Equal(600, records.Count);
        Assert.All(records, r => Assert.Null(r.Problem));
    }

    [Fact]
    public void Cut_AtAnyByte_IsAProblemAfterTheRecordsBeforeIt()
    {
        var whole = TempFolder.Gzip(Text);
        var lines = Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var length = 3; length < whole.Length; length++)
        {
            var records = RecordReading.Read(whole[..length]);

            var good = records.Where(r => r.Problem is null).Texts().ToList();
            Assert.Equal(lines.Take(good.Count), good);
            Assert.StartsWith("The compressed data", records[^1].Problem, StringComparison.Ordinal);
            Assert.True(length < whole.Length - 8 || good.Count == lines.Length, "All data is there, only the check sum is missing.");
        }
    }

    [Fact]
    public void SecondMember_CutAtAnyByte_IsAProblem()
    {
        var first = TempFolder.Gzip(Text);
        var second = TempFolder.Gzip("{\"kind\":\"Event\"}\n");
        for (var length = 1; length < second.Length; length++)
        {
            var records = RecordReading.Read([.. first, .. second[..length]]);

            Assert.InRange(records.Count(r => r.Problem is null), 300, 301);
            Assert.NotNull(records[^1].Problem);
        }
    }

    [Fact]
    public void Damage_InTheMiddle_IsAProblem()
    {
        var bytes = TempFolder.Gzip(Text);
        bytes[bytes.Length / 2] ^= 0xff;

        Assert.Contains(RecordReading.Read(bytes), r => r.Problem is not null);
    }

    [Fact]
    public void Bytes_BehindTheData_AreAProblem()
    {
        var records = RecordReading.Read([.. TempFolder.Gzip(Text), .. "trailing text\n"u8]);

        Assert.Equal(300, records.Count(r => r.Problem is null));
        Assert.Equal("Bytes after the compressed data were not read.", records[^1].Problem);
    }

    [Fact]
    public void Bomb_PastTheFreeOutput_IsStopped()
    {
        var bomb = TempFolder.Gzip(new byte[50_000_000]);
        using var input = new GzipInput(new MemoryStream(bomb), freeOutputBytes: 1_000_000);

        var buffer = new byte[65536];
        long total = 0;
        for (int count; (count = input.Read(buffer)) > 0;)
        {
            total += count;
        }

        Assert.InRange(total, 1_000_000, 15_000_000);
        Assert.StartsWith("The compressed data grows more than 200 times", input.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_ToldByItsFirstBytes_NotByName()
    {
        using var folder = new TempFolder();
        var packed = folder.Write("a.log", TempFolder.Gzip(Text));
        var plain = folder.Write("b.log.gz", Encoding.UTF8.GetBytes(Text));

        Assert.Equal(300, RecordReading.ReadFiles(packed).Count);
        Assert.Equal(300, RecordReading.ReadFiles(plain).Count);
    }
}

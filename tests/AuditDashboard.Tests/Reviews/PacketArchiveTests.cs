using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using AuditDashboard.Packets;

namespace AuditDashboard.Tests.Reviews;

public sealed class PacketArchiveTests
{
    [Fact]
    public void CheckSum_OfTheKnownText_IsTheKnownOne() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    [Fact]
    public void Archive_Written_IsReadBack()
    {
        var problems = new List<string>();

        var files = PacketBytes.Read(Written(("a.txt", "one"), ("b.txt", "")), problems);

        Assert.Empty(problems);
        Assert.Equal([("a.txt", "one"), ("b.txt", "")], files!.Select(file => (file.Name, Encoding.ASCII.GetString(file.Content.Span))));
    }

    [Fact]
    public void Input_ThatIsNoArchive_IsRefused()
    {
        Assert.Contains("no packet", ProblemOf([]), StringComparison.Ordinal);
        Assert.Contains("no packet", ProblemOf("{\"not\":\"a zip\"}"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("no packet", ProblemOf(new byte[100_000]), StringComparison.Ordinal);
    }

    /// <summary>10 MiB of zeros in a few KiB: it is not unpacked at all.</summary>
    [Fact]
    public void Archive_ThatIsCompressed_IsRefused()
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("index.html", CompressionLevel.SmallestSize).Open();
            entry.Write(new byte[10 * 1024 * 1024]);
        }

        Assert.Contains("compressed", ProblemOf(packed.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, 1, "encrypted")]
    [InlineData(8, 8, "compressed")]
    [InlineData(8, 99, "compressed")]
    [InlineData(26, 0xFFFF, "name")]
    [InlineData(28, 4, "not as the dashboard writes it")]
    public void Header_ThatSaysSomethingElse_IsRefused(int at, int value, string expected)
    {
        var archive = Written(("a.txt", "one"));
        BinaryPrimitives.WriteUInt16LittleEndian(archive.AsSpan(at), (ushort)value);

        Assert.Contains(expected, ProblemOf(archive), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0xFFFFFFFFu)]
    public void Length_ThatIsNotThere_IsRefused(uint length)
    {
        var archive = Written(("a.txt", "one"));
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(22), length);

        Assert.NotEqual("", ProblemOf(archive));
    }

    [Theory]
    [InlineData("../../x.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\b.txt")]
    [InlineData("C:x.txt")]
    [InlineData("a b.txt")]
    [InlineData("x\n.txt")]
    public void Name_ThatLeadsElsewhere_IsRefused(string name) => Assert.Contains("name", ProblemOf(Written((name, "x"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("a.txt", "a.txt")]
    [InlineData("a.txt", "A.TXT")]
    public void Names_ThatAreTheSame_AreRefused(string one, string other) => Assert.Contains("two files", ProblemOf(Written((one, "x"), (other, "y"))), StringComparison.Ordinal);

    [Fact]
    public void Archive_OfTooManyFiles_IsRefused() =>
        Assert.Contains("more than 32", ProblemOf(Written([.. Enumerable.Range(0, 33).Select(i => ($"f{i}", ""))])), StringComparison.Ordinal);

    [Fact]
    public void Archive_WithACommentOrASecondList_IsRefused()
    {
        var archive = Written(("a.txt", "one"));
        byte[] commented = [.. archive, (byte)'x'];
        BinaryPrimitives.WriteUInt16LittleEndian(commented.AsSpan(archive.Length - 2), 1);

        Assert.Contains("list of files", ProblemOf(commented), StringComparison.Ordinal);
        Assert.Contains("list of files", ProblemOf([.. archive, .. archive]), StringComparison.Ordinal);
    }

    /// <summary>Somebody writes the file while it is checked: what was measured is not what is read then.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(99_999)]
    public void File_ThatChangesWhileItIsRead_IsNotTakenForTheOneThatWasMeasured(int at)
    {
        var archive = Written(("a.txt", new string('x', 100_000)));
        using var stream = new MemoryStream(archive);
        var reader = PacketReader.Open(stream, [], CancellationToken.None);
        archive[reader!.Files[0].Offset + at] ^= 1;

        Assert.Throws<IOException>(() => reader.Find("a.txt"));
    }

    private static string ProblemOf(byte[] archive)
    {
        var problems = new List<string>();
        PacketBytes.Read(archive, problems);
        return string.Join(' ', problems);
    }

    private static byte[] Written(params (string Name, string Text)[] files) =>
        [.. PacketArchive.Write([.. files.Select(file => new PacketFile(file.Name, Encoding.ASCII.GetBytes(file.Text)))]).SelectMany(stretch => stretch.ToArray())];
}

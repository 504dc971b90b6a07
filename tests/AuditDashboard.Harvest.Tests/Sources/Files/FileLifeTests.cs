using System.Text;

namespace AuditDashboard.Harvest.Tests.Sources.Files;

using TempFolder = Input.TempFolder;

public sealed class FileLifeTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private int _next;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_ThatGrows_IsFollowed()
    {
        var follower = new FileFollower([_folder["audit.log"]]);
        var (a, b, c) = (Line(), Line(), Line());
        _folder.Write("audit.log", a);
        await follower.ReadAsync();
        _folder.Append("audit.log", b + c);
        var slices = await follower.ReadAsync();

        Assert.Equal(a + b + c, Whole(follower));
        Assert.Equal(Encoding.UTF8.GetByteCount(b + c), slices.Sum(s => s.BytesRead));
        Assert.Equal([1L, 2, 3], follower.Records.Select(r => r.Line));
        Assert.Empty(follower.Problems);
    }

    [Fact]
    public async Task File_Unchanged_IsNotReadAgain()
    {
        var follower = new FileFollower([_folder.Path]);
        _folder.Write("audit.log", Line() + Line());
        _folder.Write("old.log.gz", TempFolder.Gzip(Line()));
        await follower.ReadAsync();

        Assert.All(await follower.ReadAsync(), s => Assert.Equal((0, 0L), (s.Records.Count, s.BytesRead)));
        follower.Restart();
        Assert.All(await follower.ReadAsync(), s => Assert.Equal((0, 0L), (s.Records.Count, s.BytesRead)));
        Assert.Equal(3, follower.Records.Count);
    }

    [Fact]
    public async Task LastLine_Unfinished_WaitsForItsEnd()
    {
        var follower = new FileFollower([_folder["audit.log"]]);
        var (a, b) = (Line(), Line());
        _folder.Write("audit.log", a + b[..20]);
        await follower.ReadAsync();
        Assert.Equal(a, Whole(follower));
        _folder.Append("audit.log", b[20..60]);
        await follower.ReadAsync();
        Assert.Equal(a, Whole(follower));
        _folder.Append("audit.log", b[60..]);
        await follower.ReadAsync();

        Assert.Equal(a + b, Whole(follower));
        Assert.Empty(follower.Problems);
    }

    [Fact]
    public async Task LastLine_WholeWithoutLineEnd_IsReadOnce()
    {
        var follower = new FileFollower([_folder["audit.log"]]);
        var (a, b, c) = (Line(), Line(), Line());
        _folder.Write("audit.log", a + b.TrimEnd());
        await follower.ReadAsync();
        Assert.Equal(a + b, Whole(follower));
        _folder.Append("audit.log", "\n" + c);
        await follower.ReadAsync();

        Assert.Equal(a + b + c, Whole(follower));
        Assert.Equal([1L, 2, 3], follower.Records.Select(r => r.Line));
    }

    [Theory]
    [InlineData("audit.log.1")]
    [InlineData("audit-2023-07-31T01-58-12.101.log")]
    public async Task Rotation_ByRenaming_GoesOnUnderTheNewName(string rotated)
    {
        var follower = new FileFollower([_folder.Path]);
        var (a, b, c) = (Line(), Line(), Line());
        _folder.Write("audit.log", a);
        await follower.ReadAsync();
        _folder.Append("audit.log", b);
        File.Move(_folder["audit.log"], _folder[rotated]);
        _folder.Write("audit.log", c);
        var slices = await follower.ReadAsync();

        Assert.Equal(Sorted(a + b + c), Sorted(Whole(follower)));
        Assert.Equal(Encoding.UTF8.GetByteCount(b + c), slices.Sum(s => s.BytesRead));
        Assert.Empty(follower.Problems);
        Assert.DoesNotContain(follower.Positions, p => p.Path == _folder["audit.log"] && p.Offset != Encoding.UTF8.GetByteCount(c));
    }

    [Fact]
    public async Task Rotation_ThenPacked_ReadsOnlyTheRest()
    {
        var follower = new FileFollower([_folder.Path]);
        var (a, b, c) = (Line() + Line(), Line(), Line());
        _folder.Write("audit.log", a);
        await follower.ReadAsync();
        File.Delete(_folder["audit.log"]);
        _folder.Write("audit.log.1.gz", TempFolder.Gzip(a + b));
        _folder.Write("audit.log", c);
        var slices = await follower.ReadAsync();

        Assert.Equal(Sorted(a + b + c), Sorted(Whole(follower)));
        Assert.Equal(Encoding.UTF8.GetByteCount(b + c), slices.Sum(s => s.BytesRead));
        Assert.Contains(follower.Positions, p => p.IsComplete && p.Path == _folder["audit.log.1.gz"]);
        Assert.Empty(follower.Problems);
    }

    [Fact]
    public async Task Truncation_InPlace_IsReadFromTheStartAndSaid()
    {
        var follower = new FileFollower([_folder["audit.log"]]);
        var (a, b, c) = (Line() + Line(), Line(), Line());
        _folder.Write("audit.log", a);
        await follower.ReadAsync();
        _folder.Write("audit.log", b);
        await follower.ReadAsync();
        _folder.Append("audit.log", c);
        await follower.ReadAsync();

        Assert.Equal(a + b + c, Whole(follower));
        Assert.Contains("was truncated or replaced", Assert.Single(follower.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truncation_AfterACopy_LosesAndSaysNothing()
    {
        var follower = new FileFollower([_folder.Path]);
        var (a, b, c) = (Line() + Line(), Line(), Line());
        _folder.Write("audit.log", a);
        await follower.ReadAsync();
        _folder.Append("audit.log", b);
        File.Copy(_folder["audit.log"], _folder["audit.log.1"]);
        _folder.Write("audit.log", c);
        await follower.ReadAsync();

        Assert.Equal(Sorted(a + b + c), Sorted(Whole(follower)));
        Assert.Empty(follower.Problems);
    }

    [Fact]
    public async Task Truncation_OfALargeFileToItsBeginning_IsSaid()
    {
        var follower = new FileFollower([_folder["audit.log"]]);
        var text = string.Concat(Enumerable.Range(0, 2000).Select(_ => Line()));
        _folder.Write("audit.log", text);
        await follower.ReadAsync();
        using (var file = File.OpenWrite(_folder["audit.log"]))
        {
            file.SetLength(text.IndexOf('\n', 100_000) + 1);
        }

        await follower.ReadAsync();

        Assert.Contains(follower.Problems, p => p.Contains("is shorter than the", StringComparison.Ordinal));
        Assert.Equal(Sorted(text), Sorted(string.Concat(follower.Texts.Distinct().Select(t => t + "\n"))));
    }

    [Fact]
    public async Task Rotation_ManyTimes_TellsOfOneLossOnce()
    {
        var follower = new FileFollower([_folder.Path]);
        _folder.Write("audit.log", Line());
        await follower.ReadAsync();
        _folder.Write("audit.log", Line());
        for (var i = 1; i < 6; i++)
        {
            await follower.ReadAsync();
            File.Move(_folder["audit.log"], _folder[$"audit.log.{i}"]);
            _folder.Write("audit.log", Line());
            if (i > 2)
            {
                File.Delete(_folder[$"audit.log.{i - 2}"]);
            }
        }

        await follower.ReadAsync();

        Assert.Equal(7, follower.Texts.Distinct().Count());
        Assert.Equal(7, follower.Records.Count);
        Assert.Single(follower.Problems);
    }

    [Fact]
    public async Task Slices_OfALargeFile_AreSmallAndVouchForThemselves()
    {
        var follower = new FileFollower([_folder["audit.log"]]);
        var text = string.Concat(Enumerable.Range(0, 2345).Select(_ => Line()));
        _folder.Write("audit.log", text);
        await follower.ReadAsync(maxRecords: 100, killAfter: 7);
        Assert.Equal(700, follower.Records.Count);
        await follower.ReadAsync(maxRecords: 100);

        Assert.Equal(text, Whole(follower));
    }

    [Fact]
    public async Task Document_OfManyRecords_IsReadAgainAfterAKillInIt()
    {
        var follower = new FileFollower([_folder["answer.json"]]);
        var lines = Enumerable.Range(0, 250).Select(_ => Line().TrimEnd()).ToList();
        _folder.Write("answer.json", "[\n" + string.Join(",\n", lines) + "\n]\n");
        await follower.ReadAsync(maxRecords: 100, killAfter: 2);
        Assert.Equal(200, follower.Records.Count);
        Assert.All(follower.Positions, p => Assert.Equal(0, p.Offset));
        await follower.ReadAsync(maxRecords: 100);

        Assert.Equal(lines.Take(200).Concat(lines), follower.Texts);
        Assert.Equal(252, follower.Positions.Max(p => p.Line));
    }

    [Fact]
    public async Task Csv_ThatGrows_KeepsItsHeader()
    {
        var follower = new FileFollower([_folder["export.log"]]);
        _folder.Write("export.log", "@timestamp,@message\n2023-07-31 01:58:12.101,\"{\"\"a\"\":1}\"\n");
        await follower.ReadAsync();
        _folder.Append("export.log", "2023-07-31 01:58:12.101,\"{\"\"b\"\":1}\"\n");
        await follower.ReadAsync();

        Assert.Equal(["{\"a\":1}", "{\"b\":1}"], follower.Texts);
    }

    [Fact]
    public async Task Packed_ButCut_IsReadUpToTheCutAndSaidEachTime()
    {
        var follower = new FileFollower([_folder.Path]);
        var text = string.Concat(Enumerable.Range(0, 500).Select(_ => Line()));
        _folder.Write("a.log.gz", TempFolder.Gzip(text)[..^2000]);
        _folder.Write("b.log", Line());
        await follower.ReadAsync();
        var count = follower.Records.Count;
        await follower.ReadAsync();

        Assert.InRange(count, 10, 499);
        Assert.Equal(count, follower.Records.Count);
        Assert.All(follower.Records, r => Assert.Null(r.Problem));
        Assert.Equal(2, follower.Problems.Count);
        _folder.Write("a.log.gz", TempFolder.Gzip(text));
        await follower.ReadAsync();
        Assert.Equal(501, follower.Records.Count);
        Assert.Equal(501, follower.Texts.Distinct().Count());
    }

    [Fact]
    public async Task LongLine_Unfinished_IsReportedOnceItEnds()
    {
        var follower = new FileFollower([_folder["audit.log"]], maxLineBytes: 1000);
        var a = Line();
        _folder.Write("audit.log", a + "{\"kind\":\"Event\",\"x\":\"" + new string('y', 5000));
        await follower.ReadAsync();
        _folder.Append("audit.log", "\"}\n" + Line());
        await follower.ReadAsync();

        Assert.Equal(3, follower.Records.Count);
        Assert.Equal([true, false, true], follower.Records.Select(r => r.Problem is null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Life_OfRandomAppendsAndRotations_LosesAndDoublesNothing(int seed)
    {
        var random = new Random(seed);
        var follower = new FileFollower([_folder.Path]);
        var written = new StringBuilder();
        var pending = "";
        var generation = 0;
        _folder.Write("audit.log", "");
        for (var step = 0; step < 150; step++)
        {
            switch (random.Next(10))
            {
                case < 6:
                    // Written in pieces that end anywhere.
                    var text = pending + string.Concat(Enumerable.Range(0, random.Next(1, random.Next(2, 40))).Select(_ => Line()));
                    written.Append(text.AsSpan(pending.Length));
                    var cut = random.Next(text.Length + 1);
                    _folder.Append("audit.log", text[..cut]);
                    pending = text[cut..];
                    break;
                case 6:
                    // kube-apiserver's own rotation: between two lines, under a name with its time.
                    _folder.Append("audit.log", pending);
                    pending = "";
                    File.Move(_folder["audit.log"], _folder[$"audit-20260101T{generation++:000000}.log"]);
                    _folder.Write("audit.log", "");
                    break;
                case 7 when generation > 0:
                    var name = $"audit-20260101T{random.Next(generation):000000}.log";
                    if (File.Exists(_folder[name]))
                    {
                        _folder.Write(name + ".gz", TempFolder.Gzip(File.ReadAllBytes(_folder[name])));
                        File.Delete(_folder[name]);
                    }

                    break;
                case 8:
                    follower.Restart();
                    break;
                default:
                    break;
            }

            if (random.Next(3) == 0)
            {
                await follower.ReadAsync(random.Next(1, 60));
            }
        }

        _folder.Append("audit.log", pending);
        await follower.ReadAsync();

        Assert.Empty(follower.Problems);
        Assert.Equal(Sorted(written.ToString()), Sorted(Whole(follower)));
        Assert.All(follower.Records, r => Assert.Null(r.Problem));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Life_WithKillsAndTruncations_LosesNothingThatWasThere(int seed)
    {
        var random = new Random(seed);
        var follower = new FileFollower([_folder.Path]);
        var written = new HashSet<string>();
        var truncations = 0;
        _folder.Write("audit.log", "");
        for (var step = 0; step < 120; step++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Line()));
            written.UnionWith(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            _folder.Append("audit.log", text);
            await follower.ReadAsync(random.Next(1, 20), killAfter: random.Next(1, 5));
            if (random.Next(8) == 0)
            {
                await follower.ReadAsync();
                truncations++;
                _folder.Write("audit.log", "");
            }
        }

        await follower.ReadAsync();

        Assert.True(written.SetEquals(follower.Texts));
        Assert.True(follower.Problems.Count >= truncations);
    }

    private static string Whole(FileFollower follower) => string.Concat(follower.Texts.Select(t => t + "\n"));

    private static string Sorted(string text) => string.Join('\n', text.Split('\n').Order(StringComparer.Ordinal));

    private string Line() => $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"{{++_next}}","verb":"get","pad":"{{new string('x', _next * 37 % 200)}}"}""" + "\n";
}

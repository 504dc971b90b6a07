using System.Globalization;
using System.IO.Hashing;
using System.Text;
using AuditDashboard.Commands;
using AuditDashboard.Commands.Querying;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Input.Indexing;
using AuditDashboard.Queries;

namespace AuditDashboard.Tests.Commands.Scanning;

/// <summary>
/// The same queries over the same files without an index, while it is made, with it, and with one that is damaged or of other bytes: what is printed and
/// what is reported must be the same, byte for byte. Files are quiet stretches with hostile ones between, in blocks of a few lines.
/// </summary>
public sealed class IndexAgreementTests : IDisposable
{
    private static readonly string[] Texts =
    [
        "fields @timestamp, @message | limit 100000",
        "filter user.username = \"alice\" | sort @timestamp asc | limit 20",
        "filter user.username = \"mallory\" | fields @message",
        "filter user.username in [\"mallory\", \"Ünal\"] | fields @message",
        "filter user.username = \"xay\" or impersonatedUser.username = \"root\" | fields @message",
        "filter responseStatus.code = 403 | stats count(*) by verb",
        "filter responseStatus.code = \"0403\" or responseStatus.code = \"403.0\" | stats count(*) by verb, user.username",
        "filter responseStatus.code >= 401 and verb = \"delete\" | fields @message",
        "filter verb = \"delete\" and objectRef.resource = \"secrets\" and objectRef.namespace = \"prod\" | fields auditID | limit 3",
        "filter objectRef.name = \"1\" or objectRef.name = 1 | fields objectRef.name, auditID",
        "filter objectRef.name = \"\" | fields @message",
        "filter objectRef.name = \"roles\" or not (verb = \"delete\") | stats count(*) by bin(5m)",
        "filter verb != \"get\" | stats count(*), latest(auditID) by objectRef.resource",
        "fields objectRef.resource as verb | filter verb = \"secrets\" | stats count(*) by user.username",
        "fields verb as v | filter v = \"delete\" | stats count(*)",
        "filter user.username = \"mallory\" | dedup verb",
        "dedup verb | limit 3",
        "limit 40 | filter user.username = \"mallory\" | fields auditID",
        "stats count(*) as n by user.username | filter user.username = \"mallory\"",
        "filter user.username in (filter verb = \"delete\" | fields user.username) | stats count(*)",
    ];

    private readonly ScanFolder _folder = new();
    private int _indexes;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 6)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_WithAndWithoutIndex_Same(int seed)
    {
        string[] files = [_folder.Write("a.log", Content(seed, 12)), _folder.Write("b.log.gz", Content(seed + 100, 8)), _folder.Write("c.log", Quiet(seed + 200, 200))];
        RecordReader[] ways =
        [
            new() { Threads = 1, BlockBytes = 1_500 },
            new() { Threads = 3, BlockBytes = 3_000 },
            new() { Threads = 4, BlockBytes = 64 * 1024 },
        ];
        long skipped = 0;
        foreach (var request in Requests(files))
        {
            var expected = Run(request, ways[2]);
            foreach (var way in ways)
            {
                var folder = NewIndexFolder();
                AssertSame(expected, Run(request, way, folder), request, "made");
                foreach (var later in ways)
                {
                    var actual = Run(request, later, folder);
                    AssertSame(expected, actual, request, "used");
                    skipped += actual.Skipped;
                }
            }
        }

        Assert.True(skipped > 1_000, $"Only {skipped} records were passed over: nothing was proven.");
    }

    [Fact]
    public void Run_IndexDamagedAnywhere_SameAndMadeAnew()
    {
        var file = _folder.Write("a.log", Quiet(1, 60));
        var request = Text([file], "filter user.username = \"mallory\" | fields @message", new TimeBounds(Micros(20), Micros(45)));
        var reader = new RecordReader { Threads = 1, BlockBytes = 4_000 };
        var expected = Run(request, reader);
        var folder = NewIndexFolder();
        AssertSame(expected, Run(request, reader, folder), request, "made");
        var path = Assert.Single(Directory.GetFiles(folder));
        var sound = File.ReadAllBytes(path);
        for (var at = 0; at < sound.Length; at += at < 200 ? 1 : 97)
        {
            var damaged = (byte[])sound.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(path, damaged);
            AssertSame(expected, Run(request, reader, folder), request, $"damaged at {at}");
            Assert.Equal(sound, File.ReadAllBytes(path));
        }

        foreach (var length in new[] { 0, 1, 40, 64, sound.Length / 2, sound.Length - 1 })
        {
            File.WriteAllBytes(path, sound[..length]);
            AssertSame(expected, Run(request, reader, folder), request, $"cut at {length}");
            Assert.Equal(sound, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void Run_FileChangedAfterwards_SameAsFresh()
    {
        var content = Quiet(2, 100);
        var file = _folder.Write("a.log", content);
        var request = Text([file], "filter user.username = \"mallory\" | fields @message", default);
        var reader = new RecordReader { Threads = 1, BlockBytes = 2_000 };
        var folder = NewIndexFolder();
        Run(request, reader, folder);
        var place = Encoding.UTF8.GetString(content).LastIndexOf("alice..", StringComparison.Ordinal);
        "mallory"u8.CopyTo(content.AsSpan(place));

        // As long as before and of the same time, so that only its bytes can tell.
        var written = File.GetLastWriteTimeUtc(file);
        File.WriteAllBytes(file, content);
        File.SetLastWriteTimeUtc(file, written);

        var actual = Run(request, reader, folder);

        AssertSame(Run(request, reader), actual, request, "changed");
        Assert.Equal(0, actual.Skipped);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    // Whoever writes into the folder may have rows left out, but not more than that.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_IndexThatLies_Ends(bool isCompressed)
    {
        var content = Quiet(7, 60);
        var file = _folder.Write(isCompressed ? "a.log.gz" : "a.log", content);
        var request = Text([file], "stats count(*)", new TimeBounds(Micros(20), Micros(45)));
        var folder = NewIndexFolder();
        Run(request, new RecordReader { BlockBytes = 4_000 }, folder);
        var path = Assert.Single(Directory.GetFiles(folder));
        var bytes = File.ReadAllBytes(file);
        var random = new Random(1);
        for (var i = 0; i < 100; i++)
        {
            var blocks = Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(2) == 0
                ? BlockSummary.Opaque(random.Next(8) == 0 ? int.MaxValue : random.Next(5_000))
                : new BlockSummary { Length = random.Next(8) == 0 ? int.MaxValue : random.Next(1, 5_000), Records = 1, IsPlain = true, Values = new byte[BloomFilter.Bytes] });
            File.WriteAllBytes(path, IndexFormat.Write(XxHash128.HashToUInt128(bytes), bytes.Length, RecordReader.DefaultMaxLineBytes, [.. blocks]));

            Assert.NotEmpty(Run(request, new RecordReader { BlockBytes = random.Next(500, 5_000) }, folder).Output);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_NarrowWindow_ReadsOneBlockInTen(bool isCompressed)
    {
        var content = Quiet(3, 600);
        var file = _folder.Write(isCompressed ? "a.log.gz" : "a.log", content);
        var request = Text([file], "stats count(*)", new TimeBounds(Micros(100), Micros(130)));
        var reader = new RecordReader { Threads = 2, BlockBytes = 4_000 };
        var folder = NewIndexFolder();
        Run(request, reader, folder);

        var actual = Run(request with { HasStats = true }, reader, folder);

        // One event a second, 30 of them in the window; the others of its first and last block are read as well.
        Assert.Equal("{\"count(*)\":\"30\"}\n", Encoding.UTF8.GetString(actual.Output));
        Assert.InRange(actual.Skipped, 540, 570);
        Assert.Equal(600, actual.Skipped + actual.Scanned);
        Assert.Contains("skipped by the index: ", actual.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_IndexFolderCannotBeWritten_SaysSoAndAnswers()
    {
        var file = _folder.Write("a.log", Quiet(4, 50));
        var request = Text([file], "stats count(*)", default);

        var actual = Run(request, new RecordReader(), Path.Combine(file, "below-a-file"));

        Assert.Equal("{\"count(*)\":\"50\"}\n", Encoding.UTF8.GetString(actual.Output));
        Assert.Contains("The answer does not need it.", actual.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SmallFileAndStandardInput_NoIndex()
    {
        var file = _folder.Write("a.log", Quiet(5, 50));
        var folder = NewIndexFolder();

        Run(Text([file, "-"], "stats count(*)", default) with { IndexMinimumBytes = 1024 * 1024 }, new RecordReader(), folder);

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Run_IndexMade_OnlyItsOwnerMayReadIt()
    {
        var folder = NewIndexFolder();

        Run(Text([_folder.Write("a.log", Quiet(6, 50))], "stats count(*)", default), new RecordReader(), folder);

        var index = Assert.Single(Directory.GetFiles(folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(index));
        }
    }

    private static IEnumerable<QueryRequest> Requests(string[] files)
    {
        var window = new TimeBounds(Micros(40), Micros(90));
        var canned = Text(files, Texts[0], default) with { Query = null, Canned = QueryCatalog.BuiltIn.Queries };
        yield return canned;
        yield return canned with { Canned = [.. canned.Canned.Take(2)], IsDistinct = true };
        yield return canned with { Bounds = window, IsBins = true };
        foreach (var text in Texts)
        {
            yield return Text(files, text, default);
            yield return Text(files, text, default) with { IsDistinct = true };
            yield return Text(files, text, window);
        }
    }

    private static QueryRequest Text(string[] files, string text, TimeBounds bounds) =>
        ScanFolder.Request(files, text, bounds) with { IndexMinimumBytes = 1 };

    private static void AssertSame(ScanOutcome expected, ScanOutcome actual, QueryRequest request, string state) =>
        expected.AssertSame(actual, $"Index {state}: {request.Query?.Text ?? "canned"}, distinct {request.IsDistinct}, window {request.Bounds.IsBounded}");

    private static ScanOutcome Run(QueryRequest request, RecordReader reader, string? indexFolder = null) =>
        ScanFolder.Run(request with { IndexFolder = indexFolder }, reader);

    // Quiet stretches, each of its own minutes, and hostile ones between.
    private static byte[] Content(int seed, int stretches)
    {
        var random = new Random(seed);
        var hostile = new HostileLines(seed);
        var bytes = new List<byte>();
        for (var i = 0; i < stretches; i++)
        {
            bytes.AddRange(random.Next(3) == 0 ? hostile.Next(random.Next(1, 6)) : Quiet(random.Next(), 30, 30 * i));
        }

        return [.. bytes];
    }

    // An event a second.
    private static byte[] Quiet(int seed, int events, int firstSecond = 0)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        string[] verbs = ["get", "list", "create", "delete"];
        string[] names = ["a", "1", "01", "", "1.0", "roles", "\\u0061", "web-1", "web-2"];
        string[] codes = ["200", "200", "201", "403"];
        for (var i = 0; i < events; i++)
        {
            // All of a length, so that one can be written over another.
            var user = random.Next(40) == 0 ? "mallory" : random.Next(2) == 0 ? "alice.." : "bob....";
            text.Append(CultureInfo.InvariantCulture, $"{{\"kind\":\"Event\",\"auditID\":\"{seed}-{i}\",\"stage\":\"ResponseComplete\",\"verb\":\"{verbs[random.Next(4)]}\",")
                .Append(CultureInfo.InvariantCulture, $"\"user\":{{\"username\":\"{user}\"}},\"objectRef\":{{\"resource\":\"{(random.Next(5) == 0 ? "secrets" : "pods")}\",")
                .Append(CultureInfo.InvariantCulture, $"\"namespace\":\"{(random.Next(9) == 0 ? "prod" : "dev")}\",\"name\":\"{names[random.Next(names.Length)]}\"}},")
                .Append(CultureInfo.InvariantCulture, $"\"responseStatus\":{{\"code\":{codes[random.Next(4)]}}},\"stageTimestamp\":\"{Time(firstSecond + i)}\"}}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Time(int second) => DateTimeOffset.FromUnixTimeSeconds(1_767_607_200 + second).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static long Micros(int second) => (1_767_607_200L + second) * 1_000_000;

    private string NewIndexFolder() => _folder[string.Create(CultureInfo.InvariantCulture, $"indexes-{_indexes++}")];
}

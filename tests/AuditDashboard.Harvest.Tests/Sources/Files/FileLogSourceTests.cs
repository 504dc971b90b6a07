using System.Diagnostics;
using AuditDashboard.Harvest.Sources.Files;

namespace AuditDashboard.Harvest.Tests.Sources.Files;

using TempFolder = Input.TempFolder;

public sealed class FileLogSourceTests
{
    private static readonly DateTime Day = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public async Task GrowingFile_IsReadFromWhereReadingStopped_WithoutItsUnfinishedLine()
    {
        using var folder = new TempFolder();
        folder.Write("audit.log", Event(1) + "\r\n" + Event(2)[..20]);
        var follower = new Follower([folder.Path]);
        await follower.ReadAsync();
        Assert.Equal([Event(1)], follower.Texts);

        folder.Append("audit.log", Event(2)[20..] + "\r\n" + Event(3) + "\r\n");
        follower.Restart();
        var slices = await follower.ReadAsync();
        await follower.ReadAsync();

        Assert.Equal([Event(1), Event(2), Event(3)], follower.Texts);
        Assert.Equal([2L, 3], slices.SelectMany(s => s.Records).Select(r => r.Line));
        Assert.Empty(follower.Problems);
    }

    [Fact]
    public async Task Rotation_UnderEitherName_GoesOnAtItsOffset()
    {
        foreach (var rotated in new[] { "audit.log.1", "audit-2026-01-02T03-04-05.678.log" })
        {
            using var folder = new TempFolder();
            folder.Write("audit.log", Event(1) + "\n");
            var follower = new Follower([folder["audit.log"]]);
            await follower.ReadAsync();
            folder.Append("audit.log", Event(2) + "\n" + Event(9)[..30]);
            File.Move(folder["audit.log"], folder[rotated]);
            File.SetLastWriteTimeUtc(folder[rotated], Day);
            folder.Write("audit.log", Event(3) + "\n");

            var slices = await follower.ReadAsync();

            Assert.Equal([Event(1), Event(2), Event(3)], follower.Texts);
            Assert.Single(slices.SelectMany(s => s.Records), r => r.Problem is not null);
            Assert.Empty(follower.Problems);
        }
    }

    [Fact]
    public async Task Gzip_OfAReadFile_GoesOnAndIsThenComplete()
    {
        using var folder = new TempFolder();
        folder.Write("audit.log", Lines(0, 500));
        var follower = new Follower([folder.Path]);
        await follower.ReadAsync();
        var all = Lines(0, 600);
        folder.Write("audit.log.1.gz", [.. TempFolder.Gzip(all[..70_000]), .. TempFolder.Gzip(all[70_000..] + Event(600))]);
        File.Delete(folder["audit.log"]);

        await follower.ReadAsync();
        follower.Restart();
        await follower.ReadAsync();
        await follower.ReadAsync();

        Assert.Equal(Enumerable.Range(0, 601).Select(Event), follower.Texts);
        Assert.Contains(follower.Positions, p => p.IsComplete && p.Path == folder["audit.log.1.gz"]);
        Assert.Empty(follower.Problems);
    }

    [Fact]
    public async Task CutGzip_IsAProblem_AndReadOnWhenItIsWhole()
    {
        using var folder = new TempFolder();
        var whole = TempFolder.Gzip(Lines(0, 2000));
        folder.Write("a.log.gz", whole[..(whole.Length / 2)]);
        var follower = new Follower([folder.Path]);
        await follower.ReadAsync();
        await follower.ReadAsync();
        Assert.Equal(2, follower.Problems.Count);

        folder.Write("a.log.gz", whole);
        await follower.ReadAsync();

        Assert.Equal(Enumerable.Range(0, 2000).Select(Event), follower.Texts);
    }

    [Fact]
    public async Task PackedFiles_ForgottenByAnotherProcess_AreReadAgain()
    {
        using var folder = new TempFolder();
        var cut = TempFolder.Gzip(Lines(0, 2000));
        folder.Write("cut.log.gz", cut[..(cut.Length / 2)]);
        folder.Write("whole.log.gz", TempFolder.Gzip(Lines(5000, 10)));
        var follower = new Follower([folder.Path]);
        await follower.ReadAsync();
        var first = follower.Texts.ToList();
        await follower.ReadAsync();
        var second = follower.Texts.Count;

        follower.Forget();
        await follower.ReadAsync();

        Assert.InRange(first.Count, 500, 2009);
        Assert.Equal(first.Count, second);
        Assert.Equal(first.Concat(first), follower.Texts);
    }

    [Fact]
    public async Task Truncation_IsAProblemOnce_AndReadFromTheBeginning()
    {
        using var folder = new TempFolder();
        folder.Write("audit.log", Lines(0, 900));
        var follower = new Follower([folder.Path]);
        await follower.ReadAsync();
        folder.Write("audit.log", Lines(2000, 3));

        await follower.ReadAsync();
        await follower.ReadAsync();

        Assert.Equal(Enumerable.Range(0, 900).Concat(Enumerable.Range(2000, 3)).Select(Event), follower.Texts);
        Assert.Contains(folder["audit.log"], Assert.Single(follower.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesThatShareALongBeginning_AreEachReadWhole_AndOnce()
    {
        using var folder = new TempFolder();
        var shared = Lines(0, 700);
        folder.Write("a.log", shared + Lines(5000, 500));
        folder.Write("b.log", shared + Lines(6000, 900));
        var follower = new Follower([folder.Path]);
        for (var i = 0; i < 3; i++)
        {
            await follower.ReadAsync();
            follower.Restart();
        }

        Assert.Equal(2 * 700 + 500 + 900, follower.Texts.Count);
        Assert.Equal(700 + 500 + 900, follower.Texts.Distinct().Count());
    }

    [Fact]
    public async Task Slices_VouchForExactlyTheirRecords()
    {
        using var folder = new TempFolder();
        folder.Write("a.log", Lines(0, 25));
        folder.Write("b.json", "{\"events\": [\n" + string.Join(",\n", Enumerable.Range(30, 25).Select(i => $"{{\"timestamp\": 1, \"message\": {System.Text.Json.JsonSerializer.Serialize(Event(i))}}}")) + "\n]}\n");
        var follower = new Follower([folder["a.log"], folder["b.json"]], maxRecords: 10);

        var slices = (await follower.ReadAsync()).Where(s => s.Records.Count > 0).ToList();

        Assert.Equal([10, 10, 5], slices.Where(s => s.Path == folder["a.log"]).Select(s => s.Records.Count));
        Assert.All(slices.Where(s => s.Path == folder["a.log"]), s => Assert.Equal(s.Records[^1].Line, s.Position!.Line));
        var length = new FileInfo(folder["b.json"]).Length;
        Assert.Equal([0, 0, length], slices.Where(s => s.Path == folder["b.json"]).Select(s => s.Position!.Offset));
        Assert.Equal(length + new FileInfo(folder["a.log"]).Length, slices.Sum(s => s.BytesRead));
    }

    [Fact]
    public async Task BadPaths_AreNamed_AndTheOthersRead()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes are made with mkfifo.");
        using var folder = new TempFolder();
        folder.Write("logs/audit.log", Event(1) + "\n");
        folder.Write("logs/empty.log", "");
        Directory.CreateDirectory(folder["none"]);
        using (var process = Process.Start("mkfifo", [folder["pipe.log"], folder["logs/pipe.log"]]))
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        File.CreateSymbolicLink(folder["logs/loop.log"], folder["logs/loop.log"]);
        string[] paths = [folder["absent.log"], folder["pipe.log"], folder["none"], folder["logs"]];
        var follower = new Follower(paths);

        await follower.ReadAsync();
        var sentences = await new FileLogSource(paths, 1024).CheckAsync(TestContext.Current.CancellationToken);

        Assert.Equal([Event(1)], follower.Texts);
        Assert.Equal(4, follower.Problems.Count);
        Assert.Contains(follower.Problems, p => p.StartsWith(folder["absent.log"], StringComparison.Ordinal));
        Assert.Contains(follower.Problems, p => p.StartsWith(folder["pipe.log"] + " is not read: it is a pipe", StringComparison.Ordinal));
        Assert.Equal(5, sentences.Count);
        Assert.Contains(sentences, s => s.StartsWith(folder["none"] + " holds no audit files", StringComparison.Ordinal));
    }

    /// <summary>Whoever may write into a folder of logs must not have other files read by it; what lies in the folder is read under its own name.</summary>
    [Fact]
    public async Task Links_InAFolder_AreNotFollowedWhereverTheyLead()
    {
        using var folder = new TempFolder();
        folder.Write("logs/audit.log", Event(1) + "\n");
        folder.Write("other/secret.log", Event(2) + "\n");
        File.CreateSymbolicLink(folder["logs/out.log"], folder["other/secret.log"]);
        File.CreateSymbolicLink(folder["logs/relative.log"], "../other/secret.log");
        File.CreateSymbolicLink(folder["logs/inside.log"], "audit.log");
        Directory.CreateSymbolicLink(folder["logs/sub"], folder["other"]);
        Directory.CreateSymbolicLink(folder["logs/sub.log"], folder["other"]);
        var follower = new Follower([folder["logs"]]);

        await follower.ReadAsync();

        Assert.Equal([Event(1)], follower.Texts);
        Assert.Equal(
            ((string[])["inside.log", "out.log", "relative.log", "sub.log"]).Select(name => $"{folder["logs/" + name]} is not read: links in a folder are not followed. Configure the file that it leads to."),
            follower.Problems.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Link_ThatIsConfigured_IsFollowed()
    {
        using var folder = new TempFolder();
        folder.Write("other/audit.log", Event(2) + "\n");
        File.CreateSymbolicLink(folder["audit.log"], folder["other/audit.log"]);
        var follower = new Follower([folder["audit.log"]]);

        await follower.ReadAsync();

        Assert.Equal([Event(2)], follower.Texts);
        Assert.Empty(follower.Problems);
    }

    internal static string Event(int i) => $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"{{i}}","verb":"get","requestURI":"/api/{{i * 7919L % 10007}}/{{new string('x', i * 31 % 150)}}"}""";

    internal static string Lines(int from, int count) => string.Concat(Enumerable.Range(from, count).Select(i => Event(i) + "\n"));
}

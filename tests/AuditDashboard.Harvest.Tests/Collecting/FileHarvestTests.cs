using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Storage.Runs;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Collecting;

public sealed class FileHarvestTests : IDisposable
{
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private readonly TempFolder _folder = new();
    private readonly string _logs;

    public FileHarvestTests()
    {
        _logs = _folder["logs"];
        Directory.CreateDirectory(_logs);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_GrowingFile_IsFollowedFromWhereReadingStopped()
    {
        Append("audit.log", Role(Noon, "a"), Noise(Noon, "n"));
        await using var host = await StartAsync(_logs);
        var first = await host.RunAsync("files");
        Append("audit.log", Role(Noon, "b"));

        var second = await host.RunAsync("files");
        var third = await host.RunAsync("files");

        Assert.Equal((1, 0, 2), (first.EventsInserted, first.EventsKnown, first.RecordsScanned));
        Assert.Equal((1, 0, 1), (second.EventsInserted, second.EventsKnown, second.RecordsScanned));
        Assert.Equal((0, 0, 0), (third.EventsInserted, third.EventsKnown, third.RecordsScanned));
        Assert.Equal(["a", "b"], await Sql.AuditIdsAsync(host));
    }

    [Fact]
    public async Task Run_OnePathCannotBeRead_OthersAreReadAndTheProblemStandsUntilItWorks()
    {
        var missing = _folder["missing"];
        Append("audit.log", Role(Noon, "a"));
        await using var host = await StartAsync(missing, _logs);

        var failed = await host.RunAsync("files");
        var problem = Assert.Single(await host.Runs.GetProblemsAsync("files", TestContext.Current.CancellationToken));
        var run = Assert.Single(await host.Runs.GetLatestAsync("files", 1, TestContext.Current.CancellationToken));
        Directory.CreateDirectory(missing);
        File.WriteAllBytes(Path.Combine(missing, "audit.log"), [.. Role(Noon, "b"), (byte)'\n']);
        var mended = await host.RunAsync("files");

        Assert.Equal(1, failed.EventsInserted);
        Assert.Equal([problem.Message], failed.Errors);
        Assert.Equal(RunState.Failed, run.State);
        Assert.Empty(mended.Errors);
        Assert.Equal(1, mended.EventsInserted);
        Assert.Empty(await host.Runs.GetProblemsAsync("files", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_FileOverwritten_IsReadFromItsBeginningAndTheNoticeStandsForAWeek()
    {
        Append("audit.log", Role(Noon, "a"), Role(Noon, "b"));
        await using var host = await StartAsync(_logs);
        await host.RunAsync("files");
        File.WriteAllBytes(Path.Combine(_logs, "audit.log"), [.. Role(Noon, "c"), (byte)'\n']);

        var noticed = await host.RunAsync("files");
        host.Clock.Advance(TimeSpan.FromDays(6));
        var later = await host.RunAsync("files");
        var standing = await host.Runs.GetProblemsAsync("files", TestContext.Current.CancellationToken);
        host.Clock.Advance(TimeSpan.FromDays(2));
        await host.RunAsync("files");

        Assert.Single(noticed.Errors);
        Assert.Empty(later.Errors);
        Assert.Equal(noticed.Errors[0], Assert.Single(standing).Message);
        Assert.Empty(await host.Runs.GetProblemsAsync("files", TestContext.Current.CancellationToken));
        Assert.Equal(["a", "b", "c"], await Sql.AuditIdsAsync(host));
    }

    [Fact]
    public async Task Run_ForeignAndBrokenLines_AreCountedAndQuarantined()
    {
        Append(
            "audit.log",
            """{"eventVersion":"1.08","eventSource":"eks.amazonaws.com","eventName":"CreateCluster"}"""u8.ToArray(),
            "not json"u8.ToArray(),
            """{"kind":"Event","verb":"create","objectRef":{"resource":"roles" """u8.ToArray(),
            Role(Noon, "a"));
        await using var host = await StartAsync(_logs);

        var summary = await host.RunAsync("files");

        Assert.Equal((1, 1, 2), (summary.EventsInserted, summary.Ignored, summary.Quarantined));
        Assert.Equal(4, summary.RecordsScanned);
    }

    [Fact]
    public async Task Run_SlicesSmallerThanTheFile_StoresAllOfIt()
    {
        Append("audit.log", [.. Enumerable.Range(0, 95).Select(i => i % 3 == 0 ? Noise(Noon, "n" + i) : Role(Noon.AddSeconds(i), "r" + i))]);
        await using var host = await StartAsync(_logs);

        var summary = await host.RunAsync("files");

        Assert.Equal(63, summary.EventsInserted);
        Assert.Equal(63, (await Sql.AuditIdsAsync(host)).Count);
    }

    private Task<HarvestHost> StartAsync(params string[] paths)
    {
        var cluster = new ClusterOptions { Name = "files", Source = "Files" };
        foreach (var path in paths)
        {
            cluster.Paths.Add(path);
        }

        return HarvestHost.StartAsync(_folder, new HarvestOptions { BatchEvents = 10 }, [cluster]);
    }

    private void Append(string file, params byte[][] lines)
    {
        using var stream = new FileStream(Path.Combine(_logs, file), FileMode.Append);
        foreach (var line in lines)
        {
            stream.Write(line);
            stream.WriteByte((byte)'\n');
        }
    }
}

namespace AuditDashboard.Tests.Commands;

/// <summary><c>harvest --once</c> and <c>check</c> as processes.</summary>
public sealed class HarvestCommandTests : IDisposable
{
    private readonly ProgramRun _program = new();
    private readonly (string, string)[] _settings;

    public HarvestCommandTests()
    {
        _program.Write("lab.log", AuditLines.Role("create", "r", "2026-11-20T10:00:00Z") + "\n" + AuditLines.Event("get", "pods", "p", "bob", "2026-11-20T10:00:00Z", 200) + "\n");
        _settings =
        [
            ("Clusters:0:Name", "lab"), ("Clusters:0:Source", "Files"), ("Clusters:0:Paths:0", "lab.log"),
            ("Clusters:1:Name", "play"), ("Clusters:1:Source", "Demo"),
        ];
    }

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Harvest_FilesAndDemo_SummaryOfEachAndNothingNewTheSecondTime()
    {
        string[] window = ["--from", "2026-11-20T00:00:00Z", "--to", "2026-11-20T01:00:00Z"];

        var first = await _program.RunAsync([], _settings, ["harvest", "--once", .. window]);
        var second = await _program.RunAsync([], _settings, ["harvest", "--once", .. window]);
        var stored = await _program.RunAsync([], _settings, "query", "--cluster", "lab", "--canned", "all");

        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Equal(["lab", "play"], first.OutputLines.Select(line => line.Split(':')[0]));
        Assert.Contains(" 2 records and ", first.OutputLines[0], StringComparison.Ordinal);
        Assert.Contains(" 1 events new, 0 known before, ", first.OutputLines[0], StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 events new", first.OutputLines[1], StringComparison.Ordinal);
        Assert.Equal(0, second.ExitCode);
        Assert.All(second.OutputLines, line => Assert.Contains(" 0 events new, ", line, StringComparison.Ordinal));
        Assert.Contains("r-create", Assert.Single(stored.OutputLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_FilesAndDemo_NoDifferenceAndNothingStored()
    {
        var result = await _program.RunAsync([], _settings, "harvest", "--compare", "--from", "2026-11-20T00:00:00Z", "--to", "2026-11-20T00:10:00Z");
        var stored = await _program.RunAsync([], _settings, "query", "--cluster", "play", "--canned", "all");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal("lab: audit files are read once for all queries, so there is nothing to compare.", result.OutputLines[0]);
        Assert.Equal("play: 2026-11-20 00:00:00 to 2026-11-20 00:10:00 UTC", result.OutputLines[1]);
        Assert.All(result.OutputLines.Skip(3), line => Assert.EndsWith(" none", line, StringComparison.Ordinal));
        Assert.Contains(result.OutputLines, line => line.StartsWith("  denied ", StringComparison.Ordinal));
        Assert.Empty(stored.OutputLines);
    }

    [Fact]
    public async Task Harvest_OneCluster_LeavesTheOtherAlone()
    {
        var result = await _program.RunAsync([], _settings, "harvest", "--once", "--cluster", "lab");
        var unknown = await _program.RunAsync([], _settings, "harvest", "--once", "--cluster", "lob");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("lab: ", Assert.Single(result.OutputLines), StringComparison.Ordinal);
        Assert.Equal((2, 0), (unknown.ExitCode, unknown.OutputBytes.Length));
        Assert.Equal(["There is no cluster 'lob' in the settings. Configured are lab, play."], unknown.ErrorLines);
    }

    [Fact]
    public async Task Harvest_OneSourceFails_OthersAreHarvestedAndExitCode1()
    {
        File.Delete(Path.Combine(_program.Folder, "lab.log"));

        var result = await _program.RunAsync([], _settings, "harvest", "--once", "--from", "2026-11-20T00:00:00Z", "--to", "2026-11-20T00:30:00Z");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["lab", "play"], result.OutputLines.Select(line => line.Split(':')[0]));
        Assert.DoesNotContain(" 0 events new", result.OutputLines[1], StringComparison.Ordinal);
        Assert.Contains(result.ErrorLines, line => line.StartsWith("lab: ", StringComparison.Ordinal) && line.Contains("lab.log", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Write harvest --once or harvest --compare.", "harvest", "--cluster", "lab")]
    [InlineData("Write harvest --once or harvest --compare.", "harvest", "--once", "--compare")]
    [InlineData("--to stands without --from.", "harvest", "--once", "--to", "-1h")]
    [InlineData("--to is not after --from.", "harvest", "--once", "--from", "-1h", "--to", "-2h")]
    [InlineData("Unrecognized command or argument '--onse'. Did you mean --once?", "harvest", "--onse")]
    public async Task Harvest_BadArguments_ExitCode2(string expected, params string[] arguments)
    {
        var result = await _program.RunAsync(arguments);

        Assert.Equal((2, 0), (result.ExitCode, result.OutputBytes.Length));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_EverySourceReadable_ExitCode0()
    {
        var result = await _program.RunAsync([], _settings, "check");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            [$"Settings: ok. Database: {Path.Combine(_program.Folder, "data", "audit.db")}", "lab (Files): ok", "play (Demo): ok"],
            result.OutputLines);
    }

    [Theory]
    [InlineData("missing.log")]
    [InlineData("lab.log/below")]
    [InlineData("loop.log")]
    public async Task Check_SourceThatCannotBeRead_IsNamedAndExitCode1(string path)
    {
        File.CreateSymbolicLink(Path.Combine(_program.Folder, "loop.log"), "loop.log");

        var result = await _program.RunAsync([], [.. _settings, ("Clusters:0:Paths:1", path)], "check");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("lab (Files): cannot be read", result.OutputLines[1]);
        Assert.Contains(path, result.OutputLines[2], StringComparison.Ordinal);
        Assert.Equal("play (Demo): ok", result.OutputLines[^1]);
        Assert.Equal(["Not every source can be read."], result.ErrorLines);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("import", "--cluster", "x", "lab.log")]
    [InlineData("harvest", "--once")]
    [InlineData("query", "--cluster", "lab", "--canned", "all")]
    [InlineData("serve")]
    public async Task Settings_Faults_AllNamedOnStandardErrorWithExitCode1(params string[] arguments)
    {
        var result = await _program.RunAsync(
            [],
            [.. _settings, ("Storage:Pathh", "x"), ("Harvest:Backfill", "7"), ("Clusters:1:Sead", "3"), ("Queries:0:Id", "mine"), ("Urls", "http://0.0.0.0:5080")],
            arguments);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            ["Storage:Pathh", "Harvest:Backfill", "Clusters:1:Sead", "Queries:0:Text", "Urls"],
            result.ErrorLines.Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData("""{ "Storage": { "Path": "a.db", } """, "appsettings.json")]
    [InlineData("""{ "Clusters": [ { "Name": "lab", "Source": "Files", "Paths": ["lab.log"], "Regoin": "x" } ], "Url": "x" }""", "Clusters:0:Regoin", "Url")]
    public async Task Settings_FaultsOfTheFile_AreNamed(string file, params string[] named)
    {
        _program.Write("appsettings.json", file);

        var result = await _program.RunAsync("check");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.All(named, name => Assert.Contains(name, result.Error, StringComparison.Ordinal));
        Assert.Equal(named.Length, result.ErrorLines.Length);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}

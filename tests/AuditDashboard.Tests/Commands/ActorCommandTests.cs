using System.Text.Json;

namespace AuditDashboard.Tests.Commands;

/// <summary><c>actor</c> as a process, over a database that <c>import</c> filled.</summary>
public sealed class ActorCommandTests : IDisposable
{
    private readonly ProgramRun _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Actor_JsonAndTable_TellTheSameCounts()
    {
        await ImportAsync();

        var json = await RunAsync("actor", "alice", "--cluster", "lab", "--from", "2026-11-20T00:00:00Z", "--to", "2026-11-21T00:00:00Z", "--format", "json");
        var table = await RunAsync("actor", "alice", "--cluster", "lab", "--from", "2026-11-20T00:00:00Z", "--to", "2026-11-21T00:00:00Z", "--format", "table");

        Assert.Equal(0, json.ExitCode);
        var answer = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal(3, answer.GetProperty("events").GetInt64());
        Assert.Equal(1, answer.GetProperty("refused").GetInt64());
        Assert.Equal("2026-11-20T10:00:00Z", answer.GetProperty("first").GetProperty("time").GetString());
        Assert.Equal(0, table.ExitCode);
        Assert.Contains(table.OutputLines, line => line.StartsWith("user ", StringComparison.Ordinal) && line.Contains(" 3 ", StringComparison.Ordinal) && line.EndsWith("alice", StringComparison.Ordinal));
        Assert.Contains(table.OutputLines, line => line.StartsWith("verb ", StringComparison.Ordinal) && line.EndsWith("create", StringComparison.Ordinal));
        Assert.Contains(table.ErrorLines, line => line.StartsWith("Only collected events are counted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Actor_WindowWithoutEvents_SaysWhereTheNewestIs()
    {
        await ImportAsync();

        var result = await RunAsync("actor", "alice", "--cluster", "lab", "--from", "2026-11-22T00:00:00Z", "--to", "2026-11-23T00:00:00Z");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.ErrorLines, line => line.StartsWith("The newest collected event of this user is of 2026-11-20T10:02:00Z", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "The database has no cluster 'none'. It has lab.", "actor", "alice", "--cluster", "none")]
    [InlineData(2, "--cluster", "actor", "alice")]
    [InlineData(2, "'csv'", "actor", "alice", "--cluster", "lab", "--format", "csv")]
    public async Task Actor_BadArguments_SayWhatIsWrong(int exitCode, string sentence, params string[] arguments)
    {
        await ImportAsync();

        var result = await RunAsync(arguments);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) => _program.RunAsync([], [("Storage:Path", "audit.db")], arguments);

    private async Task ImportAsync()
    {
        var file = _program.Write(
            "a.log",
            string.Join(
                '\n',
                AuditLines.Role("create", "first", "2026-11-20T10:00:00Z"), AuditLines.Role("delete", "second", "2026-11-20T10:01:00Z"),
                AuditLines.Role("update", "third", "2026-11-20T10:02:00Z", 403), AuditLines.Event("create", "roles", "other", "bob", "2026-11-20T10:02:00Z", 200)));
        Assert.Equal(0, (await RunAsync("import", "--cluster", "lab", file)).ExitCode);
    }
}

using System.Diagnostics;

namespace AuditDashboard.Tests.Commands;

/// <summary><c>backup</c> and <c>restore</c> as processes, beside a server that harvests.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private readonly ProgramRun _program = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Restore_AfterMoreWasRead_ReadsItAgain()
    {
        (string, string)[] settings = [("Clusters:0:Name", "lab"), ("Clusters:0:Source", "Files"), ("Clusters:0:Paths:0", "lab.log")];
        var first = AuditLines.Role("create", "first", "2026-11-20T10:00:00Z") + "\n";
        var second = AuditLines.Role("create", "second", "2026-11-20T11:00:00Z") + "\n";
        _program.Write("lab.log", first);
        await HarvestAsync(" 1 events new, ");
        var backup = await _program.RunAsync([], settings, "backup", "copy.db");
        _program.Write("lab.log", first + second);
        await HarvestAsync(" 1 events new, ");

        var again = await _program.RunAsync([], settings, "backup", "copy.db");
        var restored = await _program.RunAsync([], settings, "restore", "copy.db");
        var names = await NamesAsync();
        await HarvestAsync(" 1 events new, ");
        var namesAfter = await NamesAsync();

        Assert.Equal(0, backup.ExitCode);
        Assert.EndsWith(", 1 cluster, 1 event, the latest at 2026-11-20T10:00:00Z; every page checked.", Assert.Single(backup.OutputLines), StringComparison.Ordinal);
        Assert.Contains("audit.db.key", Assert.Single(backup.ErrorLines), StringComparison.Ordinal);
        Assert.Equal((1, ""), (again.ExitCode, again.Output));
        Assert.Contains("exists, and a backup overwrites nothing.", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, restored.ExitCode);
        Assert.StartsWith("Restored from copy.db: ", Assert.Single(restored.OutputLines), StringComparison.Ordinal);
        Assert.Contains(".replaced-", Assert.Single(restored.ErrorLines), StringComparison.Ordinal);
        Assert.Equal([true, false], names);
        Assert.Equal([true, true], namesAfter);

        async Task HarvestAsync(string expected) =>
            Assert.Contains(expected, (await _program.RunAsync([], settings, "harvest", "--once")).Output, StringComparison.Ordinal);

        async Task<bool[]> NamesAsync()
        {
            var stored = await _program.RunAsync([], settings, "query", "--cluster", "lab", "--canned", "roles");
            return [stored.Output.Contains("first-create", StringComparison.Ordinal), stored.Output.Contains("second-create", StringComparison.Ordinal)];
        }
    }

    [Fact]
    public async Task Backup_WhileAServerHarvests_IsWhole_AndRestoreIsRefusedUntilItStops()
    {
        (string, string)[] settings =
        [
            ("Clusters:0:Name", "demo"), ("Clusters:0:Source", "Demo"), ("Clusters:0:MatchesPerMinute", "600"), ("Clusters:0:Cron", "* * * * * *"),
            ("Harvest:Backfill", "1d"), ("Harvest:BatchEvents", "50"),
        ];
        using var server = Process.Start(_program.StartInfo(settings, "--Urls=http://127.0.0.1:0"))!; // A new process: UseShellExecute is off.
        try
        {
            string? line;
            do
            {
                line = await server.StandardOutput.ReadLineAsync(Token);
            }
            while (line is not null && !line.StartsWith("AuditDashboard is listening", StringComparison.Ordinal));
            Assert.NotNull(line);
            var output = server.StandardOutput.ReadToEndAsync(Token);
            var error = server.StandardError.ReadToEndAsync(Token);

            var backup = await _program.RunAsync([], settings, "backup", "copy.db");
            var refused = await _program.RunAsync([], settings, "restore", "copy.db");
            using var terminate = Process.Start("kill", ["-TERM", $"{server.Id}"]);
            await server.WaitForExitAsync(Token);
            await Task.WhenAll(output, error);
            var restored = await _program.RunAsync([], settings, "restore", "copy.db");

            Assert.Equal(0, backup.ExitCode);
            Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
            Assert.Contains("has the database open", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
            Assert.Equal((0, 0), (server.ExitCode, restored.ExitCode));
            Assert.Equal(backup.Output.Split(':', 2)[1], restored.Output.Split(':', 2)[1]);
        }
        finally
        {
            server.Kill();
        }
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("backup", "a.db", "b.db")]
    public async Task Copying_NotOneFile_IsRefused(params string[] arguments)
    {
        var result = await _program.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
    }
}

using System.Diagnostics;

namespace AuditDashboard.Tests.Commands;

/// <summary><c>import</c> as processes: twice, from two at once, and killed, the database holds the same as after once.</summary>
public sealed class ImportCommandTests(ImportedOnce once) : IClassFixture<ImportedOnce>, IDisposable
{
    private readonly ProgramRun _program = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Import_Twice_SecondChangesNothing()
    {
        once.CopyKeyTo(_program);

        await ImportedOnce.ImportAsync(_program, once.Logs);
        var second = await ImportedOnce.ImportAsync(_program, once.Logs);

        // Not its standard error, which tells progress where reading takes its time.
        Assert.Equal(0, second.ExitCode);
        Assert.Contains($"{ImportedOnce.Events} records read, 0 events new, ", second.Output, StringComparison.Ordinal);
        Assert.Equal(once.Content, ImportedOnce.ContentOf(_program));
    }

    [Fact]
    public async Task Import_FromTwoProcessesAtOnce_SameContentAsOnce()
    {
        once.CopyKeyTo(_program);

        var results = await Task.WhenAll(ImportedOnce.ImportAsync(_program, once.Logs), ImportedOnce.ImportAsync(_program, once.Logs));

        Assert.All(results, result => Assert.Equal(0, result.ExitCode));
        Assert.Equal(once.Content, ImportedOnce.ContentOf(_program));
    }

    /// <summary>Killed at seeded moments, counted in stored events, then imported again: the rest was for the second import.</summary>
    [Theory]
    [InlineData(1)]
    public async Task Import_Killed_AgainGivesTheSameContentAsOnce(int seed)
    {
        var total = once.Content.Count(row => row.StartsWith("event|", StringComparison.Ordinal));
        var random = new Random(seed);
        int[] moments = [0, random.Next(1, total / 3), random.Next(total / 3, total * 2 / 3)];

        foreach (var moment in moments)
        {
            using var program = await KilledAsync(moment, total);
            var again = await ImportedOnce.ImportAsync(program, once.Logs);

            Assert.Equal(0, again.ExitCode);
            Assert.Equal(once.Content, ImportedOnce.ContentOf(program));
        }
    }

    [Fact]
    public async Task Import_OnePathMissing_ImportsTheOtherAndExitCode1()
    {
        var file = _program.Write("a.log", AuditLines.Role("create", "r", "2026-11-20T10:00:00Z"));

        var result = await _program.RunAsync([], ImportedOnce.Settings, "import", "--cluster", "lab", Path.Combine(_program.Folder, "none.log"), file);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["Imported into lab: 1 records read, 1 events new, 0 known before, 0 records in quarantine, 0 JSON objects that are no audit events."], result.OutputLines);
        Assert.Contains("none.log", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_RelativePath_IsMeantFromWhereTheCallerStands()
    {
        Directory.CreateDirectory(Path.Combine(_program.Folder, "below"));
        _program.Write(Path.Combine("below", "a.log"), AuditLines.Role("create", "r", "2026-11-20T10:00:00Z"));
        var start = _program.StartInfo(ImportedOnce.Settings, "import", "--cluster", "lab", "a.log");
        start.WorkingDirectory = Path.Combine(_program.Folder, "below");

        using var process = Process.Start(start)!; // A new process: UseShellExecute is off.
        var output = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains(" 1 events new, ", output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Starts an import into a new folder and kills it when more than so many events are stored and some are not. On a busy machine
    /// the import may be through before this process has its turn: that was no kill, and it begins anew.
    /// </summary>
    private async Task<ProgramRun> KilledAsync(int moment, int total)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var program = new ProgramRun();
            once.CopyKeyTo(program);
            using var process = Process.Start(program.StartInfo(ImportedOnce.Settings, "import", "--cluster", "lab", once.Logs))!; // A new process: UseShellExecute is off.
            while (!process.HasExited && ImportedOnce.CountEvents(program) <= moment)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(2), Token);
            }

            process.Kill();
            await process.WaitForExitAsync(Token);
            Assert.Contains(process.ExitCode, new[] { 0, 137 });
            var stored = ImportedOnce.CountEvents(program);
            if (process.ExitCode == 137 && stored < total)
            {
                Assert.True(stored > moment, $"The import was killed at {stored} events of {moment}.");
                return program;
            }

            program.Dispose();
        }

        throw new InvalidOperationException($"Each of 20 imports was through before it could be killed at {moment} of {total} events.");
    }
}

namespace AuditDashboard.Tests.Commands;

/// <summary><c>forget</c> as a process.</summary>
public sealed class ForgetCommandTests : IDisposable
{
    private readonly ProgramRun _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Forget_AskedThenConfirmed_SaysWhatItWouldRemoveAndThenRemovesThatClusterAlone()
    {
        var file = _program.Write("a.log", AuditLines.Role("create", "r", "2026-11-20T10:00:00Z") + "\n");
        (string, string)[] settings = [("Clusters:0:Name", "lab"), ("Clusters:0:Source", "Files"), ("Clusters:0:Paths:0", "a.log")];
        await _program.RunAsync([], settings, "import", "--cluster", "lab", file);
        await _program.RunAsync([], settings, "import", "--cluster", "other", file);

        var unknown = await _program.RunAsync([], settings, "forget", "--cluster", "lob", "--yes");
        var asked = await _program.RunAsync([], settings, "forget", "--cluster", "lab");
        var before = await _program.RunAsync([], settings, "query", "--cluster", "lab", "--canned", "all");
        var done = await _program.RunAsync([], settings, "forget", "--cluster", "lab", "--yes");
        var again = await _program.RunAsync([], settings, "forget", "--cluster", "lab", "--yes");
        var other = await _program.RunAsync([], settings, "query", "--cluster", "other", "--canned", "all");

        Assert.Equal((2, ""), (unknown.ExitCode, unknown.Output));
        Assert.Contains("Stored are lab, other.", unknown.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (asked.ExitCode, asked.Output));
        Assert.StartsWith(
            "This would remove of lab: 1 events from 2026-11-20T10:00:00Z to 2026-11-20T10:00:00Z, 0 unreadable records, 1 run records, ",
            Assert.Single(asked.ErrorLines), StringComparison.Ordinal);
        Assert.Single(before.OutputLines);
        Assert.Equal(0, done.ExitCode);
        Assert.Equal(["Forgot lab: 1 events and unreadable records removed, with their coverage and the cluster's runs."], done.OutputLines);
        Assert.Contains("still in the settings", Assert.Single(done.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("Stored are other.", again.Error, StringComparison.Ordinal);
        Assert.Single(other.OutputLines);
    }
}

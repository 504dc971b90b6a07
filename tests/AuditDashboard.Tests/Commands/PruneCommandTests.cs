using Microsoft.Data.Sqlite;

namespace AuditDashboard.Tests.Commands;

/// <summary><c>prune</c> as a process, and what <c>import</c> says of what is older than it is kept.</summary>
public sealed class PruneCommandTests : IDisposable
{
    private readonly ProgramRun _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Prune_AskedThenConfirmed_SaysWhatItWouldRemoveAndThenRemovesThat()
    {
        // Files are kept by when they were read, so their events are moved into the past where no file is.
        var file = _program.Write("a.log", AuditLines.Role("create", "old", "2001-02-03T10:00:00Z") + "\n" + AuditLines.Role("create", "undated", null) + "\n");
        (string, string)[] settings = [("Retention:Days", "3650")];
        var imported = await _program.RunAsync([], settings, "import", "--cluster", "lab", file);
        var kept = await _program.RunAsync([], settings, "prune", "--cluster", "lab", "--yes");
        Execute("UPDATE event SET is_from_files = 0 WHERE time IS NOT NULL");

        var unknown = await _program.RunAsync([], settings, "prune", "--cluster", "lob", "--yes");
        var asked = await _program.RunAsync([], settings, "prune", "--cluster", "lab");
        var done = await _program.RunAsync([], settings, "prune", "--cluster", "lab", "--yes");
        var again = await _program.RunAsync([], settings, "prune", "--cluster", "lab", "--yes");

        Assert.Contains("1 of the events are from before ", imported.Error, StringComparison.Ordinal);
        Assert.Contains("older than events are kept (3650 days). Events from files are kept by when they were read: those that are new stay until ", imported.Error, StringComparison.Ordinal);
        Assert.StartsWith("lab: 0 records from before ", kept.Output, StringComparison.Ordinal);
        Assert.Equal((1, ""), (unknown.ExitCode, unknown.Output));
        Assert.Contains("The database has no cluster 'lob'. It has lab.", unknown.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (asked.ExitCode, asked.Output));
        Assert.StartsWith("This would remove of lab: 1 event, 0 unreadable records and 0 calls out of CloudTrail from before ", Assert.Single(asked.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(0, done.ExitCode);
        Assert.StartsWith("lab: 1 record from before ", Assert.Single(done.OutputLines), StringComparison.Ordinal);
        Assert.StartsWith("lab: 0 records from before ", Assert.Single(again.OutputLines), StringComparison.Ordinal);
        Assert.Equal(1L, Scalar("SELECT count(*) FROM event"));
        Assert.Equal(1L, Scalar("SELECT count(*) FROM activity WHERE kind = 15 AND actor = '(command line)'"));
    }

    private void Execute(string sql) => Scalar(sql);

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_program.Folder, "data", "audit.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;

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
        var activity = Texts("SELECT actor || ': ' || text FROM activity ORDER BY id");

        Assert.Equal((2, ""), (unknown.ExitCode, unknown.Output));
        Assert.Contains("Stored are lab, other.", unknown.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (asked.ExitCode, asked.Output));
        Assert.StartsWith(
            "This would remove of lab: 1 event from 2026-11-20T10:00:00Z to 2026-11-20T10:00:00Z, 0 unreadable records, 1 run record, ",
            Assert.Single(asked.ErrorLines), StringComparison.Ordinal);
        Assert.Single(before.OutputLines);
        Assert.Equal(0, done.ExitCode);
        Assert.Equal(["Forgot lab: 1 event or unreadable record removed, with what was known of its coverage, its runs and its cost."], done.OutputLines);
        Assert.Contains("still in the settings", Assert.Single(done.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("Stored are other.", again.Error, StringComparison.Ordinal);
        Assert.Single(other.OutputLines);
        Assert.Equal(
            [
                $"(command line): Imported into lab: {file}.", $"(command line): Imported into other: {file}.", "(command line): Queried the stored events of lab on the command line.",
                "(command line): Began to forget the cluster lab.", "(command line): Forgot the cluster lab: 1 event or unreadable record removed.",
                "(command line): Queried the stored events of other on the command line.",
            ],
            activity);
    }

    [Fact]
    public async Task Forget_WhileAServerRuns_TheServerShowsWhatIsNewAndHarvestsAnew()
    {
        (string, string)[] settings =
        [
            ("Clusters:0:Name", "demo"), ("Clusters:0:Source", "Demo"), ("Clusters:0:MatchesPerMinute", "30"), ("Clusters:0:Cron", "* * * * * *"),
            ("Harvest:Backfill", "1h"), ("Harvest:BatchEvents", "100"),
        ];
        var first = _program.Write("first.log", Changes("first"));
        var second = _program.Write("second.log", Changes("second"));
        await _program.RunAsync([], settings, "import", "--cluster", "lab", first);
        using var server = Process.Start(_program.StartInfo(settings, "--Urls=http://127.0.0.1:0"))!; // A new process: UseShellExecute is off.
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(server) };
            var draining = Task.WhenAll(server.StandardOutput.ReadToEndAsync(Token), server.StandardError.ReadToEndAsync(Token));
            var before = await UnexplainedAsync(client);

            var forgotten = await _program.RunAsync([], settings, "forget", "--cluster", "lab", "--yes");
            using var gone = await client.GetAsync(new Uri(Unexplained, UriKind.Relative), Token);
            await _program.RunAsync([], settings, "import", "--cluster", "lab", second);
            var after = await UnexplainedAsync(client);
            var demo = await ForgetDemoAsync(settings);

            Assert.Equal(["first-0", "first-1", "first-2"], before);
            Assert.Equal((0, HttpStatusCode.BadRequest), (forgotten.ExitCode, gone.StatusCode));
            Assert.Equal(["second-0", "second-1", "second-2"], after);
            Assert.StartsWith("Forgot demo: ", demo.Output, StringComparison.Ordinal);
            using var terminate = Process.Start("kill", ["-TERM", $"{server.Id}"]);
            await server.WaitForExitAsync(Token);
            await draining;
        }
        finally
        {
            server.Kill();
        }

        var harvest = await _program.RunAsync([], settings, "harvest", "--once", "--cluster", "demo");
        Assert.True(harvest.ExitCode == 0, harvest.Error);
        CheckStored();
    }

    private const string Unexplained = "/api/v1/unexplained?cluster=lab&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Changes(string name) => string.Concat(Enumerable.Range(0, 3).Select(i => AuditLines.Role("create", $"{name}-{i}", $"2026-11-20T10:00:0{i}Z") + "\n"));

    private static async Task<Uri> AddressAsync(Process server)
    {
        const string Listening = "AuditDashboard is listening on ";
        while (await server.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                return new Uri(line[Listening.Length..]);
            }
        }

        throw new InvalidOperationException("The server did not start: " + await server.StandardError.ReadToEndAsync(Token));
    }

    private static async Task<IEnumerable<string?>> UnexplainedAsync(HttpClient client)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri(Unexplained, UriKind.Relative), Token));
        return [.. answer.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()).Order(StringComparer.Ordinal)];
    }

    /// <summary>The server harvests the demo each second, so the lease is taken now and then.</summary>
    private async Task<ProgramResult> ForgetDemoAsync((string, string)[] settings)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await _program.RunAsync([], settings, "forget", "--cluster", "demo", "--yes");
            if (result.ExitCode == 0 || attempt == 20)
            {
                return result;
            }

            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            Assert.StartsWith("A harvest or an import of demo is under way, so nothing was removed.", result.Error, StringComparison.Ordinal);
        }
    }

    private List<string> Texts(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_program.Folder, "data", "audit.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    /// <summary>By plain SQL: the bins count what is stored, and the demo's hour is covered for each query without a gap.</summary>
    private void CheckStored()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_program.Folder, "data", "audit.db")};Pooling=False");
        connection.Open();
        Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
        Assert.Equal(0L, Scalar(
            """
            SELECT count(*) FROM (
                SELECT cluster_id, query_id, minute, n FROM minute_count
                EXCEPT SELECT cluster_id, query_id, time / 60000000, count(*) FROM event_match WHERE time IS NOT NULL GROUP BY 1, 2, 3)
            """));
        Assert.Equal(Scalar("SELECT count(*) FROM event_match WHERE time IS NOT NULL"), Scalar("SELECT sum(n) FROM minute_count"));
        Assert.Equal(Scalar("SELECT count(*) FROM event"), Scalar("SELECT count(*) FROM event_body"));
        Assert.InRange((long)Scalar("SELECT count(*) FROM event e JOIN cluster c ON c.id = e.cluster_id WHERE c.name = 'demo'")!, 1_000, 5_000); // a count is never null
        Assert.Equal(0L, Scalar(
            """
            SELECT count(*) FROM (
                SELECT v.query_id FROM coverage v JOIN cluster c ON c.id = v.cluster_id WHERE c.name = 'demo'
                GROUP BY v.query_id HAVING min(v.from_time) > min(c.owed_from) OR sum(v.to_time - v.from_time) <> max(v.to_time) - min(v.from_time))
            """));

        object? Scalar(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar();
        }
    }
}

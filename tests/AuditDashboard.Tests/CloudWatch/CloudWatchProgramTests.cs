using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AuditDashboard.FaultCheck;
using AuditDashboard.Tests.Commands;
using AuditDashboard.Tests.Sharing;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Tests.CloudWatch;

/// <summary>The real program against a local CloudWatch Logs server: three processes, HTTP between them, a real SQLite file.</summary>
public sealed class CloudWatchProgramTests : IDisposable
{
    private const string Group = "/aws/eks/prod/cluster";
    private static readonly (string, string)[] Cluster =
    [
        ("Clusters:0:Name", "prod"), ("Clusters:0:Source", "CloudWatch"), ("Clusters:0:LogGroup", Group), ("Clusters:0:Region", "eu-west-1"),
        ("Harvest:Backfill", "1h"),
    ];

    private readonly ProgramRun _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Harvest_Once_StoresWhatEachQuerySelectsAndNothingNewTheSecondTime()
    {
        var expected = await GenerateAsync();
        using var server = await CloudWatchProcess.StartAsync("--load", $"{Group}={Path.Combine(_program.Folder, "audit.log")}");
        var settings = Cluster.Concat(CloudWatchProcess.Environment(server.Url)).ToArray();

        var check = await _program.RunAsync([], settings, "check");
        var first = await _program.RunAsync([], settings, "harvest", "--once");
        var second = await _program.RunAsync([], settings, "harvest", "--once");

        Assert.Equal((0, ""), (check.ExitCode, check.Error));
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Equal((0, ""), (second.ExitCode, second.Error));
        Assert.Contains(" 0 events new, ", Assert.Single(second.OutputLines), StringComparison.Ordinal);
        Assert.Equal(expected, StoredMatches());
    }

    [Fact]
    public async Task Serve_Schedule_PagesAndApiShowWhatEachQuerySelectsAndStayWhenCloudWatchIsGone()
    {
        var expected = await GenerateAsync();
        using var cloudWatch = await CloudWatchProcess.StartAsync("--load", $"{Group}={Path.Combine(_program.Folder, "audit.log")}");
        using var dashboard = await ServedDashboard.StartAsync(_program, [.. Cluster, .. CloudWatchProcess.Environment(cloudWatch.Url), ("Harvest:Cron", "*/2 * * * * *")]);
        using var client = new HttpClient { BaseAddress = dashboard.Url };
        await dashboard.WaitForAsync(async () => (await CountsAsync(client)).SequenceEqual(expected));

        Assert.Equal(expected, StoredMatches());
        cloudWatch.Stop();
        foreach (var page in new[] { "/", "/changes?cluster=prod", "/collection?cluster=prod", "/events?cluster=prod&query=roles" })
        {
            using var answer = await client.GetAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{page}: {answer.StatusCode}");
        }

        Assert.Equal(expected, await CountsAsync(client));
    }

    /// <summary>Whoever reads pays nothing and waits for nobody: pages show what is stored, links to a query on CloudWatch included.</summary>
    [Fact]
    public async Task Pages_OfEveryView_NeverAskCloudWatch()
    {
        await GenerateAsync();
        var journal = Path.Combine(_program.Folder, "journal.ndjson");
        using var cloudWatch = await CloudWatchProcess.StartAsync("--load", $"{Group}={Path.Combine(_program.Folder, "audit.log")}", "--journal", journal);
        (string, string)[] settings = [.. Cluster, .. CloudWatchProcess.Environment(cloudWatch.Url), ("Harvest:IsScheduled", "false")];
        Assert.Equal(0, (await _program.RunAsync([], settings, "harvest", "--once")).ExitCode);
        var before = CallsIn(journal);
        using var dashboard = await ServedDashboard.StartAsync(_program, settings);
        using var client = new HttpClient { BaseAddress = dashboard.Url };

        foreach (var sample in UrlSampleTests.LinesOf(1))
        {
            var page = sample.Split(" ⇶ ")[^1];
            using var answer = await client.GetAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode < 500, $"{page}: {answer.StatusCode}");
        }

        Assert.InRange(before, 2, int.MaxValue);
        Assert.Equal(before, CallsIn(journal));
    }

    private static int CallsIn(string journal)
    {
        using var reader = new StreamReader(new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Count(c => c == '\n');
    }

    // An hour's last events would be late deliveries still; these lie between 50 and 20 minutes back.
    private async Task<string[]> GenerateAsync()
    {
        var path = Path.Combine(_program.Folder, "audit.log");
        var generated = await _program.RunAsync("generate", "--events", "3000", "--seed", "7", "--rate", "100", "--start", "-50m", "--out", path);
        Assert.Equal((0, ""), (generated.ExitCode, generated.Error));
        var counts = Truth.QueryIds.ToDictionary(id => id, _ => 0, StringComparer.Ordinal);
        foreach (var line in await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken))
        {
            foreach (var id in Truth.Select(Encoding.UTF8.GetBytes(line)) ?? throw new InvalidOperationException(line))
            {
                counts[id]++;
            }
        }

        return Print(counts);
    }

    private string[] StoredMatches()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(_program.Folder, "data", "audit.db"),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT q.name, COUNT(*) FROM event_match m JOIN query q ON q.id = m.query_id GROUP BY q.name";
        using var reader = command.ExecuteReader();
        var counts = Truth.QueryIds.ToDictionary(id => id, _ => 0, StringComparer.Ordinal);
        while (reader.Read())
        {
            counts[reader.GetString(0)] = reader.GetInt32(1);
        }

        return Print(counts);
    }

    private static async Task<string[]> CountsAsync(HttpClient client)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in Truth.QueryIds)
        {
            var bins = await client.GetFromJsonAsync<JsonElement>(
                new Uri($"/api/v1/bins?cluster=prod&query={id}&from=-2h", UriKind.Relative), TestContext.Current.CancellationToken);
            counts[id] = bins.GetProperty("series").EnumerateArray().Sum(series => series.GetProperty("total").GetInt32());
        }

        return Print(counts);
    }

    private static string[] Print(Dictionary<string, int> counts) =>
        [.. counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value}"))];
}


namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>A dashboard whose database holds the corpus in every field, with queries that are titled so, and a cluster whose file is called so and is not there.</summary>
internal sealed class HostileDashboard : IAsyncDisposable
{
    /// <summary>The cluster that holds the records.</summary>
    public const string Cluster = "hostile";

    private readonly string _folder;
    private readonly DashboardProcess _process;

    private readonly Dictionary<string, string> _settings;

    private HostileDashboard(string folder, Dictionary<string, string> settings, DashboardProcess process, string commands)
    {
        _folder = folder;
        _settings = settings;
        _process = process;
        Commands = commands;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _process.Address;

    /// <summary>What the server printed: its log.</summary>
    public string Log => _process.Output;

    /// <summary>What importing and harvesting printed on standard error.</summary>
    public string Commands { get; }

    public static Task<HostileDashboard> StartAsync() => StartAsync([]);

    /// <summary>Starts one with settings of its own.</summary>
    public static async Task<HostileDashboard> StartAsync(Dictionary<string, string> more)
    {
        var token = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("audit-corpus-").FullName;
        var file = Path.Combine(folder, "audit.ndjson");
        await File.WriteAllLinesAsync(file, HostileCorpus.Records(TimeProvider.System.GetUtcNow()), token);
        var settings = Settings(folder);
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        var imported = await DashboardProcess.RunAsync(folder, settings, "import", "--cluster", Cluster, file);
        Assert.True(imported.ExitCode == 0, imported.Error);
        var harvested = await DashboardProcess.RunAsync(folder, settings, "harvest", "--once", "--cluster", "away");
        Assert.Equal(1, harvested.ExitCode);
        return new HostileDashboard(folder, settings, await DashboardProcess.StartAsync(folder, settings), imported.Output + imported.Error + harvested.Output + harvested.Error);
    }

    /// <summary>Runs a query over the file of records.</summary>
    public Task<(int ExitCode, string Output, string Error)> QueryAsync(params string[] arguments) =>
        DashboardProcess.RunAsync(_folder, Settings(_folder), ["query", "--file", Path.Combine(_folder, "audit.ndjson"), .. arguments]);

    /// <summary>Runs a verb that asks the running server, and gives what it printed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await DashboardProcess.RunAsync(_folder, new Dictionary<string, string>(_settings) { ["Urls"] = Address.ToString() }, arguments);
        Assert.True(exitCode == 0, error);
        return output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Dictionary<string, string> Settings(string folder)
    {
        var settings = new Dictionary<string, string>
        {
            ["Clusters__0__Name"] = "away",
            ["Clusters__0__Source"] = "Files",
            ["Clusters__0__Paths__0"] = Path.Combine(folder, "<img src=audit-hit onerror=auditHit()>\u202E\u001b[31m\ninfo Forged[0].ndjson"),
            ["Harvest__IsScheduled"] = "false",
            ["Logging__LogLevel__Microsoft.AspNetCore"] = "Information",
        };

        // Settings hold no NUL and no lone surrogate; all the rest may stand in a title.
        var titles = HostileStrings.Texts.Where(t => !t.Contains('\0', StringComparison.Ordinal) && t.Trim().Length > 0 && t.Length < 1_000).Where((_, i) => i % 20 == 0).ToList();
        for (var i = 0; i < titles.Count; i++)
        {
            settings[$"Queries__{i}__Id"] = $"hostile-{i}";
            settings[$"Queries__{i}__Title"] = titles[i];
            settings[$"Queries__{i}__Purpose"] = titles[i];
            settings[$"Queries__{i}__Text"] = "filter objectRef.resource = \"roles\" and verb = \"update\"";
        }

        return settings;
    }
}

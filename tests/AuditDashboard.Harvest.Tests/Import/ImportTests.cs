using System.Text;
using System.Text.Json.Nodes;
using AuditDashboard.Harvest.Import;
using AuditDashboard.Harvest.Tests.Kill;
using AuditDashboard.Storage.Runs;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Import;

public sealed class ImportTests : IDisposable
{
    /// <summary>Everything that an import stores, in an order of its own; row numbers, run records and moments of storing left out.</summary>
    private const string Content =
        """
        SELECT 'event', k.name, hex(e.identity), e.time, e.kind, e.code, e.flags, e.is_from_files, n.name, b.encoding, b.length, hex(b.content)
        FROM event e JOIN cluster k ON k.id = e.cluster_id JOIN event_body b ON b.event_id = e.id JOIN query n ON n.id = e.stack_query_id
        UNION ALL SELECT 'match', k.name, hex(e.identity), q.name, m.time, '', '', '', '', '', '', ''
        FROM event_match m JOIN event e ON e.id = m.event_id JOIN query q ON q.id = m.query_id JOIN cluster k ON k.id = m.cluster_id
        UNION ALL SELECT 'minute', k.name, q.name, c.minute, c.n, '', '', '', '', '', '', '' FROM minute_count c JOIN query q ON q.id = c.query_id JOIN cluster k ON k.id = c.cluster_id
        UNION ALL SELECT 'stack', k.name, q.name, c.minute, c.n, '', '', '', '', '', '', '' FROM minute_stack c JOIN query q ON q.id = c.query_id JOIN cluster k ON k.id = c.cluster_id
        UNION ALL SELECT 'quarantine', k.name, hex(x.identity), x.reason, x.source, x.time, hex(x.content), '', '', '', '', '' FROM quarantine x JOIN cluster k ON k.id = x.cluster_id
        UNION ALL SELECT 'span', k.name, f.origin, f.from_time, f.to_time, '', '', '', '', '', '', '' FROM file_span f JOIN cluster k ON k.id = f.cluster_id
        UNION ALL SELECT 'call', k.name, hex(t.identity), t.time, t.kind, t.subject, t.role, t.outcome, t.is_repeated, t.is_from_files, t.event_id, hex(t.content)
        FROM trail_call t JOIN cluster k ON k.id = t.cluster_id
        UNION ALL SELECT 'call span', k.name, f.origin, f.from_time, f.to_time, '', '', '', '', '', '', '' FROM trail_span f JOIN cluster k ON k.id = f.cluster_id
        UNION ALL SELECT 'cluster', name, source, owed_from, '', '', '', '', '', '', '', '' FROM cluster
        ORDER BY 1, 2, 3, 4, 5
        """;

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_RealData_FindsWhatAnIndependentReadingFinds()
    {
        RealData.SkipUnlessPresent();
        var plain = Directory.GetFiles(RealData.Folder!, "*.ndjson").Where(f => !f.Contains(".wrapped.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        await using var host = await HarvestHost.StartAsync(_folder);

        var summary = await host.Import.ImportAsync("real", plain, new Progress<ImportProgress>(), Token);

        // The same content is one event, whatever the order of its members.
        var expected = plain
            .SelectMany(File.ReadLines)
            .Select(l => (Canonical: Canonical(JsonNode.Parse(l)!), Queries: Truth.Select(Encoding.UTF8.GetBytes(l))!))
            .Where(r => r.Queries.Count > 0)
            .DistinctBy(r => r.Canonical)
            .ToList();
        Assert.Empty(summary.Errors);
        Assert.Equal(expected.Count, summary.EventsInserted);
        Assert.Equal(
            expected.SelectMany(r => r.Queries).CountBy(q => q).Select(c => $"{c.Key}|{c.Value}").Order(StringComparer.Ordinal),
            (await Sql.ListAsync(host, "SELECT q.name, count(*) FROM event_match m JOIN query q ON q.id = m.query_id GROUP BY 1")).Order(StringComparer.Ordinal));
        Assert.Equal(plain.SelectMany(File.ReadLines).Count(), summary.RecordsScanned);
        Assert.Equal(372, summary.Ignored);
    }

    [Fact]
    public async Task Import_RealDataTwice_SecondChangesNothing()
    {
        RealData.SkipUnlessPresent();
        await using var host = await HarvestHost.StartAsync(_folder);

        var first = await host.Import.ImportAsync("real", [RealData.Folder!], new Progress<ImportProgress>(), Token);
        var once = await Sql.ListAsync(host, Content);
        var second = await host.Import.ImportAsync("real", [RealData.Folder!], new Progress<ImportProgress>(), Token);

        Assert.Empty(first.Errors);
        Assert.Equal((0, 0), (second.EventsInserted, second.Quarantined));
        Assert.Equal(once, await Sql.ListAsync(host, Content));
        Assert.All(await host.Runs.GetLatestAsync("real", 5, Token), r => Assert.Equal((RunTrigger.Import, RunState.Succeeded), (r.Trigger, r.State)));
    }

    [Fact]
    public async Task Import_RealDataFromTwoProcessesAtOnce_SameAsOnce()
    {
        RealData.SkipUnlessPresent();
        using var other = new TempFolder();
        string[] Arguments(TempFolder folder) => ["db=" + folder["audit.db"], "mode=import", "files=" + RealData.Folder, "batch=50", "lease=5000"];

        await HarnessProcess.RunAsync(Arguments(other), null, Token);

        // The same key, so that what redaction leaves can be compared too.
        File.Copy(other["audit.db.key"], _folder["audit.db.key"]);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => HarnessProcess.RunAsync(Arguments(_folder), null, Token)));

        Assert.Equal(Sql.List(other["audit.db"], Content), Sql.List(_folder["audit.db"], Content));
        Assert.Equal("2", Assert.Single(Sql.List(_folder["audit.db"], "SELECT count(*) FROM run WHERE state = 2")));
    }

    [Fact]
    public async Task Import_OnePathMissing_OthersAreImported()
    {
        File.WriteAllBytes(_folder["a.log"], Role(HarvestHost.Noon, "a"));
        await using var host = await HarvestHost.StartAsync(_folder);

        var summary = await host.Import.ImportAsync("x", [_folder["missing.log"], _folder["a.log"]], new Progress<ImportProgress>(), Token);

        Assert.Single(summary.Errors);
        Assert.Equal(1, summary.EventsInserted);
        Assert.Equal(("Import", (DateTimeOffset?)null), Assert.Single(await host.Clusters.GetAllAsync(Token)) is var row ? (row.Source, row.OwedFrom) : default);
    }

    [Fact]
    public async Task Import_IntoAnotherCluster_StoresItThereToo()
    {
        File.WriteAllBytes(_folder["a.log"], Role(HarvestHost.Noon, "a"));
        await using var host = await HarvestHost.StartAsync(_folder);

        await host.Import.ImportAsync("x", [_folder["a.log"]], new Progress<ImportProgress>(), Token);
        var summary = await host.Import.ImportAsync("y", [_folder["a.log"]], new Progress<ImportProgress>(), Token);

        Assert.Equal(1, summary.EventsInserted);
    }

    [Fact]
    public async Task Import_LeaseHeldElsewhere_WaitsAndSaysSo()
    {
        File.WriteAllBytes(_folder["a.log"], Role(HarvestHost.Noon, "a"));
        await using var host = await HarvestHost.StartAsync(_folder);
        await host.Clusters.RegisterAsync("x", "Import", null, Token);
        var lease = await host.Leases.TryAcquireAsync("x", TimeSpan.FromMinutes(5), Token);
        var waiting = new TaskCompletionSource<ImportProgress>(TaskCreationOptions.RunContinuationsAsynchronously);

        var importing = host.Import.ImportAsync("x", [_folder["a.log"]], new Reporter(p => waiting.TrySetResult(p)), Token);
        var said = await waiting.Task.WaitAsync(Token);
        await host.Leases.ReleaseAsync(lease!, Token);
        while (!importing.IsCompleted)
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(300));
            await Task.WhenAny(importing, Task.Delay(TimeSpan.FromMilliseconds(20), Token));
        }

        Assert.Contains("Waiting", said.Note, StringComparison.Ordinal);
        Assert.Equal(1, (await importing).EventsInserted);
    }

    private static string Canonical(JsonNode node) => node switch
    {
        JsonObject o => "{" + string.Join(',', o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{JsonValue.Create(p.Key).ToJsonString()}:{(p.Value is null ? "null" : Canonical(p.Value))}")) + "}",
        JsonArray a => "[" + string.Join(',', a.Select(v => v is null ? "null" : Canonical(v))) + "]",
        _ => node.ToJsonString(),
    };

    /// <summary>Reports on the reporting thread: <see cref="Progress{T}"/> would do so later.</summary>
    private sealed class Reporter(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }
}

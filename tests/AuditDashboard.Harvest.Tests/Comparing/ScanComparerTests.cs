using System.Runtime.CompilerServices;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Comparing;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Sources.Demo;
using AuditDashboard.Harvest.Tests.Sources.CloudWatch;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Costs;
using Microsoft.Extensions.DependencyInjection;
using static AuditDashboard.Harvest.Tests.TestEvents;

namespace AuditDashboard.Harvest.Tests.Comparing;

/// <summary>Merged and one by one over the same window.</summary>
public sealed class ScanComparerTests : IDisposable
{
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compare_RealEventsThroughTheService_NoQueryDiffers()
    {
        await using var scene = await LogGroupScene.StartAsync();
        var (first, last) = (Noon, DateTimeOffset.UnixEpoch);
        var count = 0;
        foreach (var path in Directory.GetFiles(Input.RealData.Require(), "*.ndjson"))
        {
            foreach (var record in Input.RecordReading.Read(await File.ReadAllBytesAsync(path, Token)))
            {
                if ((record.SourceTimeMicros ?? AuditEventReader.ReadTimeMicros(record.Message.Span)) is not { } micros)
                {
                    continue;
                }

                var time = DateTimeOffset.FromUnixTimeMilliseconds(micros / 1_000);
                scene.Put(time, record.Message.ToArray());
                (first, last) = (time < first ? time : first, time > last ? time : last);
                count++;
            }
        }

        using var source = scene.Source();
        await using var host = await StartAsync(source);
        var comparison = await CompareAsync(host, TimeWindow.Between(first, last.AddSeconds(1)));

        Assert.InRange(count, 500, int.MaxValue);
        AssertSame(comparison, atLeast: 50);
    }

    [Fact]
    public async Task Compare_GeneratedEventsThroughTheService_NoQueryDiffersAndOneScanIsBilledInsteadOfEach()
    {
        await using var scene = await LogGroupScene.StartAsync();
        var expected = QueryCatalog.BuiltIn.Queries.ToDictionary(q => q.Id, _ => 0, StringComparer.Ordinal);
        foreach (var record in DemoStream.Generate(6_000, 11, Noon.AddMinutes(-20), 400))
        {
            scene.Put(DateTimeOffset.FromUnixTimeMilliseconds(record.TimeMicros / 1_000), record.Message.ToArray());
            foreach (var id in Truth.Select(record.Message.Span) ?? throw new InvalidOperationException("Not a record."))
            {
                expected[id]++;
            }
        }

        scene.Put(Noon.AddMinutes(-10), "{\"kind\":\"Event\",\"verb\":\"create\",\"objectRef\":{\"reso[Truncated...]"u8.ToArray());
        using var source = scene.Source();
        await using var host = await StartAsync(source);
        var comparison = await CompareAsync(host, TimeWindow.Between(Noon.AddMinutes(-30), Noon));
        var days = await host.Provider.GetRequiredService<ScanCostStore>().GetDaysAsync("lab", DateOnly.FromDateTime(Noon.UtcDateTime), Token);

        AssertSame(comparison, atLeast: 300);
        Assert.Equal(expected.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => (e.Key, e.Value)), comparison.Queries.Where(q => q.QueryId is not null).OrderBy(q => q.QueryId, StringComparer.Ordinal).Select(q => (q.QueryId!, q.Alone)));
        Assert.Equal((1, 1), comparison.Queries.Where(q => q.QueryId is null).Select(q => (q.Merged, q.Alone)).Single());
        Assert.Equal(comparison.MergedBytes * QueryCatalog.BuiltIn.Queries.Count, comparison.AloneBytes);
        Assert.All(days, d => Assert.Equal((ScanPurpose.Check, d.Bytes), (d.Purpose, d.AloneBytes)));
        Assert.Equal(comparison.MergedBytes + comparison.AloneBytes, days.Sum(d => d.Bytes));
        Assert.Equal(1 + QueryCatalog.BuiltIn.Queries.Count, scene.Server.Journal.Of("StartQuery").Count);
        Assert.Empty(await Sql.AuditIdsAsync(host));
    }

    [Fact]
    public async Task Compare_QueryAloneMissesARecord_IsReportedWithTheRecord()
    {
        var source = new SelectiveSource { IsHidden = (record, queries) => queries == "roles" && record.Id == "b" };
        source.Add(Noon.AddMinutes(-9), "a");
        source.Add(Noon.AddMinutes(-8), "b");
        await using var host = await StartAsync(source);

        var comparison = await CompareAsync(host, TimeWindow.Between(Noon.AddMinutes(-10), Noon));

        var roles = Assert.Single(comparison.Queries, q => q.HasDifference);
        Assert.Equal(("roles", 2, 1, 1, 0), (roles.QueryId, roles.Merged, roles.Alone, roles.OnlyMerged, roles.OnlyAlone));
        Assert.Equal([new DifferingRecord(true, Noon.AddMinutes(-8), "b")], roles.Examples);
    }

    [Fact]
    public async Task Compare_MergedScanMissesARecord_IsReportedWithTheRecord()
    {
        var source = new SelectiveSource { IsHidden = (record, queries) => queries != "roles" && record.Id == "b" };
        source.Add(Noon.AddMinutes(-9), "a");
        source.Add(Noon.AddMinutes(-8), "b");
        await using var host = await StartAsync(source);

        var comparison = await CompareAsync(host, TimeWindow.Between(Noon.AddMinutes(-10), Noon));

        var roles = Assert.Single(comparison.Queries, q => q.HasDifference);
        Assert.Equal(("roles", 1, 2, 0, 1), (roles.QueryId, roles.Merged, roles.Alone, roles.OnlyMerged, roles.OnlyAlone));
        Assert.Equal([new DifferingRecord(false, Noon.AddMinutes(-8), "b")], roles.Examples);
    }

    [Fact]
    public async Task Compare_ServiceSelectsWhatTheEngineDoesNot_IsReported()
    {
        // As if the service took "list" for "create": the engine does not.
        var source = new SelectiveSource { Extra = queries => queries == "roles" ? [(Noon.AddMinutes(-7), Noise(Noon, "n"))] : [] };
        source.Add(Noon.AddMinutes(-9), "a");
        await using var host = await StartAsync(source);

        var comparison = await CompareAsync(host, TimeWindow.Between(Noon.AddMinutes(-10), Noon));

        var roles = Assert.Single(comparison.Queries, q => q.HasDifference);
        Assert.Equal([new DifferingRecord(false, Noon.AddMinutes(-7), "n")], roles.Examples);
    }

    [Fact]
    public async Task Compare_RecordDeliveredBetweenTheReadings_IsNoDifference()
    {
        var source = new SelectiveSource();
        source.Add(Noon.AddMinutes(-9), "a");
        source.Add(Noon.AddMinutes(-8), "b");
        source.Scanned = scans => source.IsHidden = (record, _) => record.Id == "b" && scans < 1;
        await using var host = await StartAsync(source);

        var comparison = await CompareAsync(host, TimeWindow.Between(Noon.AddMinutes(-10), Noon));

        Assert.False(comparison.HasDifference);
        Assert.Equal((2, 2), comparison.Queries.Where(q => q.QueryId == "roles").Select(q => (q.Merged, q.Alone)).Single());
    }

    [Fact]
    public async Task Compare_BudgetIsSpentOnTheWay_SaysSoAndNotesWhatItCost()
    {
        await using var scene = await LogGroupScene.StartAsync(o => o.DeclaredBytesPerByte = 1e9 / Role(Noon, "a").Length);
        scene.Put(Noon.AddMinutes(-5), Role(Noon, "a"));
        using var source = scene.Source();
        await using var host = await HarvestHost.StartAsync(
            _folder, new HarvestOptions { DailyBudget = 4, BudgetReserve = 0.25, PricePerGigabyte = 1 }, sources: [("lab", source)]);

        var comparison = await CompareAsync(host, TimeWindow.Between(Noon.AddMinutes(-10), Noon));

        Assert.Contains("Harvest:DailyBudget", Assert.Single(comparison.Errors), StringComparison.Ordinal);
        Assert.Equal(2, comparison.Queries.Count);
        Assert.Equal(3.0, ScanPrice.ToDollars(await host.Provider.GetRequiredService<ScanCostStore>().GetSpentTodayAsync("lab", Token)), 0.01);
    }

    private async Task<HarvestHost> StartAsync(ILogSource source) => await HarvestHost.StartAsync(_folder, sources: [("lab", source)]);

    private static Task<ScanComparison> CompareAsync(HarvestHost host, TimeWindow window) =>
        host.Provider.GetRequiredService<ScanComparer>().CompareAsync("lab", window, Token);

    private static void AssertSame(ScanComparison comparison, int atLeast)
    {
        Assert.Empty(comparison.Errors);
        Assert.All(comparison.Queries, q => Assert.Equal((0, 0, q.Merged), (q.OnlyMerged, q.OnlyAlone, q.Alone)));
        Assert.Equal(QueryCatalog.BuiltIn.Queries.Select(q => q.Id), comparison.Queries.Where(q => q.QueryId is not null).Select(q => q.QueryId));
        Assert.InRange(comparison.Queries.Sum(q => q.Merged), atLeast, int.MaxValue);
    }

    /// <summary>Selects as a service would, but for what a test hides or adds.</summary>
    private sealed class SelectiveSource : IWindowLogSource
    {
        private readonly List<(string Id, DateTimeOffset Time, byte[] Message)> _records = [];
        private int _scans;

        public Func<(string Id, DateTimeOffset Time, byte[] Message), string, bool> IsHidden { get; set; } = (_, _) => false;

        public Func<string, IReadOnlyList<(DateTimeOffset Time, byte[] Message)>> Extra { get; init; } = _ => [];

        public Action<int> Scanned { get; set; } = _ => { };

        public string Kind => "Selective";

        public long AvailableToMicros => TimeWindow.ToMicrosSinceEpoch(Noon);

        public TimeSpan DeliveryDelay => TimeSpan.Zero;

        public bool IsSelective => true;

        public void Add(DateTimeOffset time, string id) => _records.Add((id, time, Role(time, id)));

        public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

        public async IAsyncEnumerable<InputRecord> ScanAsync(TimeWindow window, MergedScan scan, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            var queries = string.Join(',', scan.Queries.Select(q => q.Id));
            Scanned(_scans++);
            foreach (var record in _records.Where(r => !IsHidden(r, queries)))
            {
                var read = ToRecord(record.Time, record.Message);
                if (scan.Match(new() { Message = read.Message, TimestampMicros = read.SourceTimeMicros }) != 0)
                {
                    yield return read;
                }
            }

            foreach (var (time, message) in Extra(queries))
            {
                yield return ToRecord(time, message);
            }
        }

        private static InputRecord ToRecord(DateTimeOffset time, byte[] message) =>
            new() { Message = message, SourceTimeMicros = TimeWindow.ToMicrosSinceEpoch(time), File = "", Line = 1 };
    }
}

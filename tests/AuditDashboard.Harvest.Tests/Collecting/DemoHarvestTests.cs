using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources.Demo;
using AuditDashboard.Harvest.Sources.Demo.Trail;
using AuditDashboard.Harvest.Tests.Kill;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Tests.Collecting;

public sealed class DemoHarvestTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_NothingConfigured_TheDemoIsStoredAsAnIndependentReadingFindsIt()
    {
        var backfill = TimeSpan.FromHours(12);
        await using var host = await HarvestHost.StartAsync(_folder, new HarvestOptions { Backfill = backfill, BatchEvents = 300 });

        var first = await host.RunAsync();
        var again = await host.RunAsync("demo", TimeWindow.Between(HarvestHost.Noon - backfill, HarvestHost.Noon));

        var demo = new DemoCluster(1, 6, 4);
        var from = (HarvestHost.Noon - backfill).ToUnixTimeSeconds() / 60;
        var records = Enumerable.Range(0, (int)backfill.TotalMinutes).SelectMany(m => demo.GetMinute(from + m)).ToList();
        var truth = records.Select(r => ExpectedEvent.From(r.Message)).OfType<ExpectedEvent>().ToList();
        var calls = 0;
        await foreach (var _ in new DemoTrailSource(1, "demo", host.Clock).ScanAsync(
            TimeWindow.Between(HarvestHost.Noon - backfill, HarvestHost.Noon), new MergedScan(TrailQueries.All), TestContext.Current.CancellationToken))
        {
            calls++;
        }

        Assert.Empty(first.Errors);
        Assert.NotEmpty(truth);
        Assert.Equal((records.Count + calls, truth.Count, 0, 0), (first.RecordsScanned, first.EventsInserted, first.EventsKnown, first.Quarantined));
        Assert.Equal((records.Count + calls, 0, truth.Count), (again.RecordsScanned, again.EventsInserted, again.EventsKnown));
        Assert.Empty(DatabaseCheck.Always(host.Database.Path, "demo", truth));
        Assert.Empty(DatabaseCheck.AtEnd(host.Database.Path, "demo", truth));
        Assert.Equal(TimeWindow.ToMicrosSinceEpoch(HarvestHost.Noon), DatabaseCheck.CoveredTo(host.Database.Path, "demo", Truth.QueryIds));
    }

    [Fact]
    public async Task Run_AfterARestart_ReadsTheSameBytesAndStoresNothingTwice()
    {
        var options = new HarvestOptions { Backfill = TimeSpan.FromHours(2) };
        long inserted;
        await using (var before = await HarvestHost.StartAsync(_folder, options))
        {
            inserted = (await before.RunAsync()).EventsInserted;
        }

        await using var host = await HarvestHost.StartAsync(_folder, options);
        var again = await host.RunAsync("demo", TimeWindow.Between(HarvestHost.Noon.AddHours(-2), HarvestHost.Noon));

        Assert.Equal((0, inserted), (again.EventsInserted, again.EventsKnown));
    }
}

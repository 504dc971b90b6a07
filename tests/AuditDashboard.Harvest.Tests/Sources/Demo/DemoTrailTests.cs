using System.Text;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources.Demo.Trail;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Trail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AuditDashboard.Harvest.Tests.Sources.Demo;

/// <summary>CloudTrail of the demo account: the same each time, readable, about the cluster, and with each story in any week.</summary>
public sealed class DemoTrailTests : IDisposable
{
    private static readonly DateTimeOffset Noon = HarvestHost.Noon;
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, "demo")]
    [InlineData(7, "lab-2")]
    public async Task Scan_AnyWeek_HoldsEachStoryInOrderAndTheSameAgain(int seed, string name)
    {
        var window = TimeWindow.Between(Noon.AddDays(-7), Noon);
        var records = await ScanAsync(seed, name, window);
        var inParts = new List<string>();
        for (var at = Noon.AddDays(-7); at < Noon; at += TimeSpan.FromMinutes(210))
        {
            inParts.AddRange((await ScanAsync(seed, name, TimeWindow.Between(at, at.AddMinutes(210) < Noon ? at.AddMinutes(210) : Noon))).Select(r => r.Text));
        }

        var scope = CloudTrailOptions.ScopeOf(name, new ClusterOptions { Name = name, Source = "Demo" });
        var calls = records.ConvertAll(r => TrailReader.Read(Encoding.UTF8.GetBytes(r.Text), out _) ?? throw new InvalidOperationException(r.Text));
        Assert.Equal(records.Select(r => r.Text), inParts);
        Assert.Equal(records.Select(r => r.Micros).Order(), records.Select(r => r.Micros));
        Assert.Equal(records.Select(r => (long?)r.Micros), calls.Select(call => call.TimeMicros));
        Assert.All(calls, call => Assert.True(scope.Holds(call)));
        Assert.Equal(calls.Count, calls.Select(call => call.EventId).Distinct().Count());
        var changes = calls.OfType<AccessChange>().Select(call => (call.Kind, Principal: call.PrincipalArn?.Split('/')[^1])).ToHashSet();
        Assert.Superset(
            new HashSet<(AccessChangeKind, string?)>
            {
                (AccessChangeKind.EntryCreated, "break-glass"), (AccessChangeKind.PolicyAssociated, "break-glass"), (AccessChangeKind.PolicyDisassociated, "break-glass"), (AccessChangeKind.EntryDeleted, "break-glass"),
                (AccessChangeKind.EntryCreated, "harborlight-payments-auditors"), (AccessChangeKind.PolicyAssociated, "harborlight-payments-auditors"), (AccessChangeKind.ClusterConfig, null),
            },
            changes);
        var workloads = calls.OfType<WorkloadCall>().ToList();
        Assert.Contains(workloads, call => call is { IsFailed: true, Subject: "web/storefront" });
        Assert.Contains(workloads, call => call is { Kind: WorkloadCallKind.PodIdentityRole, Subject: "billing/ledger-export" });
        Assert.True(workloads.Count(call => !call.IsFailed) >= 7 * 24 * 6);
    }

    [Fact]
    public async Task Harvest_DemoCluster_CollectsBothOfItsSources()
    {
        await using var host = await HarvestHost.StartAsync(_folder, new HarvestOptions { Backfill = TimeSpan.FromDays(6) });

        var first = await host.RunAsync();
        var second = await host.RunAsync();

        Assert.Empty(first.Errors);
        Assert.True(first.CallsInserted > 6 * 24 * 6);
        Assert.Equal(0, second.CallsInserted);
        var calls = await host.Provider.GetRequiredService<TrailReads>().GetChangesAsync("demo", Token);
        Assert.Contains(calls.Calls, call => call.Call.Name == "CreateAccessEntry");
        foreach (var query in TrailQueries.All)
        {
            var collected = await host.Coverage.GetCollectedAsync("demo", new CoverageQuery(query.Id, query.SelectionHash), settledOnly: true, Token);
            Assert.Equal([TimeWindow.Between(Noon.AddDays(-6), Noon)], collected.Intervals);
        }
    }

    private static async Task<List<(long Micros, string Text)>> ScanAsync(int seed, string name, TimeWindow window)
    {
        var records = new List<(long, string)>();
        await foreach (var record in new DemoTrailSource(seed, name, new FakeTimeProvider(Noon)).ScanAsync(window, new MergedScan(TrailQueries.All), Token))
        {
            records.Add((record.SourceTimeMicros ?? 0, Encoding.UTF8.GetString(record.Message.Span)));
        }

        return records;
    }
}

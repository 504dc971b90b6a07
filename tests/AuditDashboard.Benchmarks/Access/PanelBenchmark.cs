using System.Diagnostics;
using System.Globalization;
using AuditDashboard.Benchmarks.Storage;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Planning;
using AuditDashboard.Investigation;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Benchmarks.Access;

/// <summary>Measures what opening the panel of a change takes: the record, its object's versions, and what it allows in a cluster of 5,000 roles and 20,000 bindings.</summary>
internal static class PanelBenchmark
{
    private const int Changes = 200;
    private const double GoalMs = 200;

    private static readonly DateTimeOffset From = SyntheticEvents.Start.AddDays(SyntheticEvents.Days - 1);

    /// <summary>Runs it.</summary>
    /// <returns>0 if the goal is met, 1 if it is missed, 2 for options that mean nothing.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        return await TemporaryDatabase.ReadEventsAsync("panel", args, 1_000_000) is { } events
            ? await TemporaryDatabase.UseAsync(
                services => services.AddSingleton(QueryCatalog.BuiltIn).AddSingleton(new HarvestOptions()).AddSingleton(new ClusterRegistry([])).AddSingleton<ReadingDelays>().AddInvestigation(),
                async services =>
                {
                    await FillAsync(services, events);
                    return await MeasureAsync(services);
                })
            : 2;
    }

    private static async Task FillAsync(IServiceProvider services, int events)
    {
        var started = Stopwatch.GetTimestamp();
        await TemporaryDatabase.FillAsync(services, new SyntheticEvents(20260101).Generate(events).Concat(LargeCluster.Changes(Changes, From)));

        var listing = LargeCluster.Listing(TimeWindow.ToMicrosSinceEpoch(SyntheticEvents.Start));
        await services.GetRequiredService<ListingStore>().AddAsync(ReadMeasurements.Cluster, new Redactor(new byte[32]).Redact(listing), "benchmark", CancellationToken.None);
        Say($"{events:N0} events, {LargeCluster.Roles:N0} roles and {LargeCluster.Bindings:N0} bindings stored in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s.");
    }

    private static async Task<bool> MeasureAsync(IServiceProvider services)
    {
        var (reader, model) = (services.GetRequiredService<EventReader>(), services.GetRequiredService<ChangeModel>());
        var filter = new EventFilter
        {
            Cluster = ReadMeasurements.Cluster,
            OnlyChanges = true,
            Window = TimeWindow.Between(From, From.AddSeconds(Changes)),
        };
        var rows = (await reader.GetPageAsync(filter, null, 1_000, CancellationToken.None)).Rows.Where(row => row.User?.StartsWith("person-", StringComparison.Ordinal) == true).ToList();
        var (first, times, gained) = (0d, new List<double>(), 0);
        foreach (var row in rows)
        {
            var started = Stopwatch.GetTimestamp();
            var change = await model.FindAsync(row.Id, CancellationToken.None) ?? throw new InvalidOperationException("A stored change was not found.");
            var impact = await model.LoadImpactAsync(change, CancellationToken.None);
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            gained += impact.Impact?.Deltas.Count(delta => delta.Gained.Count > 0) ?? 0;
            if (first == 0)
            {
                first = elapsed;
            }
            else
            {
                times.Add(elapsed);
            }
        }

        times.Sort();
        var worst = times[(int)Math.Ceiling(times.Count * 0.95) - 1];
        Say($"{rows.Count:N0} panels, which tell of {gained:N0} users and groups that gained something: the first after a start {first:N0} ms, then median {times[times.Count / 2]:N0} ms, p95 {worst:N0} ms, goal {GoalMs:N0} ms: {(worst < GoalMs ? "met" : "MISSED")}.");
        return worst < GoalMs;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

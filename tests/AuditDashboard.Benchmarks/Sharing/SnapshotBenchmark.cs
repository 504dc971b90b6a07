using System.Diagnostics;
using System.Globalization;
using AuditDashboard.Api;
using AuditDashboard.Benchmarks.Storage;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Planning;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Sharing;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Benchmarks.Sharing;

/// <summary>Measures how long a view of so many events takes to become a snapshot, what its page reads and checks before it shows rows, and what its packet takes.</summary>
internal static class SnapshotBenchmark
{
    private const int Runs = 60;
    private const double MakingGoalSeconds = 10;
    private const double PageGoalMs = 500;

    /// <summary>Runs it.</summary>
    /// <returns>0 if the goals are met, 1 if one is missed, 2 for options that mean nothing.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        return await TemporaryDatabase.ReadEventsAsync("snapshot", args, 100_000) is { } events
            ? await TemporaryDatabase.UseAsync(Add, async services =>
            {
                await TemporaryDatabase.FillAsync(services, new SyntheticEvents(20260101).Generate(events));
                return await MeasureAsync(services);
            })
            : 2;
    }

    private static void Add(IServiceCollection services) => services
        .AddSingleton(QueryCatalog.BuiltIn).AddSingleton(new HarvestOptions()).AddSingleton(new ClusterRegistry([])).AddSingleton<ReadingDelays>()
        .AddSingleton<HarvestTimetable>().AddSingleton<ScopeCoverageReader>().AddSingleton<ApiCoverage>().AddSingleton<RefusalGate>().AddSingleton<ActivityLog>()
        .AddSharing();

    private static async Task<bool> MeasureAsync(IServiceProvider services)
    {
        var (maker, reader, activity) = (services.GetRequiredService<SnapshotMaker>(), services.GetRequiredService<SnapshotReader>(), services.GetRequiredService<ActivityLog>());
        var until = SyntheticEvents.Start.AddDays(SyntheticEvents.Days);
        FormattableString view = $"/events?cluster={ReadMeasurements.Cluster}&from={SyntheticEvents.Start:yyyy-MM-ddTHH:mm:ssZ}&to={until:yyyy-MM-ddTHH:mm:ssZ}&v=1";
        var started = Stopwatch.GetTimestamp();
        var code = await maker.MakeAsync(view.ToString(CultureInfo.InvariantCulture), new SnapshotRequest("Benchmark", "", null), Person.Local, progress: null, CancellationToken.None);
        var making = Stopwatch.GetElapsedTime(started).TotalSeconds;

        started = Stopwatch.GetTimestamp();
        var first = await reader.ReadAsync(code, 1, CancellationToken.None);
        var cold = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var manifest = first?.Manifest ?? throw new InvalidOperationException("The snapshot was not found.");
        var pages = SnapshotReader.PagesOf(manifest);
        var times = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            started = Stopwatch.GetTimestamp();
            var page = await reader.ReadAsync(code, 1 + (run * (pages - 1) / (Runs - 1)), CancellationToken.None);
            await activity.AddAsync(AuditDashboard.Storage.Activity.ActivityKind.ShareOpened, Person.Local, "Opened the snapshot.", address: null, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (page is not { Broken: [], Events.Count: > 0 })
            {
                throw new InvalidOperationException("A page of the snapshot is not what was frozen.");
            }
        }

        started = Stopwatch.GetTimestamp();
        if (await reader.CheckPartsAsync(manifest, CancellationToken.None) is not [])
        {
            throw new InvalidOperationException("The snapshot is broken.");
        }

        var checking = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        times.Sort();
        var worst = times[(int)Math.Ceiling(times.Count * 0.95) - 1];
        Say($"Snapshot of {manifest.Events:N0} events in {manifest.Parts.Count:N0} parts, made in {making:N1} s, goal {MakingGoalSeconds:N0} s: {(making < MakingGoalSeconds ? "met" : "MISSED")}.");
        Say($"What a page reads, checks and records before it shows rows: the first after a start {cold:N0} ms, then median {times[times.Count / 2]:N0} ms, p95 {worst:N0} ms, goal {PageGoalMs:N0} ms: {(worst < PageGoalMs ? "met" : "MISSED")}. All parts checked, while the page is open: {checking:N0} ms.");
        return await PacketBenchmark.MeasureAsync(services, code) && making < MakingGoalSeconds && worst < PageGoalMs;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

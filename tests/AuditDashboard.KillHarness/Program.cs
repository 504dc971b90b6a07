using AuditDashboard.Harvest;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Forgetting;
using AuditDashboard.Harvest.Import;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.KillHarness;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

// A real process with the real services, made to be killed. It speaks to its parent in lines on standard output:
// READY, P n (crash point n passed), STOP n (standing still there), DONE inserted known quarantined, FAILED sentence;
// a scheduler over a log group says RUN and what came of it after each run.
var arguments = HarnessArguments.Parse(args);
var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
var observer = new StopObserver(arguments.StopAt, arguments.StopAtPassing, output);
if (arguments.Mode == "cloudwatch")
{
    await LogGroupScheduler.RunAsync(arguments, observer, output, CancellationToken.None);
    return 0;
}

var clock = new ShiftedClock(arguments.ClockShift);

var clusters = new List<ClusterOptions> { new() { Name = "demo", Source = "Demo", Seed = 7 } };
if (arguments is { Mode: "harvest", Files.Length: > 0 })
{
    var files = new ClusterOptions { Name = "files", Source = "Files" };
    files.Paths.Add(arguments.Files);
    clusters.Add(files);
}

var services = new ServiceCollection();
services.AddLogging();
services.AddSingleton<TimeProvider>(clock);
services.AddSingleton(new CrashPoints(observer.Pass));
services.AddSingleton(QueryCatalog.BuiltIn);
services.AddAuditStorage(new StorageOptions { Path = arguments.Database }, Path.GetTempPath());
services.AddSingleton(p => Mutants.Of(arguments, p.GetRequiredService<EventIngest>()));
services.AddHarvest(
    new HarvestOptions
    {
        Backfill = arguments.Backfill,
        MaxWindow = TimeSpan.FromHours(2),
        BatchEvents = arguments.BatchEvents,
        LeaseDuration = arguments.Lease,
    },
    clusters,
    Path.GetTempPath());
await using var provider = services.BuildServiceProvider();
await provider.GetRequiredService<AuditDatabase>().InitializeAsync(CancellationToken.None);
output.WriteLine("READY");

if (arguments.Mode == "forget")
{
    long? removed;
    while ((removed = await provider.GetRequiredService<ForgetRunner>().RunAsync("demo", "ann", _ => { }, CancellationToken.None)) is null)
    {
        // As below.
        await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
    }

    output.WriteLine($"DONE {removed} 0 0");
    return 0;
}

if (arguments.Mode == "prune")
{
    // Everything of today and before: the beginning of tomorrow is the first instant that is kept.
    var horizon = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
    RetentionOutcome outcome;
    while ((outcome = await provider.GetRequiredService<RetentionRunner>().RemoveAsync("demo", horizon, "ann", _ => { }, CancellationToken.None)).Skipped is not null)
    {
        // As below.
        await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
    }

    output.WriteLine($"DONE {outcome.Removed} 0 0");
    return 0;
}

var summaries = new List<HarvestSummary>();
if (arguments.Mode == "import")
{
    summaries.Add(await provider.GetRequiredService<ImportRunner>().ImportAsync(
        "imported", [arguments.Files], new Progress<ImportProgress>(), CancellationToken.None));
}
else
{
    foreach (var cluster in clusters)
    {
        HarvestSummary summary;
        while ((summary = await provider.GetRequiredService<HarvestRunner>().RunAsync(cluster.Name, RunTrigger.CommandLine, null, CancellationToken.None)).IsSkipped)
        {
            // The lease of the process that was killed before has not expired yet.
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
        }

        summaries.Add(summary);
    }
}

foreach (var error in summaries.SelectMany(s => s.Errors))
{
    output.WriteLine("FAILED " + error);
}

output.WriteLine($"DONE {summaries.Sum(s => s.EventsInserted)} {summaries.Sum(s => s.EventsKnown)} {summaries.Sum(s => s.Quarantined)}");
return summaries.All(s => s.Errors.Count == 0) ? 0 : 1;

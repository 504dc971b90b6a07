using Amazon.Runtime;
using AuditDashboard.FaultCheck;
using AuditDashboard.Harvest;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.KillHarness;

/// <summary>A scheduler: harvests one log group again and again, by the product's own services, until it is killed.</summary>
internal static class LogGroupScheduler
{
    public const string Cluster = "lab";
    public const string LogGroup = "/aws/eks/lab/cluster";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Harvests until it has done as many runs as the arguments say.</summary>
    /// <param name="arguments">What to do.</param>
    /// <param name="observer">Told of each crash point.</param>
    /// <param name="output">Takes a line for each run.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(HarnessArguments arguments, StopObserver observer, TextWriter output, CancellationToken cancellationToken)
    {
        using var clock = SceneClock.Open(arguments.Clock, arguments.Speed);
        var options = new CloudWatchSourceOptions
        {
            LogGroup = LogGroup,
            Region = "eu-west-1",
            RowLimit = arguments.RowLimit,

            // A scene has times in which nothing happens; how those are told from a log that is off has tests of its own.
            MaxSilence = null,

            QueryDeadline = arguments.QueryDeadline,
            CallTimeout = arguments.CallTimeout,
        };
        using var queue = new QueryQueue(clock, new CloudWatchOptions());
        using var source = new CloudWatchLogSource(options, queue, clock, () => new CloudWatchClients(Client(repeats: false), Client(repeats: true)));
        var cluster = new ClusterOptions { Name = Cluster, Source = "CloudWatch", LogGroup = LogGroup, Region = options.Region };

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(new CrashPoints(observer.Pass));
        services.AddSingleton(QueryCatalog.BuiltIn);
        services.AddAuditStorage(new StorageOptions { Path = arguments.Database }, Path.GetTempPath());
        services.AddSingleton(p => Mutants.Of(arguments, p.GetRequiredService<EventIngest>()));
        services.AddSingleton(new ClusterRegistry([new ConfiguredCluster(cluster, arguments.Mutant.Length > 0 ? new FaultySource(source, arguments.Mutant) : source, "*/5 * * * *")]));
        services.AddHarvest(
            new HarvestOptions
            {
                Backfill = arguments.Backfill,
                MaxWindow = arguments.MaxWindow,
                BatchEvents = arguments.BatchEvents,
                LeaseDuration = arguments.Lease,
                DailyBudget = arguments.DailyBudget,
                PricePerGigabyte = arguments.PricePerGigabyte,
            },
            [],
            Path.GetTempPath());
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<AuditDatabase>().InitializeAsync(cancellationToken);
        output.WriteLine("READY");
        var runner = provider.GetRequiredService<HarvestRunner>();
        for (int runs = 0, clean = 0; ;)
        {
            var summary = await runner.RunAsync(Cluster, RunTrigger.Schedule, null, cancellationToken);
            output.WriteLine(summary.IsSkipped ? "RUN skipped" : summary.Errors.Count == 0 ? "RUN clean" : "RUN failed " + string.Join(" ", summary.Errors));
            runs += summary.IsSkipped ? 0 : 1;
            clean += summary.IsSkipped || summary.Errors.Count > 0 ? 0 : 1;
            if ((arguments.Runs > 0 && runs >= arguments.Runs) || (arguments.CleanRuns > 0 && clean >= arguments.CleanRuns))
            {
                break;
            }

            await Task.Delay(Interval, clock, cancellationToken);
        }

        output.WriteLine("DONE");

        FaultyClient Client(bool repeats)
        {
            var config = CloudWatchClients.Configure(options, repeats);
            config.ServiceURL = arguments.Url;
            return new FaultyClient(new BasicAWSCredentials("test", "test"), config, arguments.Mutant);
        }
    }
}

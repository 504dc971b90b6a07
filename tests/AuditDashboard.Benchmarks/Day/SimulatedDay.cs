using System.Globalization;
using System.Text;
using Amazon.Runtime;
using AuditDashboard.Harvest;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.Harvest.Sources.Demo;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.LocalCloudWatch;
using AuditDashboard.LocalCloudWatch.Queries;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Benchmarks.Day;

/// <summary>Harvests a log group of the local CloudWatch Logs server by schedule, in simulated time, until its last late event is delivered.</summary>
internal static class SimulatedDay
{
    private const string Cluster = "lab";
    private const string Group = "/aws/eks/lab/cluster";
    private const string Stream = "kube-apiserver-audit-1";
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LateFrom = TimeSpan.FromMinutes(20);

    private sealed record Event(long TimeMicros, ReadOnlyMemory<byte> Message, bool IsSelected, TimeSpan Delay);

    /// <summary>Runs a simulation.</summary>
    /// <param name="plan">What is simulated.</param>
    /// <param name="folder">An empty folder for the database.</param>
    /// <param name="isSelected">Tells whether any canned query selects a record.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<SimulatedDayResult> RunAsync(
        SimulatedDayPlan plan, string folder, Func<ReadOnlyMemory<byte>, bool> isSelected, CancellationToken cancellationToken)
    {
        var events = Tell(plan, isSelected);
        var realBytes = events.Sum(e => (long)e.Message.Length);
        var clock = new SimulatedClock(Start, isEager: false);
        var options = new LocalServerOptions { Clock = clock, Pace = _ => QueryPace.AtOnce, DeclaredBytesPerByte = plan.DeclaredBytes / realBytes };
        options.CallsPerSecond.Clear();
        await using var server = await LocalServer.StartAsync(options, cancellationToken);
        server.Logs.GetOrAdd(Group).TryAddStream(Stream, 0);
        foreach (var one in events)
        {
            var visible = TimeWindow.FromMicrosSinceEpoch(one.TimeMicros) + one.Delay;
            server.Logs.Add(Group, Stream, one.TimeMicros / 1_000, one.Message, visible.ToUnixTimeMilliseconds());
        }

        // An API server writes before the day, after it, and in every quiet minute of it: that tells quiet from an audit log that is off.
        for (var at = Start - TimeSpan.FromHours(2); at < Start + plan.Length + plan.LongestDelay + TimeSpan.FromHours(1); at += TimeSpan.FromMinutes(1))
        {
            server.Logs.Add(Group, Stream, at.ToUnixTimeMilliseconds(), LeaseAt(at), (at + TimeSpan.FromSeconds(1)).ToUnixTimeMilliseconds());
        }

        // A source of its own clock: its waits take no time.
        var sourceOptions = new CloudWatchSourceOptions { LogGroup = Group, Region = "eu-west-1" };
        using var queues = new QueryQueues(new SimulatedClock(Start, isEager: true), new CloudWatchOptions());
        using var source = new CloudWatchLogSource(
            sourceOptions, queues.Of(sourceOptions), clock, () => CloudWatchClients.Create(new BasicAWSCredentials("test", "test"), sourceOptions, server.Url));
        await using var services = Services(plan, folder, clock, source);
        await services.GetRequiredService<AuditDatabase>().InitializeAsync(cancellationToken);
        var runner = services.GetRequiredService<HarvestRunner>();
        var errors = new List<string>();
        for (var at = Start; at <= Start + plan.Length + plan.LongestDelay + 2 * plan.Interval; at += plan.Interval)
        {
            clock.Set(at);
            errors.AddRange((await runner.RunAsync(Cluster, RunTrigger.Schedule, null, cancellationToken)).Errors);
        }

        return await JudgeAsync(plan, services, server, events, errors, cancellationToken);
    }

    private static byte[] LeaseAt(DateTimeOffset time) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"lease-{{{time.ToUnixTimeSeconds()}}}","stage":"ResponseComplete","requestURI":"/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler","verb":"update","user":{"username":"system:kube-scheduler"},"objectRef":{"resource":"leases","namespace":"kube-system","name":"kube-scheduler","apiGroup":"coordination.k8s.io"},"responseStatus":{"code":200},"stageTimestamp":"{{{time:yyyy-MM-ddTHH:mm:ss.ffffffZ}}}"}"""));

    private static List<Event> Tell(SimulatedDayPlan plan, Func<ReadOnlyMemory<byte>, bool> isSelected)
    {
        var demo = new DemoCluster(plan.Seed, plan.MatchesPerMinute, plan.NoiseRatio);
        var first = Start.ToUnixTimeSeconds() / 60;
        var records = new List<DemoRecord>();
        for (var minute = first; minute < first + plan.Length.TotalMinutes; minute++)
        {
            records.AddRange(demo.GetMinute(minute));
        }

#pragma warning disable CA5394 // Not a secret: the same seed makes the same delays.
        var random = new Random(plan.Seed);
        var told = records.ConvertAll(r => new Event(
            r.TimeMicros, r.Message, isSelected(r.Message),
            random.NextDouble() < plan.DelayedPart
                ? TimeSpan.FromMinutes(1 + 19 * random.NextDouble())
                : TimeSpan.FromSeconds(1 + 59 * random.NextDouble())));
        var selected = Enumerable.Range(0, told.Count).Where(i => told[i].IsSelected).ToArray();
        random.Shuffle(selected);
        foreach (var i in selected.Take((int)Math.Ceiling(told.Count * plan.LatePart)))
        {
            told[i] = told[i] with { Delay = LateFrom + (plan.LongestDelay - LateFrom) * random.NextDouble() };
        }
#pragma warning restore CA5394

        return told;
    }

    private static ServiceProvider Services(SimulatedDayPlan plan, string folder, TimeProvider clock, CloudWatchLogSource source)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddSingleton(QueryCatalog.BuiltIn);
        services.AddAuditStorage(new StorageOptions { Path = Path.Combine(folder, "audit.db") }, folder);
        services.AddSingleton(new ClusterRegistry(
        [
            new ConfiguredCluster(new ClusterOptions { Name = Cluster, Source = "CloudWatch", LogGroup = Group }, source, "*/5 * * * *"),
        ]));
        services.AddHarvest(new HarvestOptions { Backfill = TimeSpan.FromHours(1), Economy = plan.IsEconomical }, [], folder);
        return services.BuildServiceProvider();
    }

    private static async Task<SimulatedDayResult> JudgeAsync(
        SimulatedDayPlan plan, ServiceProvider services, LocalServer server, List<Event> events, List<string> errors, CancellationToken cancellationToken)
    {
        var firstSeen = new Dictionary<string, (long At, long Flags)>(StringComparer.Ordinal);
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = services.GetRequiredService<AuditDatabase>().Path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT hex(identity), first_seen, flags FROM event";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                firstSeen.Add(reader.GetString(0), (reader.GetInt64(1), reader.GetInt64(2)));
            }
        }

        var (found, late, lateFound) = (0, 0, 0);
        var longest = TimeSpan.Zero;
        var selected = events.Where(e => e.IsSelected).ToList();
        foreach (var one in selected)
        {
            var isLate = one.Delay > LateFrom;
            late += isLate ? 1 : 0;
            if (!firstSeen.TryGetValue(Convert.ToHexString(RecordIdentity.Compute(Cluster, one.Message.Span).Bytes), out var stored))
            {
                continue;
            }

            found++;
            lateFound += isLate ? 1 : 0;
            var wait = TimeWindow.FromMicrosSinceEpoch(stored.At) - (TimeWindow.FromMicrosSinceEpoch(one.TimeMicros) + one.Delay);
            longest = wait > longest ? wait : longest;
        }

        var whole = IntervalSet.Of([TimeWindow.Between(Start, Start + plan.Length)]);
        var unsettled = 0.0;
        foreach (var query in QueryCatalog.BuiltIn.Queries)
        {
            var settled = await services.GetRequiredService<CoverageReader>()
                .GetCollectedAsync(Cluster, new CoverageQuery(query.Id, query.SelectionHash), settledOnly: true, cancellationToken);
            unsettled += whole.Except(settled).Duration.TotalSeconds;
        }

        var days = await services.GetRequiredService<ScanCostStore>().GetDaysAsync(Cluster, DateOnly.FromDateTime(Start.UtcDateTime), cancellationToken);
        return new SimulatedDayResult
        {
            Events = events.Count,
            RealBytes = events.Sum(e => (long)e.Message.Length),
            LogBytes = plan.DeclaredBytes,
            BilledBytes = server.Journal.Of("GetQueryResults").Where(e => e.QueryId is not null).GroupBy(e => e.QueryId).Sum(q => q.Max(e => e.BytesScanned)),
            CountedBytes = days.Sum(d => (double)d.Bytes),
            Selected = selected.Count,
            Found = found,
            Late = late,
            LateFound = lateFound,
            MarkedLate = firstSeen.Values.Count(f => ((AuditEventFlags)f.Flags).HasFlag(AuditEventFlags.DeliveredLate)),
            LongestWait = longest,
            Queries = server.Journal.Of("StartQuery").Count,
            Searches = server.Journal.Of("FilterLogEvents").Count,
            Errors = [.. errors.Distinct()],
            UnsettledSeconds = unsettled,
        };
    }
}

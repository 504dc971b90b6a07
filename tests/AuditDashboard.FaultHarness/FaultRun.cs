using System.Globalization;
using AuditDashboard.LocalCloudWatch.Queries;

namespace AuditDashboard.FaultHarness;

/// <summary>The two scenarios: schedulers that are killed while the service fails in every way, and a flood that the service's cap cuts off.</summary>
internal static class FaultRun
{
    private static readonly DateTimeOffset From = new(2026, 11, 20, 21, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan FirstHours = TimeSpan.FromHours(2);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(19);

    /// <summary>Two schedulers read a log group whose service fails in every way, and are killed, stopped and continued; the database must hold the truth.</summary>
    /// <param name="options">How often, and what.</param>
    /// <param name="say">Told now and then how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Kills all and ends.</param>
    public static async Task<FaultReport> KillAsync(FaultRunOptions options, Action<string>? say, CancellationToken cancellationToken)
    {
        var span = FirstHours + options.Kills * Step;
        var truth = TruthWriter.Write(new TruthOptions
        {
            Seed = options.Seed,
            From = From,
            Span = span,
            Records = options.Records,
            Bursts = 3,
            BurstRecords = options.Records / 8,
            LongestDelay = LongestDelay,
        });
        await using var scene = await FaultScene.StartAsync(truth, From, Size(options.Records), options.Reading, cancellationToken);
        FaultPlan.Install(scene.Server.Faults, options.Seed, calls: 500 + options.Kills * 40);
        using var supervisor = new Supervisor(scene, [.. KillPlan.Schedule(options.Seed, options.Kills)], Step, say, cancellationToken);

        var faults = (await supervisor.RunAsync()).ToList();
        var injected = scene.Server.Journal.Entries.Where(e => e.Fault is not null).CountBy(e => e.Fault!.Value).OrderBy(f => f.Key).ToList();
        var stored = scene.Checker.Events;
        if (faults.Count == 0)
        {
            faults.AddRange(await SettleAsync(scene, From + span, cancellationToken));
        }

        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"Seed {options.Seed}, the end read as {options.Reading}, {options.Records} records, {stored} events stored by the last kill: {supervisor.Report()} Calls that failed: {string.Join(", ", injected.Select(f => $"{f.Key} x{f.Value}"))}.");
        return new FaultReport(faults, supervisor.Kills.Count, supervisor.Kills.Count(k => k.IsInTransaction || k.IsBetweenPoints), injected, sentence);
    }

    /// <summary>So many anonymous requests that were refused in one second, and one binding in the midst of them: it must be stored, and only the queries of the flood may have a gap.</summary>
    /// <param name="requests">How many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The faults found.</returns>
    public static async Task<IReadOnlyList<string>> FloodAsync(int requests, CancellationToken cancellationToken)
    {
        var second = From + TimeSpan.FromMinutes(30);
        var truth = TruthWriter.WriteFlood(second, requests);
        var size = new SceneSize { RowLimit = requests / 2, MostRows = requests / 2, PageRows = 10_000, BatchEvents = 5_000 };
        await using var scene = await FaultScene.StartAsync(truth, From, size, EndReading.Instant, cancellationToken);

        var faults = (await scene.HarvestAsync("", ["runs=1"], cancellationToken)).ToList();
        var micros = second.ToUnixTimeSeconds() * 1_000_000;
        return [.. faults, .. scene.CheckEnd(From + FirstHours, [("anonymous", micros), ("denied", micros)])];
    }

    /// <summary>Nothing fails any more, and time goes on until nothing can come late any more.</summary>
    private static async Task<IReadOnlyList<string>> SettleAsync(FaultScene scene, DateTimeOffset to, CancellationToken cancellationToken)
    {
        scene.Server.Faults.Clear();
        var until = to + LongestDelay - scene.Clock.GetUtcNow();
        if (until > TimeSpan.Zero)
        {
            scene.Clock.PutForward(until);
        }

        var faults = (await scene.HarvestAsync("", ["clean=1"], cancellationToken)).ToList();
        scene.Clock.PutForward(TimeSpan.FromMinutes(25));
        faults.AddRange(await scene.HarvestAsync("", ["clean=1"], cancellationToken));
        return [.. faults, .. scene.CheckEnd(to)];
    }

    private static SceneSize Size(int records) => new()
    {
        RowLimit = records / 8 * 6 / 5 + 100,
        PageRows = Math.Max(100, records / 20),
        BatchEvents = Math.Clamp(records / 100, 50, 5_000),

        // What is never answered costs a process that much of its life.
        CallTimeout = records > 50_000 ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(1.5),
    };
}

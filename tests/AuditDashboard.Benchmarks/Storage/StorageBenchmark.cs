using System.Diagnostics;
using System.Globalization;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Benchmarks.Storage;

/// <summary>Measures the database with a month of events in it: ingest beside EF Core, then what pages ask.</summary>
internal static class StorageBenchmark
{
    private const int Seed = 20260101;
    private const int Rounds = 3;
    private const double IngestGoal = 4;

    /// <summary>Runs everything that the options ask for.</summary>
    /// <returns>0 if every goal is met, 1 if one is missed, 2 for options that mean nothing.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (!BenchmarkOptions.TryParse(args, out var options))
        {
            await Console.Error.WriteLineAsync(BenchmarkOptions.Usage);
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("audit-benchmark-");
        try
        {
            var isMet = options.PeerEvents == 0 || await CompareIngestAsync(folder.FullName, options.PeerEvents);
            isMet &= await MeasureReadsAsync(options.Database ?? Path.Combine(folder.FullName, "audit.db"), options);
            using var self = Process.GetCurrentProcess();
            Say($"Peak memory of this process: {self.PeakWorkingSet64 / 1_048_576:N0} MiB.");
            Say(isMet ? "All goals are met." : "Goals are MISSED.");
            return isMet ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> CompareIngestAsync(string folder, int events)
    {
        var batches = new EventBatches(new byte[32]).Of(new SyntheticEvents(Seed).Generate(events)).ToList();
        events = batches.Sum(b => b.Events.Count);
        Say($"Ingest of {events:N0} events, {batches.Sum(b => b.Events.Sum(e => e.QueryIds.Count)):N0} matches, {batches.Sum(b => b.Events.Sum(e => (long)e.Event.Json.Length)) / events:N0} bytes a record, {Rounds} rounds in turn:");
        var (own, peer, flat) = (new Usage(), new Usage(), new Usage());

        // The first round of each warms the code up and does not count.
        for (var round = 0; round <= Rounds; round++)
        {
            var isWarmUp = round == 0;
            var (ownPath, peerPath) = (Path.Combine(folder, "own.db"), Path.Combine(folder, "peer.db"));
            await WriteOwnAsync(ownPath, batches, isWarmUp ? new Usage() : own);
            await EfSameRows.WriteAsync(peerPath, batches, isWarmUp ? new Usage() : peer);
            await EfFlatTable.WriteAsync(Path.Combine(folder, "flat.db"), batches, isWarmUp ? new Usage() : flat);
            if (isWarmUp)
            {
                Say($"  {EfSameRows.Compare(ownPath, peerPath):N0} rows of both are equal, table by table.");
            }
        }

        Say($"  AuditDashboard                               {own.RateOf(events * Rounds)}");
        Say($"  EF Core, same rows into the same schema      {peer.RateOf(events * Rounds)}");
        Say($"  EF Core, one flat table with texts in rows   {flat.RateOf(events * Rounds)}");
        var ratio = peer.CpuSeconds / own.CpuSeconds;
        Say($"  Ratio to the same rows: {ratio:N1} in CPU seconds, {peer.WallSeconds / own.WallSeconds:N1} in wall time: {(ratio >= IngestGoal ? "met" : "MISSED")}, goal {IngestGoal:N0}. To the flat table: {flat.CpuSeconds / own.CpuSeconds:N1} and {flat.WallSeconds / own.WallSeconds:N1}.");
        return ratio >= IngestGoal;
    }

    private static async Task WriteOwnAsync(string path, IEnumerable<IngestBatch> batches, Usage usage)
    {
        Remove(path);
        using var database = new AuditDatabase(path, TimeSpan.FromSeconds(30));
        await database.InitializeAsync(CancellationToken.None);
        var ingest = new EventIngest(database, CrashPoints.None);
        foreach (var batch in batches)
        {
            using (usage.Measure())
            {
                await ingest.CommitAsync(batch, CancellationToken.None);
            }
        }
    }

    /// <summary>Removes a database with what SQLite keeps beside it.</summary>
    internal static void Remove(string path)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*")) // a full path always has a folder
        {
            File.Delete(file);
        }
    }

    private static async Task<bool> MeasureReadsAsync(string path, BenchmarkOptions options)
    {
        if (!File.Exists(path))
        {
            var usage = new Usage();
            await WriteOwnAsync(path, new EventBatches(new byte[32]).Of(new SyntheticEvents(Seed).Generate(options.Events)), usage);
            Say($"Database of {options.Events:N0} events, {new FileInfo(path).Length / 1_048_576:N0} MiB: {usage.RateOf(options.Events)}");
        }

        using var database = new AuditDatabase(path, TimeSpan.FromSeconds(30));
        await database.InitializeAsync(CancellationToken.None);
        Say($"Times in ms, {options.Runs} warm runs each:");
        Say($"{"",-62} {"size",9} {"median",9} {"p95",9} goal for p95");
        var isMet = true;
        foreach (var measurement in new ReadMeasurements(database).Measurements().Where(m => m.Name.Contains(options.Only, StringComparison.Ordinal)))
        {
            var times = await measurement.MeasureAsync(options.Runs);
            isMet &= times.IsMet;
            Say($"{times}");
        }

        return isMet;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Say(string line) => Console.WriteLine(line);
}

using AuditDashboard.Benchmarks.Access;
using AuditDashboard.Benchmarks.Circuits;
using AuditDashboard.Benchmarks.Day;
using AuditDashboard.Benchmarks.Scan;
using AuditDashboard.Benchmarks.Sharing;
using AuditDashboard.Benchmarks.Storage;

var benchmarks = new Dictionary<string, Func<string[], Task<int>>>(StringComparer.Ordinal)
{
    ["circuits"] = CircuitsBenchmark.RunAsync,
    ["day"] = DayBenchmark.RunAsync,
    ["index"] = IndexBenchmark.RunAsync,
    ["panel"] = PanelBenchmark.RunAsync,
    ["scan"] = ScanBenchmark.RunAsync,
    [DuckDbPeer.Verb] = DuckDbPeer.RunAsync,
    ["snapshot"] = SnapshotBenchmark.RunAsync,
    ["storage"] = StorageBenchmark.RunAsync,
    ["who-can"] = WhoCanBenchmark.RunAsync,
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var run))
{
    await Console.Error.WriteLineAsync($"Say what to measure: {string.Join(", ", benchmarks.Keys)}.");
    return 2;
}

return await run(args[1..]);

using System.Globalization;
using System.Text.Json;

namespace AuditDashboard.Benchmarks.Scan;

/// <summary>
/// Measures the published program over log files as whole processes, beside the tools that people would take instead, on the same file in the same
/// run. Counts must agree. Only on Linux, whose accounting it reads.
/// </summary>
internal sealed class ScanBenchmark
{
    // On smaller files the start of the processes is most of what is measured.
    private const long LeastBytesForGoals = 500_000_000;

    // Two cores are idle together less often than one is.
    private const int RunsOfCores = 3;
    private const string Columns = "columns";
    private const string Objects = "objects";

    private readonly Corpus _corpus;
    private readonly int _runs;
    private readonly Dictionary<string, ProcessRun> _done = [];
    private bool _areCountsEqual = true;
    private bool _isMet = true;

    private ScanBenchmark(Corpus corpus, int runs)
    {
        _corpus = corpus;
        _runs = runs;
    }

    /// <summary>Runs everything.</summary>
    /// <returns>0 if counts agree and every goal is met, 1 if not, 2 for options that mean nothing.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (!ScanOptions.TryParse(args, out var options))
        {
            await Console.Error.WriteLineAsync(ScanOptions.Usage);
            return 2;
        }

        var benchmark = new ScanBenchmark(Corpus.Prepare(options), options.Runs);
        benchmark.Run();
        return benchmark is { _areCountsEqual: true, _isMet: true } ? 0 : 1;
    }

    private void Run()
    {
        Say($"{_corpus.Bytes:N0} bytes, {Environment.ProcessorCount} cores; medians of {_runs} runs by processor time of whole processes, start included:");
        Say($"{"",-52} {"CPU s",8} {"s",8} {"GB/CPU s",9} {"peak MB",8}");
        var six = Own("six queries in one pass", Counting(SixQueries.Ids, _corpus.File));
        var one = Own("six queries in one pass, one thread", Counting(SixQueries.Ids, _corpus.File), ProcessRun.OneCore);
        var zipped = Own("six queries in one pass, .gz", Counting(SixQueries.Ids, _corpus.Compressed));
        var all = Own("all canned queries in one pass", Counting(["all"], _corpus.File));
        Own("all canned queries, events printed to /dev/null", ["query", "--file", _corpus.File, "--canned", "all"], isPrinted: false);
        foreach (var id in Ids())
        {
            var single = Own("  " + id, Counting([id], _corpus.File));
            Compare($"{id} alone and in one pass", Sum(single, id), Sum(all, id));
        }

        var unaided = Own("filter without a usable word", Text("filter verb != \"get\" and verb != \"list\" and verb != \"watch\" | stats count(*) as n"), ProcessRun.OneCore);
        var users = Own("count(*) by user.username", Text("stats count(*) as n by user.username | limit 100000"));
        var start = Own("one event", Counting(SixQueries.Ids, _corpus.Small));
        foreach (var id in SixQueries.Ids)
        {
            Compare($"{id} plain and .gz", Sum(six, id), Sum(zipped, id));
            Compare($"{id} on one thread and on all", Sum(six, id), Sum(one, id));
        }

        var wc = Peer("wc -l", "wc", ["-l", _corpus.File]);
        Compare("events in all", wc is null ? null : long.Parse(wc.Output.Split(' ')[0], CultureInfo.InvariantCulture), Numbers(users).Sum());
        Peer("grep -c, one word", "grep", ["-c", "-F", "\"roles\"", _corpus.File], ("LC_ALL", "C"));
        var rg = Peer("rg -c, the six words", "rg", ["-c", SixQueries.Words, _corpus.File]);
        var gzip = Peer("gzip -dc", "gzip", ["-dc", _corpus.Compressed]);
        var typed = Duck("DuckDB, declared columns, one thread", Columns, 1);
        Duck("DuckDB, declared columns, two threads", Columns, 2);
        var objects = Duck("DuckDB, JSON objects, two threads", Objects, 2);
        var jq = Peer("jq, six in one pass", "jq", ["-r", SixQueries.Jq, _corpus.File], runs: 1);
        foreach (var (name, run) in ((string, ProcessRun?)[])[("columns", typed), ("objects", objects)])
        {
            for (var i = 0; run is not null && i < SixQueries.Ids.Length; i++)
            {
                Compare($"{SixQueries.Ids[i]} beside DuckDB's {name}", Sum(six, SixQueries.Ids[i]), long.Parse(run.Output.Split(' ')[i], CultureInfo.InvariantCulture));
            }
        }

        foreach (var id in SixQueries.Ids.Where(_ => jq is not null))
        {
            Compare($"{id} beside jq", Sum(six, id), jq!.Output.Split('\n').Count(line => line == id)); // there where it ran
        }

        Console.WriteLine(_areCountsEqual ? "All counts agree." : "Counts DIFFER.");
        Judge("six in one pass, times jq", jq?.CpuSeconds / six.CpuSeconds, 20, 35);
        Judge("times DuckDB over JSON objects", objects?.CpuSeconds / six.CpuSeconds, 10, 20);
        Judge("times DuckDB with declared columns, one thread", typed?.CpuSeconds / six.CpuSeconds, 1.7, 3);
        Judge("times rg with the six words", rg?.CpuSeconds / six.CpuSeconds, 2.5, 4);
        Judge(".gz, times gzip -dc", gzip?.CpuSeconds / zipped.CpuSeconds, 1.8, 3);
        Judge("GB/s a core without a usable word, start not counted", _corpus.Bytes / 1e9 / (unaided.CpuSeconds - start.CpuSeconds), 1.7, 2.5);

        // As in process: the start of the runtime, which no core can share, is a third of what six queries over 1 GB take on two.
        var (together, alone) = ProcessRun.Shortest(RunsOfCores * _runs, _corpus.Program, Counting(SixQueries.Ids, _corpus.File));
        var begin = ProcessRun.Shortest(_runs, _corpus.Program, Counting(SixQueries.Ids, _corpus.Small));
        Judge("all cores, times one by the clock, start not counted", Environment.ProcessorCount < 2 ? null : (alone - begin.One) / (together - begin.All), 1.7, 1.9);
        var peak = _done.Values.Max(run => run.PeakBytes) / 1e6;
        Judge("peak memory of all runs, MB", peak, 100, 60, isLess: true);
        Judge("one event, ms", start.WallSeconds * 1_000, 150, 100, isLess: true);
    }

    private IEnumerable<string> Ids()
    {
        var list = ProcessRun.Median(1, _corpus.Program, ["canned", "--format", "ndjson"]).Output;
        return list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!); // each has an id
    }

    private static string[] Counting(IEnumerable<string> ids, string file) => ["query", "--file", file, "--canned", string.Join(',', ids), "--bins"];

    private string[] Text(string query) => ["query", "--file", _corpus.File, "--query", query];

    private ProcessRun Own(string name, string[] arguments, params (string, string)[] environment) => Own(name, arguments, isPrinted: true, environment);

    private ProcessRun Own(string name, string[] arguments, bool isPrinted, params (string, string)[] environment)
    {
        var run = isPrinted
            ? ProcessRun.Median(_runs, _corpus.Program, arguments, environment)
            : ProcessRun.Median(_runs, "sh", ["-c", "exec \"$0\" \"$@\" > /dev/null", _corpus.Program, .. arguments], environment);
        _done[name] = run;
        Print(name, run);
        return run;
    }

    private ProcessRun? Peer(string name, string program, string[] arguments, params (string, string)[] environment) => Peer(name, program, arguments, _runs, environment);

    private ProcessRun? Peer(string name, string program, string[] arguments, int runs, params (string, string)[] environment)
    {
        if (!ProcessRun.Exists(program))
        {
            Console.WriteLine($"{name,-52} is not installed");
            return null;
        }

        var run = program == "gzip" ? ProcessRun.Median(runs, "sh", ["-c", "exec gzip -dc \"$0\" > /dev/null", arguments[^1]], environment) : ProcessRun.Median(runs, program, arguments, environment);
        Print(name, run);
        return run;
    }

    // Its processor time is what it measured itself, without the start of the runtime around it.
    private ProcessRun Duck(string name, string mode, int threads)
    {
        var run = ProcessRun.Median(_runs, Environment.ProcessPath!, [DuckDbPeer.Verb, mode, _corpus.File, threads.ToString(CultureInfo.InvariantCulture)]); // this program's own file
        run = run with { CpuSeconds = double.Parse(run.Output.Trim().Split(' ')[^1], CultureInfo.InvariantCulture) };
        Print(name, run);
        return run;
    }

    // Rows of --bins: {"@query":"roles","bin":"…","count":12}
    private static long Sum(ProcessRun run, string id) => Rows(run).Where(row => row.GetProperty("@query").GetString() == id).Sum(row => row.GetProperty("count").GetInt64());

    private static IEnumerable<long> Numbers(ProcessRun run) => Rows(run).Select(row => long.Parse(row.GetProperty("n").ToString(), CultureInfo.InvariantCulture));

    private static IEnumerable<JsonElement> Rows(ProcessRun run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);

    private void Compare(string what, long? first, long second)
    {
        if (first is { } known && known != second)
        {
            _areCountsEqual = false;
            Say($"DIFFERENT: {what}: {known} and {second}");
        }
    }

    private void Judge(string what, double? figure, double floor, double aim, bool isLess = false)
    {
        if (figure is not { } known)
        {
            return;
        }

        var isMet = isLess ? known < floor : known >= floor;
        var isAim = isLess ? known < aim : known >= aim;
        var word = isAim ? "aim met" : isMet ? "floor met" : "MISSED";
        _isMet &= isMet || _corpus.Bytes < LeastBytesForGoals;
        Say($"{what,-56} {known,8:N2}   floor {floor:N1}, aim {aim:N1}: {(_corpus.Bytes < LeastBytesForGoals ? "not judged on a file this small" : word)}");
    }

    private void Print(string name, ProcessRun run) =>
        Say($"{name,-52} {run.CpuSeconds,8:N3} {run.WallSeconds,8:N3} {_corpus.Bytes / 1e9 / run.CpuSeconds,9:N2} {run.PeakBytes / 1e6,8:N0}");

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

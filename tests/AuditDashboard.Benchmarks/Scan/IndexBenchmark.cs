using System.Globalization;

namespace AuditDashboard.Benchmarks.Scan;

/// <summary>
/// Measures the published program over a day in 24 compressed files as whole processes, with and without <c>--index</c>, in the same run: a window of an
/// hour, and a user with one event. Answers must be equal. Only on Linux, whose accounting it reads.
/// </summary>
internal static class IndexBenchmark
{
    private const double LeastRatio = 3;

    // Less than this cannot be told from nothing.
    private const double LeastSeconds = 0.01;

    // On smaller files the start of the processes is most of what is measured.
    private const long LeastBytesForGoals = 500_000_000;

    /// <summary>Runs everything.</summary>
    /// <returns>0 if answers are equal and the goal is met, 1 if not, 2 for options that mean nothing.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (!ScanOptions.TryParse(args, out var options))
        {
            await Console.Error.WriteLineAsync(ScanOptions.Usage.Replace("scan ", "index ", StringComparison.Ordinal));
            return 2;
        }

        Directory.CreateDirectory(options.Folder);
        var program = options.Program ?? Corpus.Publish(Path.Combine(options.Folder, "program"));
        var files = HourFiles.Prepare(program, options.Folder, options.Bytes);
        var indexes = Directory.CreateTempSubdirectory("audit-index-benchmark-").FullName;
        try
        {
            return Run(program, files, indexes, options) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(indexes, recursive: true);
        }
    }

    private static bool Run(string program, string files, string indexes, ScanOptions options)
    {
        var one = Corpus.Generate(program, options.Folder, "1");
        var from = HourFiles.Start.AddHours(9);
        string[] window = ["query", "--file", files, "--query", "stats count(*) as n by verb | sort verb", "--from", Text(from), "--to", Text(from.AddHours(1))];
        string[] user = ["query", "--file", files, "--query", $"filter user.username = \"{HourFiles.RareUser}\" | fields @timestamp, auditID"];
        string[] withIndex = ["--index", indexes];

        Say($"{"",-40} {"CPU s",8} {"s",8} {"peak MB",8}");
        var start = Print("one event", ProcessRun.Median(options.Runs, program, ["query", "--file", one, "--query", "stats count(*)"]));
        var first = Print("first reading, which makes the indexes", ProcessRun.Start(program, [.. window, .. withIndex]));
        var size = Directory.GetFiles(indexes).Sum(file => new FileInfo(file).Length);
        var isEqual = true;
        var isMet = true;
        foreach (var (name, arguments) in (ReadOnlySpan<(string, string[])>)[("a window of an hour", window), ("a user with one event", user)])
        {
            var without = Print(name, ProcessRun.Median(options.Runs, program, arguments));
            var with = Print(name + ", --index", ProcessRun.Median(options.Runs, program, [.. arguments, .. withIndex]));
            var ratio = (without.CpuSeconds - start.CpuSeconds) / Math.Max(with.CpuSeconds - start.CpuSeconds, LeastSeconds);
            isEqual &= without.Output == with.Output && without.Output.Length > 0;
            isMet &= ratio >= LeastRatio || options.Bytes < LeastBytesForGoals;
            Say($"{name}: {without.CpuSeconds / with.CpuSeconds:N1} times less processor time, {ratio:N1} times with the start not counted; at least {LeastRatio:N0} on 500 MB and more");
        }

        var isFirstEqual = first.ExitCode == 0 && first.Output == ProcessRun.Start(program, window).Output;
        Say($"{Directory.GetFiles(indexes).Length} indexes, {size / 1e6:N1} MB");
        Console.WriteLine(isEqual && isFirstEqual ? "All answers are equal." : "Answers DIFFER.");
        return isEqual && isFirstEqual && isMet;
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static ProcessRun Print(string name, ProcessRun run)
    {
        Say($"{name,-40} {run.CpuSeconds,8:N3} {run.WallSeconds,8:N3} {run.PeakBytes / 1e6,8:N0}");
        return run;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace AuditDashboard.Benchmarks.Scan;

/// <summary>A process that ran to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="CpuSeconds">Processor time of all its threads and children, start-up included.</param>
/// <param name="WallSeconds">Time on the clock.</param>
/// <param name="PeakBytes">The most memory it held, as last seen before it ended.</param>
internal sealed record ProcessRun(int ExitCode, string Output, double CpuSeconds, double WallSeconds, long PeakBytes)
{
    /// <summary>What makes .NET use one core.</summary>
    public static readonly (string Name, string Value) OneCore = ("DOTNET_PROCESSOR_COUNT", "1");

    private const int Children = -1;

    // The high-water mark is kept by the kernel; looking at it more often takes time from the program's second core.
    private const int MillisecondsBetweenLooks = 20;

    /// <summary>Runs a program a few times and gives the run with the median of processor time.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static ProcessRun Median(int runs, string program, IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        var all = Enumerable.Range(0, runs).Select(_ => Start(program, arguments, environment)).OrderBy(run => run.CpuSeconds).ToList();
        return all.FirstOrDefault(run => run.ExitCode != 0) is { } failed
            ? throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {failed.ExitCode}.")
            : all[runs / 2];
    }

    /// <summary>
    /// The shortest time on the clock of a program on all cores and on one, run in turn: what else the machine does only ever makes it longer.
    /// </summary>
    /// <returns>Seconds on all cores, and on one.</returns>
    public static (double All, double One) Shortest(int runs, string program, IReadOnlyList<string> arguments)
    {
        var (all, one) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < runs; i++)
        {
            all = Math.Min(all, Start(program, arguments).WallSeconds);
            one = Math.Min(one, Start(program, arguments, OneCore).WallSeconds);
        }

        return (all, one);
    }

    /// <summary>Runs a program once.</summary>
    public static ProcessRun Start(string program, IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var cpu = CpuOfChildren();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(info) ?? throw new InvalidOperationException($"{program} does not start.");
        var peak = 0L;
        using var watch = new Timer(_ => peak = Math.Max(peak, PeakOf(process.Id)), null, 0, MillisecondsBetweenLooks);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new ProcessRun(process.ExitCode, output, CpuOfChildren() - cpu, wall, peak);
    }

    /// <summary>True if a program is in the search path.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static long PeakOf(int process)
    {
        try
        {
            // VmHWM:	   12345 kB
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line["VmHWM:".Length..^"kB".Length], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return 0;
        }
    }

    private static double CpuOfChildren()
    {
        // Two times of seconds and microseconds, user and system, and 14 numbers that are not of interest here.
        var usage = new long[18];
        _ = GetUsage(Children, usage);
        return usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6);
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int GetUsage(int who, [Out] long[] usage);
}

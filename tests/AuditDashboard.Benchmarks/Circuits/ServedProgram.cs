using System.Diagnostics;
using System.Globalization;

namespace AuditDashboard.Benchmarks.Circuits;

/// <summary>The program serving a database, as a process of its own whose memory is watched. Only on Linux, whose accounting it reads.</summary>
internal sealed class ServedProgram : IDisposable
{
    private const string Listening = "AuditDashboard is listening on ";
    private const int MillisecondsBetweenLooks = 200;

    private readonly Process _process;
    private readonly Timer _watch;
    private ServedMemory _peak;

    private ServedProgram(Process process, string url)
    {
        _process = process;
        _ = process.StandardOutput.ReadToEndAsync();
        Url = url;
        _watch = new Timer(_ => Look(), null, 0, MillisecondsBetweenLooks);
    }

    /// <summary>Where it answers, without a slash at its end.</summary>
    public string Url { get; }

    /// <summary>What it holds now.</summary>
    public ServedMemory Memory => ServedMemory.Of(_process.Id);

    /// <summary>The most that it held of each since <see cref="Forget"/>.</summary>
    public ServedMemory Peak => _peak;

    /// <summary>Starts it.</summary>
    /// <param name="database">The database's file.</param>
    /// <exception cref="InvalidOperationException">It does not start.</exception>
    public static async Task<ServedProgram> StartAsync(string database)
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AuditDashboard.dll"), "serve", "--Urls=http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        info.Environment["DOTNET_CONTENTROOT"] = Path.GetDirectoryName(database);
        info.Environment["Storage__Path"] = database;
        info.Environment["Harvest__IsScheduled"] = "false";
        var process = Process.Start(info) ?? throw new InvalidOperationException("The program does not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                return new ServedProgram(process, line[Listening.Length..].TrimEnd('/'));
            }
        }

        throw new InvalidOperationException("The program ended before it listened.");
    }

    /// <summary>Waits until what it does by itself after its start is done: its memory then stays as it is.</summary>
    public async Task WaitIdleAsync()
    {
        var (quiet, last) = (0, _process.TotalProcessorTime);
        while (quiet < 5)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            _process.Refresh();
            var now = _process.TotalProcessorTime;
            quiet = now - last < TimeSpan.FromMilliseconds(50) ? quiet + 1 : 0;
            last = now;
        }
    }

    /// <summary>Begins a new <see cref="Peak"/>.</summary>
    public void Forget() => _peak = Memory;

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Look()
    {
        var now = Memory;
        _peak = new ServedMemory(Math.Max(_peak.Resident, now.Resident), Math.Max(_peak.Own, now.Own));
    }
}

/// <summary>Memory of a process, in bytes.</summary>
/// <param name="Resident">All that lies in memory, as the system counts it: each connection maps the database, whose pages count once for each.</param>
/// <param name="Own">What is the process's own; the rest are pages of files, which the system takes back when it needs them.</param>
internal readonly record struct ServedMemory(long Resident, long Own)
{
    /// <summary>Reads it; nothing once the process has ended.</summary>
    public static ServedMemory Of(int process)
    {
        try
        {
            // VmRSS:	  123456 kB
            var lines = File.ReadAllLines($"/proc/{process}/status");
            long Read(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
                ? 1024 * long.Parse(line[name.Length..^"kB".Length], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture)
                : 0;
            return new ServedMemory(Read("VmRSS:"), Read("RssAnon:"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}

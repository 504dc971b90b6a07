using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace AuditDashboard.BrowserTests;

/// <summary>The real program, serving on a free loopback port with a database of its own in a temporary folder.</summary>
internal sealed partial class DashboardProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DashboardProcess(string folder, IReadOnlyDictionary<string, string> settings)
    {
        Folder = folder;
        _process = new Process { StartInfo = StartInfo(folder, settings, "serve"), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Note(e.Data);
        _process.ErrorDataReceived += (_, e) => Note(e.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException("The program ended before it listened:\n" + Output));
    }

    /// <summary>Temporary folder with the database.</summary>
    public string Folder { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => _listening.Task.Result;

    /// <summary>Everything it printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static async Task<DashboardProcess> StartAsync(string folder, IReadOnlyDictionary<string, string> settings)
    {
        var dashboard = new DashboardProcess(folder, settings);
        dashboard._process.Start();
        dashboard._process.BeginOutputReadLine();
        dashboard._process.BeginErrorReadLine();
        await dashboard._listening.Task.WaitAsync(TimeSpan.FromSeconds(180));
        return dashboard;
    }

    /// <summary>Runs one verb to its end and gives its exit code and output.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string folder, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(folder, settings, arguments))!; // a new process: UseShellExecute is off
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Ends it at once, if it runs.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string folder, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Repository.Top,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Repository.Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Urls"] = "http://127.0.0.1:0";
        start.Environment["Storage__Path"] = Path.Combine(folder, "audit.db");
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return start;
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (ListeningPattern().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"listening on:? (http://\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex ListeningPattern();
}

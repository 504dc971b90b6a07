using System.Diagnostics;
using AuditDashboard.Tests.Commands;

namespace AuditDashboard.Tests.CloudWatch;

/// <summary>The real program serving as a process of its own, at a free port.</summary>
internal sealed class ServedDashboard : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ServedDashboard(Process process, Task<string> error, Uri url)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _error = error;
        Url = url;
    }

    public Uri Url { get; }

    public static async Task<ServedDashboard> StartAsync(ProgramRun program, (string, string)[] settings)
    {
        var process = Process.Start(program.StartInfo(settings, "serve", "--Urls=http://127.0.0.1:0"))!; // A new process: UseShellExecute is off.
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        const string Listening = "AuditDashboard is listening on ";
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line is not null && !line.StartsWith(Listening, StringComparison.Ordinal));
        return line is not null ? new ServedDashboard(process, error, new Uri(line[Listening.Length..])) : throw new InvalidOperationException(await error);
    }

    /// <summary>Asks again and again: another process cannot tell by an event.</summary>
    public async Task WaitForAsync(Func<Task<bool>> isSo)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(begin) > Patience)
            {
                _process.Kill();
                Assert.Fail(await _output);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends it; what it wrote since it listens, to both streams.</summary>
    public async Task<string> StopAsync()
    {
        _process.Kill();
        return await _output + await _error;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

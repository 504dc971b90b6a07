using System.Diagnostics;

namespace AuditDashboard.Tests.CloudWatch;

/// <summary>The local CloudWatch Logs server as a process of its own, filled from files.</summary>
internal sealed class CloudWatchProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task _draining;

    private CloudWatchProcess(Process process, string url)
    {
        _process = process;
        _draining = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Url = url;
    }

    /// <summary>Where it answers.</summary>
    public string Url { get; }

    /// <summary>What a process needs that is to ask it, and no other place on this machine or network.</summary>
    /// <param name="url">Where it answers.</param>
    public static (string, string)[] Environment(string url) =>
    [
        ("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", url), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_CONFIG_FILE", "no-such-file"), ("AWS_SHARED_CREDENTIALS_FILE", "no-such-file"),
    ];

    public static async Task<CloudWatchProcess> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "AuditDashboard.LocalCloudWatch.dll"), "--urls", "http://127.0.0.1:0", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!; // A new process: UseShellExecute is off.
        const string Answers = "CloudWatch Logs answers on ";
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line is not null && !line.StartsWith(Answers, StringComparison.Ordinal));
        Assert.NotNull(line);
        return new CloudWatchProcess(process, line[Answers.Length..].Split(". ")[0]);
    }

    /// <summary>Ends it at once, as a machine that fails would.</summary>
    public void Stop()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Stop();
        _draining.Wait(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }
}

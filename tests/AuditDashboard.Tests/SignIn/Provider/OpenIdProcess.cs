using System.Diagnostics;
using System.Net.Http.Json;
using AuditDashboard.SignIn;

namespace AuditDashboard.Tests.SignIn.Provider;

/// <summary>A provider of OpenIddict's making, as a process of its own.</summary>
internal sealed class OpenIdProcess : IDisposable
{
    public const string ClientId = "audit-dashboard";
    public const string ClientSecret = "a secret of both sides, 9876543210";

    private readonly Process _process;
    private readonly string _folder;
    private readonly Task _draining;

    private OpenIdProcess(Process process, string folder, string url)
    {
        _folder = folder;
        _process = process;
        _draining = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Url = url;
    }

    /// <summary>Where it answers.</summary>
    public string Url { get; }

    public static async Task<OpenIdProcess> StartAsync(string address = "http://127.0.0.1:0")
    {
        const string Answers = "The provider answers on ";
        var folder = Directory.CreateTempSubdirectory("audit-provider-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "AuditDashboard.OpenIdProvider.dll"), "--urls", address, "--Folder", folder])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!; // A new process: UseShellExecute is off.
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line is not null && !line.StartsWith(Answers, StringComparison.Ordinal));
        Assert.NotNull(line);
        return new OpenIdProcess(process, folder, line[Answers.Length..]);
    }

    /// <summary>Tells the provider of a dashboard.</summary>
    public async Task RegisterAsync(string dashboard)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsJsonAsync(
            Url + "/clients",
            new { Id = ClientId, Secret = ClientSecret, Redirect = dashboard + SignInPaths.Back, After = dashboard + "/sign-in?why=out" },
            TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Ends it at once.</summary>
    public void Stop()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Stop();
        _draining.Wait(TimeSpan.FromSeconds(10));
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

using System.Diagnostics;
using System.Net;

namespace AuditDashboard.Tests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private readonly ProgramRun _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("'--Urlz' is not a setting. Did you mean --Urls?", "--Urlz", "http://127.0.0.1:0")]
    [InlineData("'--Urlz' is not a setting. Did you mean --Urls?", "serve", "--Urlz=http://127.0.0.1:0")]
    [InlineData("'stray' is not understood. Write settings as --Key=Value", "serve", "stray")]
    [InlineData("'stray' is not understood. Write settings as --Key=Value", "--Urls=http://127.0.0.1:0", "stray")]
    [InlineData("'--Urls' has no value.", "--Urls")]
    [InlineData("Unrecognized command or argument 'servee'. Did you mean serve?", "servee")]
    [InlineData("Unrecognized command or argument 'qurey'. Did you mean query?", "qurey", "--file", "x")]
    public async Task Serve_ArgumentThatIsNoSetting_ExitCode2AndNothingIsServed(string expected, params string[] arguments)
    {
        var result = await _program.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_program.Folder, "data")));
    }

    [Theory]
    [InlineData("--Urls", "http://127.0.0.1:0", "--Storage:Path=other.db", "--Clusters:0:Name", "lab", "--Clusters:0:Source=Demo", "--Harvest:IsScheduled=false")]
    [InlineData("serve", "--Urls=http://127.0.0.1:0", "--storage:path", "other.db", "--Clusters:0:Name=lab", "--Clusters:0:Source", "Demo", "--Harvest:IsScheduled", "false")]
    public async Task Serve_Settings_AreTaken(params string[] arguments)
    {
        using var process = Process.Start(_program.StartInfo([], arguments))!; // A new process: UseShellExecute is off.
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            const string Listening = "AuditDashboard is listening on ";
            var line = await ReadToAsync(process.StandardOutput, Listening);
            if (line is null)
            {
                // Only now: while it serves, its errors have no end.
                Assert.Fail(await error);
            }

            var draining = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var url = line[Listening.Length..];
            Assert.StartsWith("http://127.0.0.1:", url, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(_program.Folder, "other.db")));

            using var client = new HttpClient { BaseAddress = new Uri(url) };
            using var ready = await client.GetAsync(new Uri("/healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

            var healthy = await _program.RunAsync([], [("Urls", url)], "healthcheck");
            Assert.Equal((0, "", ""), (healthy.ExitCode, healthy.Output, healthy.Error));
            using var taken = Process.Start(_program.StartInfo([("Harvest:IsScheduled", "false")], $"--Urls={url}"))!; // As above.
            var complaint = await taken.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await taken.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(1, taken.ExitCode);
            Assert.Contains("Stop the other program, or set Urls to another port.", complaint, StringComparison.Ordinal);

            using var terminate = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await draining;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>As the container image has it: every address of the machine, and a link that opens on this one.</summary>
    [Theory]
    [InlineData("http://0.0.0.0:0", "http://127.0.0.1:")]
    [InlineData("http://127.0.0.1:0", "http://127.0.0.1:")]
    public async Task Serve_TokenMode_PrintsALinkAndAnswersNobodyWithoutOne(string urls, string expected)
    {
        (string, string)[] settings = [("SignIn:Mode", "Token"), ("Harvest:IsScheduled", "false"), ("DOTNET_ENVIRONMENT", "Production")];
        using var process = Process.Start(_program.StartInfo(settings, "serve", $"--Urls={urls}"))!; // A new process: UseShellExecute is off.
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            const string SignIn = "Sign in as administrator (once, within 15m): ";
            var line = await ReadToAsync(process.StandardOutput, SignIn);
            if (line is null)
            {
                // Only now: while it serves, its errors have no end.
                Assert.Fail(await error);
            }

            var link = new Uri(line[SignIn.Length..]);
            Assert.StartsWith(expected, link.OriginalString, StringComparison.Ordinal);
            Assert.Matches("^#link=[A-Za-z0-9_-]{43}$", link.Fragment);
            // The log writes to the same output, so a line of its may come between.
            Assert.NotNull(await ReadToAsync(process.StandardOutput, "Sessions travel unencrypted."));
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(link, "/") };
            using var page = await client.GetAsync(new Uri("/changes", UriKind.Relative), TestContext.Current.CancellationToken);
            using var api = await client.GetAsync(new Uri("/api/v1/events", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.Found, "/sign-in?return=%2Fchanges"), (page.StatusCode, page.Headers.Location?.OriginalString));
            Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);

            var healthy = await _program.RunAsync([], [.. settings, ("Urls", $"{urls[..urls.LastIndexOf(':')]}:{link.Port}")], "healthcheck");
            Assert.Equal((0, ""), (healthy.ExitCode, healthy.Error));
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task HealthCheck_NoServer_ExitCode1()
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var result = await _program.RunAsync([], [("Urls", $"http://127.0.0.1:{port}")], "healthcheck");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("does not answer", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>The first line that begins so; null where the output ends before.</summary>
    private static async Task<string?> ReadToAsync(StreamReader output, string begin)
    {
        string? line;
        do
        {
            line = await output.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line is not null && !line.StartsWith(begin, StringComparison.Ordinal));
        return line;
    }
}

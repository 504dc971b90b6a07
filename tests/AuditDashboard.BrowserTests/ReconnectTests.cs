using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>What an open page says once its server is gone, and once it is back.</summary>
public sealed class ReconnectTests(BrowserFixture browser) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audit-reconnect-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Page_WhoseServerEnds_SaysSo_AndIsLiveAgainOnceItIsBack()
    {
        browser.Require();
        var settings = new Dictionary<string, string> { ["SignIn__Mode"] = "Token", ["SignIn__PrintsLink"] = "false", ["Harvest__IsScheduled"] = "false", ["Urls"] = $"http://127.0.0.1:{FreePort()}" };
        await using var first = await DashboardProcess.StartAsync(_folder, settings);
        await using var vera = await SignInAsync(first.Address, settings, "vera");
        await using var anna = await SignInAsync(first.Address, settings, "anna");
        foreach (var session in (BrowserSession[])[vera, anna])
        {
            await session.GoToAsync("/changes");
            await Assertions.Expect(session.Page.GetByText("Disconnected.").First).ToBeHiddenAsync();
            await session.Page.EvaluateAsync("() => { window.isOld = true; }");
        }

        await first.StopAsync();
        foreach (var session in (BrowserSession[])[vera, anna])
        {
            await Assertions.Expect(session.Page.GetByText("Disconnected.").First).ToBeVisibleAsync(new() { Timeout = 90_000 });
        }

        await vera.ScreenshotAsync("disconnected-light-1440");
        Assert.Equal("", await vera.ViolationsAsync(BrowserSession.Accessible));

        // Ended while the page could not be told.
        var (exitCode, _, error) = await DashboardProcess.RunAsync(_folder, settings, "access", "revoke", "--name", "anna");
        Assert.True(exitCode == 0, error);
        await using var second = await DashboardProcess.StartAsync(_folder, settings);
        Assert.Equal(first.Address, second.Address);

        await vera.Page.WaitForFunctionAsync("() => window.isOld === undefined", null, new() { Timeout = 120_000 }); // loaded anew, by itself
        await vera.WaitUntilReadyAsync();
        await Assertions.Expect(vera.Page.Locator(".person")).ToContainTextAsync("vera");
        await Assertions.Expect(vera.Page.GetByText("Disconnected.").First).ToBeHiddenAsync();
        await Assertions.Expect(anna.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Assertions.Expect(anna.Page.GetByTestId("list-count")).ToHaveCountAsync(0);
    }

    // Below those that the system gives to whoever asks for any, so that nobody takes it while the server is away.
    private static int FreePort()
    {
        for (var port = 20_000 + (Environment.ProcessId % 5_000); port < 32_000; port++)
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        throw new InvalidOperationException("No port is free.");
    }

    private async Task<BrowserSession> SignInAsync(Uri address, Dictionary<string, string> settings, string name)
    {
        var (exitCode, output, error) = await DashboardProcess.RunAsync(_folder, settings, "access", "link", name, "--role", "viewer");
        Assert.True(exitCode == 0, error);
        var session = await browser.OpenAsync(address);
        await session.Page.GotoAsync(output.Trim());
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await session.WaitUntilReadyAsync();
        return session;
    }
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>Token mode in a real browser, from the link that the program prints to the way out.</summary>
public sealed partial class SignInTests(BrowserFixture browser) : IAsyncLifetime
{
    private static readonly Dictionary<string, string> TokenMode = new() { ["SignIn__Mode"] = "Token", ["Harvest__IsScheduled"] = "false" };
    private readonly string _folder = Directory.CreateTempSubdirectory("audit-sign-in-").FullName;
    private DashboardProcess? _dashboard;

    private DashboardProcess Dashboard => _dashboard!; // set before any test runs, unless it is skipped

    public async ValueTask InitializeAsync()
    {
        browser.Require();
        _dashboard = await DashboardProcess.StartAsync(_folder, TokenMode);
    }

    public async ValueTask DisposeAsync()
    {
        if (_dashboard is not null)
        {
            await _dashboard.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task PrintedLink_SignsInOnce_AndTheWayOutEndsIt()
    {
        var link = await PrintedLinkAsync();
        await using var session = await browser.OpenAsync(Dashboard.Address);
        var page = session.Page;
        await page.GotoAsync("/changes?range=7d");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await session.ScreenshotAsync("sign-in");
        Assert.Equal("", await session.ViolationsAsync(BrowserSession.Accessible));

        await page.GotoAsync(link);
        await Assertions.Expect(page.GetByText("Your link signs this browser in, once.")).ToBeVisibleAsync();
        Assert.DoesNotContain("link=", page.Url, StringComparison.Ordinal); // neither in the address nor in the history
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await session.WaitUntilReadyAsync();
        await Assertions.Expect(page.Locator(".person")).ToContainTextAsync("administrator");
        foreach (var path in (string[])["/changes", "/explore", "/queries", "/collection", "/activity"])
        {
            await session.GoToAsync(path);
        }

        await Assertions.Expect(page.GetByTestId("activity-row").Filter(new() { HasText = "Signed in as administrator." })).ToHaveCountAsync(1);
        await session.ScreenshotAsync("activity");
        Assert.Equal("", await session.ViolationsAsync(BrowserSession.Accessible));
        var answer = await page.GotoAsync("/jobs");
        Assert.Equal(200, answer!.Status); // GotoAsync answers null only for about:blank and hashes

        await session.GoToAsync("/queries");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You are signed out.")).ToBeVisibleAsync();
        await page.GotoAsync("/queries");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.Empty(session.Complaints);

        await page.GotoAsync(link);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This link opens nothing");
        Assert.DoesNotContain(SecretOf(link), Dashboard.Output.Replace(link, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>The form of a page that the circuit has drawn anew since must still sign out.</summary>
    [Fact]
    public async Task SignOut_AfterGoingThroughPagesInTheCircuit_Works()
    {
        await using var session = await SignInAsync("ann", "administrator");
        var page = session.Page;
        foreach (var name in (string[])["Changes", "Collection", "Queries"])
        {
            // Queries stands in the second line, beside the page whose section it is of.
            await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).Last.ClickAsync();
            await Assertions.Expect(page).ToHaveTitleAsync(new Regex(name));
            await session.WaitUntilReadyAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Assertions.Expect(page.GetByText("You are signed out.")).ToBeVisibleAsync();
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task OpenPage_OfASessionThatIsRevoked_GoesBlankWithASentence()
    {
        await using var session = await SignInAsync("vera", "viewer");
        var page = session.Page;
        await session.GoToAsync("/changes");

        var revoked = await RunAsync("access", "revoke", "--name", "vera");

        Assert.Equal("Revoked 1 of vera.", revoked);
        await Assertions.Expect(page.GetByText("Your sign-in has ended.")).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await Assertions.Expect(page.GetByTestId("list-count")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" })).ToHaveAttributeAsync("href", new Regex("^/sign-in\\?"));
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Viewer_AskingForMore_IsToldSo()
    {
        await using var session = await SignInAsync("vera", "viewer");
        var page = session.Page;
        await session.GoToAsync("/queries");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Run now" })).ToHaveCountAsync(0);

        // Inside the circuit no request is made that could be refused.
        await page.EvaluateAsync("Blazor.navigateTo('/activity')");
        await Assertions.Expect(page.GetByText("Your role does not allow this page.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("activity-row")).ToHaveCountAsync(0);

        var answer = await page.GotoAsync("/activity");
        Assert.Equal(403, answer!.Status); // GotoAsync answers null only for about:blank and hashes
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Not allowed" })).ToBeVisibleAsync();
    }

    /// <summary>A link in a chat or a ticket opens what it names for somebody who is signed in.</summary>
    [Fact]
    public async Task LinkOnAnotherSite_OpensThePage()
    {
        await using var session = await SignInAsync("vera", "viewer");
        var page = session.Page;
        await page.RouteAsync("http://chat.example/**", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Body = $"<!DOCTYPE html><title>Chat</title><a href=\"{new Uri(Dashboard.Address, "/changes?range=7d")}\">look</a>",
        }));
        await page.GotoAsync("http://chat.example/ticket");

        await page.GetByRole(AriaRole.Link, new() { Name = "look" }).ClickAsync();

        await Assertions.Expect(page).ToHaveTitleAsync(new Regex("Changes"));
        await session.WaitUntilReadyAsync();
    }

    /// <summary>One server and one sign-in for all widths: each page is opened anew at each.</summary>
    [Fact]
    public async Task Header_AtAnyWidth_HoldsNameAndWayOut()
    {
        await using var session = await SignInAsync("a.person.with.a.long.name@platform.example.com", "administrator");
        var page = session.Page;

        foreach (var width in (int[])[390, 1261, 1280, 1411, 1701, 1920])
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var path in (string[])["/", "/activity"])
            {
                await session.GoToAsync(path);
                await session.ScreenshotAsync($"signed-in-{(path == "/" ? "overview" : "activity")}-{width}");
                await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeInViewportAsync(new() { Ratio = 1 });
                Assert.False(await session.HeaderOverlapsAsync(), $"The header of {path} overlaps at {width} px.");
                Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"{path} scrolls sideways at {width} px.");
            }
        }
    }

    private async Task<BrowserSession> SignInAsync(string name, string role)
    {
        var link = await RunAsync("access", "link", name, "--role", role);
        var session = await browser.OpenAsync(Dashboard.Address);
        await session.Page.GotoAsync(link);
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(session.Page).ToHaveTitleAsync(new Regex("Overview"));
        await session.WaitUntilReadyAsync();
        return session;
    }

    // Verbs read the same settings as the server, and know its address by Urls.
    private async Task<string> RunAsync(params string[] arguments)
    {
        var settings = new Dictionary<string, string>(TokenMode) { ["Urls"] = Dashboard.Address.ToString() };
        var (exitCode, output, error) = await DashboardProcess.RunAsync(_folder, settings, arguments);
        Assert.True(exitCode == 0, error);
        return output.Trim();
    }

    // It is printed right after the address.
    private async Task<string> PrintedLinkAsync()
    {
        for (var i = 0; i < 900; i++)
        {
            if (LinkPattern().Match(Dashboard.Output) is { Success: true } match)
            {
                return match.Groups[1].Value;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException("No link was printed:\n" + Dashboard.Output);
    }

    private static string SecretOf(string link) => link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..];

    [GeneratedRegex(@"Sign in as administrator \(once, within 15m\): (http://127\.0\.0\.1:\d+/sign-in#link=[\w-]{43})\s")]
    private static partial Regex LinkPattern();
}

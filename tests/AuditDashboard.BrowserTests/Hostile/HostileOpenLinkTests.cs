using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>A link that opens without sign-in, from the snapshot's page of a reviewer to a browser in which nobody is signed in, with the corpus in it, and to its end.</summary>
public sealed class HostileOpenLinkTests(BrowserFixture browser, HostileFixture hostile) : HostileTests(browser, hostile)
{
    private const int AskedEvery = 20_000;
    private static readonly Dictionary<string, string> Settings = new() { ["SignIn__Mode"] = "Token", ["SignIn__PrintsLink"] = "false", ["SignIn__OpenLinks"] = "true" };

    // The page waits 8 s of real time for an answer, which a busy machine may take to give so long a page: that is not what is tried. And it counts the
    // answers that were looked at, so that the clock goes on only then.
    private const string Patient =
        """
        AbortSignal.timeout = () => new AbortController().signal;
        window.looks = 0;
        const parse = DOMParser.prototype.parseFromString;
        DOMParser.prototype.parseFromString = function (...text) {
            window.looks++;
            return parse.apply(this, text);
        };
        """;

    private readonly BrowserFixture _browser = browser;

    [Fact]
    public async Task Link_WithTheCorpus_IsText_AndGoesBlankOnceItIsRevoked()
    {
        _browser.Require();
        await using var dashboard = await HostileDashboard.StartAsync(Settings);
        await using var reviewer = await _browser.OpenAsync(dashboard.Address);
        var link = await MakeLinkAsync(dashboard, reviewer);
        await using (var narrow = await VisitAsync(dashboard, ColorScheme.Dark, 390))
        {
            await narrow.Session.Page.GotoAsync(link);
            await LookAtAsync(narrow, "narrow");
            await narrow.Session.ScreenshotAsync("open-link-dark-390");
            Assert.Equal("", await narrow.Session.ViolationsAsync(BrowserSession.Accessible));
            AssertNone(narrow);
        }

        await using var visit = await VisitAsync(dashboard);
        var page = visit.Session.Page;
        await page.Clock.InstallAsync(); // the browser's clock goes on when the test says so
        await page.AddInitScriptAsync(Patient);
        await page.GotoAsync(link);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "For the auditors" })).ToBeVisibleAsync();
        await LookAtAsync(visit, "open link");
        await visit.Session.ScreenshotAsync("open-link-light-1440");
        Assert.Equal("", await visit.Session.ViolationsAsync(BrowserSession.Accessible));

        // While it opens, the page stays as it is: it is asked for, and not loaded anew.
        await page.EvaluateAsync("() => { window.isSame = true; }");
        for (var i = 0; i < 3; i++)
        {
            var answer = await page.RunAndWaitForResponseAsync(() => page.Clock.RunForAsync(AskedEvery), response => response.Url.EndsWith(link, StringComparison.Ordinal));
            Assert.Equal(200, answer.Status);
            await page.WaitForFunctionAsync("looks => window.looks === looks", i + 1, new PageWaitForFunctionOptions { PollingInterval = 100 });
        }

        Assert.True(await page.EvaluateAsync<bool>("() => window.isSame === true"));
        await Assertions.Expect(page.GetByTestId("snapshot-row").First).ToBeVisibleAsync();
        AssertNone(visit);

        // Nobody can say: nothing is shown until somebody can.
        await page.RouteAsync("**" + link, route => route.AbortAsync());
        await page.Clock.RunForAsync(AskedEvery);
        await Assertions.Expect(page.GetByText("The dashboard cannot be reached.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("snapshot-row")).ToHaveCountAsync(0);
        await Assertions.Expect(page).ToHaveTitleAsync("Link · AuditDashboard");
        await page.UnrouteAsync("**" + link);
        await page.Clock.RunForAsync(AskedEvery);
        await Assertions.Expect(page.GetByTestId("snapshot-row").First).ToBeVisibleAsync();

        await reviewer.Page.GetByTestId("open-link-entry").GetByRole(AriaRole.Button).First.ClickAsync();
        await reviewer.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, revoke" }).ClickAsync();
        await Assertions.Expect(reviewer.Page.GetByTestId("open-link-entry")).ToHaveCountAsync(0);
        await page.Clock.RunForAsync(AskedEvery);

        await Assertions.Expect(page.GetByText("This link opens nothing.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("snapshot-row")).ToHaveCountAsync(0);
        Assert.Empty(reviewer.Complaints);
        Assert.DoesNotContain(link[3..], dashboard.Log, StringComparison.Ordinal);
    }

    private static async Task<string> MakeLinkAsync(HostileDashboard dashboard, BrowserSession reviewer)
    {
        var page = reviewer.Page;
        await page.GotoAsync(await dashboard.RunAsync("access", "link", "rita", "--role", "reviewer"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page).ToHaveTitleAsync(new Regex("Overview"));
        await HostileForms.ShareAsync(reviewer, "/changes?range=7d", TypedTogether(HostileForms.MaxNote)[0], "For the auditors");
        await page.GetByTestId("freeze").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the snapshot" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("verified")).ToBeVisibleAsync();
        await page.GetByTestId("make-open-link").ClickAsync();
        return new Uri(await page.GetByTestId("open-link").InputValueAsync()).AbsolutePath;
    }
}

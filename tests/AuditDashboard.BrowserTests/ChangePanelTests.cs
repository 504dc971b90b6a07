using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>The panel of a change in a real browser.</summary>
public sealed class ChangePanelTests(BrowserFixture browser)
{
    private const string List = "/changes?range=24h&f.outcome=allowed";

    [Fact]
    public async Task Keys_TurnThePartsAndGoToTheNextChange()
    {
        await using var session = await browser.OpenAsync();
        var page = await OpenFirstAsync(session);
        var first = SelectionOf(page);

        await page.Keyboard.PressAsync("]");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("tab=diff"));
        await Assertions.Expect(page.Locator("[data-tabs] a[aria-current=true]")).ToHaveTextAsync("Diff");
        await page.Keyboard.PressAsync("]");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("tab=actor"));
        await Assertions.Expect(page.Locator("[data-tabs] a[aria-current=true]")).ToHaveTextAsync("Actor");
        await page.Keyboard.PressAsync("[");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("tab=diff"));

        // The address changes before the page does: until then, the way to the next change leads to its actor.
        await Assertions.Expect(page.Locator("[data-tabs] a[aria-current=true]")).ToHaveTextAsync("Diff");
        await page.GetByRole(AriaRole.Link, new() { Name = "Older change" }).WaitForAsync();
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex(first));
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("tab=diff"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Newer change" }).WaitForAsync();
        await page.Keyboard.PressAsync("k");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(first));
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("aside.panel")).ToHaveCountAsync(0);
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task OwnLink_InAFreshProfile_ShowsTheSamePart()
    {
        await using var sender = await browser.OpenAsync();
        await sender.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await OpenFirstAsync(sender);
        await TurnToAsync(page, "Permissions");
        var said = await page.Locator("aside.panel .say").First.InnerTextAsync();
        await page.Locator("aside.panel").GetByRole(AriaRole.Button, new() { Name = "Copy link to this change" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Copied", new() { Exact = false }).First).ToBeVisibleAsync();
        var link = await page.EvaluateAsync<string>("navigator.clipboard.readText()");

        await using var reader = await browser.OpenAsync();
        await reader.GoToAsync(new Uri(link).PathAndQuery);

        await Assertions.Expect(reader.Page.Locator("[data-tabs] a[aria-current=true]")).ToHaveTextAsync("Permissions");
        await Assertions.Expect(reader.Page.Locator("aside.panel .say").First).ToContainTextAsync(said.Split('\n')[0].Trim());
        Assert.Empty(reader.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 1440)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task EveryPart_HasNoAccessibilityViolationAndDoesNotScrollSideways(ColorScheme scheme, int width)
    {
        await using var session = await browser.OpenAsync(scheme, width);
        var page = await OpenFirstAsync(session);

        foreach (var part in (string[])["Summary", "Diff", "Actor", "Permissions", "Used", "Related", "JSON", "Raw"])
        {
            await TurnToAsync(page, part);
            await Assertions.Expect(page.Locator("aside.panel .state-loading")).ToHaveCountAsync(0);
            await session.ScreenshotAsync($"panel-{part.ToLowerInvariant()}-{(scheme == ColorScheme.Dark ? "dark" : "light")}-{width}");
            var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

            Assert.True(overflow <= 0, $"{part} scrolls sideways by {overflow} px.");

            // Beside the panel nothing changes with its part; to look at the list's thousands of elements is most of the work.
            var violations = part == "Summary"
                ? await session.ViolationsAsync(BrowserSession.Accessible)
                : await session.ViolationsWithinAsync(page.Locator("aside.panel"), BrowserSession.Accessible);
            Assert.True(violations.Length == 0, $"{part}: {violations}");
        }

        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task AwsAuth_HasThePanelBesideItsRows_AndTheUndoTextIsCopied()
    {
        await using var session = await browser.OpenAsync();
        await session.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = session.Page;
        await session.GoToAsync("/aws-auth?range=7d");

        // Deletions and texts that the record does not hold have none; others come to every demo week.
        var copy = page.Locator("aside.panel").GetByRole(AriaRole.Button, new() { Name = "Copy undo text" });
        var row = page.Locator("a.hv").Filter(new() { HasTextRegex = new Regex(@"[+−]1 row$") }).First;
        await row.ClickAsync();
        await copy.ClickAsync();
        await Assertions.Expect(page.GetByText("Copied", new() { Exact = false }).First).ToBeVisibleAsync();
        var text = await page.EvaluateAsync<string>("navigator.clipboard.readText()");

        Assert.StartsWith("# Puts the version before in the place of the object as it is now.\n# kubectl replace -f undo.yaml\napiVersion: v1\nkind: ConfigMap\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  mapRoles: |", text, StringComparison.Ordinal);
        await session.ScreenshotAsync("panel-aws-auth-light-1440");
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task NewUser_FromOverview_ReachesTheMastersEditItsActorWhatItAllowedWhatWasDoneAndItsUndo_InFiveClicks()
    {
        await using var session = await browser.OpenAsync();
        var page = session.Page;
        var panel = page.Locator("aside.panel");

        // The demo collects its past in the background, the newest first; this page follows it.
        await page.GotoAsync("/aws-auth?range=7d");
        await Assertions.Expect(page.Locator("a.hv").Filter(new() { Has = page.Locator(".tag", new() { HasTextRegex = new Regex("^system:masters$") }) }).First).ToBeVisibleAsync(new() { Timeout = 240_000 });
        await session.GoToAsync("/");
        await Assertions.Expect(page.GetByTestId("last-masters")).ToContainTextAsync("system:masters last given to");

        // 1: the edit.
        await page.GetByTestId("last-masters").GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(panel.Locator(".say")).ToContainTextAsync("aws-auth");
        await Assertions.Expect(panel).ToContainTextAsync("Why critical");
        await Assertions.Expect(panel.Locator(".items")).ToContainTextAsync("system:masters");
        await session.ScreenshotAsync("walk-1-summary");

        // 2: the person behind it.
        await TurnToAsync(page, "Actor");
        await Assertions.Expect(panel).ToContainTextAsync("asserted by API server");
        await Assertions.Expect(panel).ToContainTextAsync(new Regex("session", RegexOptions.IgnoreCase));

        // 3: what it allowed.
        await TurnToAsync(page, "Permissions");
        await Assertions.Expect(panel).ToContainTextAsync("may do everything; no RBAC rule limits it");

        // 4: what was done with it, and the way to who could do it.
        await TurnToAsync(page, "Used");
        await Assertions.Expect(panel.GetByTestId("granted-activity").First).ToContainTextAsync("collected event");
        await Assertions.Expect(panel.GetByTestId("granted-actor").First).ToHaveAttributeAsync("href", new Regex("^/actor\\?.*name="));
        await session.ScreenshotAsync("walk-4-used");

        // 5: the text that undoes it.
        await TurnToAsync(page, "Summary");
        await Assertions.Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Copy undo text" })).ToBeVisibleAsync();
        await Assertions.Expect(panel.GetByLabel("Undo text", new() { Exact = true })).ToContainTextAsync("kind: ConfigMap");
        Assert.Empty(session.Complaints);
    }

    private static async Task<IPage> OpenFirstAsync(BrowserSession session)
    {
        await session.GoToAsync(List);
        await session.Page.GetByTestId("event-row").First.ClickAsync();
        await Assertions.Expect(session.Page.Locator("[data-tabs]")).ToBeVisibleAsync();
        await session.WaitUntilReadyAsync();
        return session.Page;
    }

    private static async Task TurnToAsync(IPage page, string part)
    {
        var tab = page.Locator("[data-tabs] a").Filter(new() { HasTextRegex = new Regex($"^{part}$") });
        await tab.ClickAsync();
        await Assertions.Expect(tab).ToHaveAttributeAsync("aria-current", "true");
    }

    private static string SelectionOf(IPage page) => "sel=" + Regex.Match(page.Url, "sel=([0-9a-f]+)").Groups[1].Value;
}

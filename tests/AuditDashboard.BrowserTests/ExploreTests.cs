using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>Writing and running a query on Explore, as a person does, under the page's own content security policy.</summary>
public sealed partial class ExploreTests(BrowserFixture browser)
{
    private const string Rows = "fields @timestamp, verb, objectRef.resource\n| sort @timestamp desc\n| limit 40";

    [Fact]
    public async Task Typing_AMistake_UnderlinesItAndSaysWhatWasMeant()
    {
        await using var session = await browser.OpenAsync();
        await GoToAsync(session, "/explore");
        var editor = Editor(session);
        await editor.FillAsync("");

        await editor.PressSequentiallyAsync("fields verb | filtr verb = \"get\"");

        await Assertions.Expect(session.Page.Locator(".m-error")).ToHaveTextAsync("filtr");
        await Assertions.Expect(session.Page.GetByTestId("query-problem")).ToContainTextAsync("did you mean 'filter'?");
        await Assertions.Expect(session.Page.GetByTestId("query-problem")).ToContainTextAsync("1:15");
        await session.ScreenshotAsync("explore-mistake");

        await editor.FillAsync("fields usre.username");

        await Assertions.Expect(session.Page.Locator(".m-error")).ToHaveCountAsync(0);
        await Assertions.Expect(session.Page.Locator(".m-warning, .m-note").First).ToBeVisibleAsync();
        await Assertions.Expect(session.Page.GetByTestId("query-problem").First).ToContainTextAsync("user.username");
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Typing_CompletesCommandsFunctionsAndFields_AndRunsByKeyboard()
    {
        await using var session = await browser.OpenAsync();
        await GoToAsync(session, "/explore?range=24h");
        var editor = Editor(session);
        var list = session.Page.GetByRole(AriaRole.Listbox, new() { Name = "Suggestions" });
        await editor.FillAsync("");

        await editor.PressSequentiallyAsync("sta");
        await Assertions.Expect(list.GetByRole(AriaRole.Option).First).ToContainTextAsync("stats");
        await session.Page.Keyboard.PressAsync("Tab");
        await editor.PressSequentiallyAsync("cou");
        await Assertions.Expect(list.GetByRole(AriaRole.Option).First).ToContainTextAsync("count");
        await session.Page.Keyboard.PressAsync("Enter");
        await editor.PressSequentiallyAsync("*) as n by objectRef.res");
        await Assertions.Expect(list.GetByRole(AriaRole.Option).First).ToContainTextAsync("objectRef.resource"); // seen in the stored events
        await session.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(list).ToBeHiddenAsync();
        await session.Page.Keyboard.PressAsync("Control+Space");
        await session.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(editor).ToHaveValueAsync("stats count(*) as n by objectRef.resource");

        await session.Page.Keyboard.PressAsync("Control+Enter");

        await Assertions.Expect(session.Page.GetByTestId("explore-count")).ToHaveTextAsync(SomeRows());
        await session.WaitUntilReadyAsync();
        await session.Page.GetByRole(AriaRole.Link, new() { Name = "Chart", Exact = true }).ClickAsync();
        await Assertions.Expect(session.Page.GetByTestId("explore-bars").GetByText("secrets", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Hovering_AWord_ExplainsIt()
    {
        await using var session = await browser.OpenAsync();
        await GoToAsync(session, "/explore?range=1h&q=" + Uri.EscapeDataString("stats count_distinct(verb) by bin(5m)"));
        var word = session.Page.Locator(".x-function").First;

        // Forced: the text area lies over the coloured words. A word drawn anew meanwhile is found again.
        await word.HoverAsync(new() { Position = new() { X = 8, Y = 8 }, Force = true });

        await Assertions.Expect(session.Page.Locator(".qe-help")).ToContainTextAsync("count_distinct(");
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Run_ShowsRows_AChart_AndTheEventOfARow()
    {
        await using var session = await browser.OpenAsync();
        await GoToAsync(session, "/explore?range=24h");
        await Editor(session).FillAsync(Rows);
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Assertions.Expect(session.Page.GetByTestId("explore-row")).ToHaveCountAsync(40);
        await session.WaitUntilReadyAsync();

        await session.Page.GetByRole(AriaRole.Link, new() { Name = "Chart", Exact = true }).ClickAsync();
        await Assertions.Expect(session.Page.GetByTestId("explore-chart")).ToBeVisibleAsync();
        await session.WaitUntilReadyAsync();
        await session.Page.GetByRole(AriaRole.Link, new() { Name = "Table", Exact = true }).ClickAsync();
        await session.Page.GetByRole(AriaRole.Link, new() { Name = "Open row 3", Exact = true }).ClickAsync();
        await Assertions.Expect(session.Page.GetByTestId("row-detail")).ToBeVisibleAsync();
        await session.ScreenshotAsync("explore-row");
        var verb = await session.Page.GetByTestId("explore-row").Nth(2).Locator("td").Nth(3).TextContentAsync();
        await session.Page.GetByTestId("row-detail").GetByRole(AriaRole.Link, new() { Name = "Open the event's page" }).ClickAsync();

        await Assertions.Expect(session.Page).ToHaveURLAsync(new Regex("/event/[0-9a-f]{32}"));
        await session.WaitUntilReadyAsync();
        await Assertions.Expect(session.Page.Locator("main")).ToContainTextAsync($"\"{verb}\"");
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Typing_BeforeTheEditorsScriptIsThere_IsWhatRuns()
    {
        await using var session = await browser.OpenAsync();
        var arrived = new TaskCompletionSource();
        await session.Page.RouteAsync("**/js/query-editor*.js", async route =>
        {
            await arrived.Task;
            await route.ContinueAsync();
        });
        await session.GoToAsync("/explore?range=24h");
        await Editor(session).FillAsync("fields verb\n| limit 3");
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();

        arrived.SetResult();

        await Assertions.Expect(session.Page.GetByTestId("explore-row")).ToHaveCountAsync(3);
        await Assertions.Expect(Editor(session)).ToHaveValueAsync("fields verb\n| limit 3");
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Url_InAFreshProfile_ShowsTheSame()
    {
        await using var first = await browser.OpenAsync();
        await GoToAsync(first, "/explore?range=24h");
        await Editor(first).FillAsync("# odd: ü ☃ & + % \"\n" + Rows);
        await first.Page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(first.Page.GetByTestId("explore-row")).ToHaveCountAsync(40);
        await first.Page.GetByRole(AriaRole.Link, new() { Name = "Open row 2", Exact = true }).ClickAsync();
        await Assertions.Expect(first.Page.GetByTestId("row-detail")).ToBeVisibleAsync();

        await using var second = await browser.OpenAsync();
        await GoToAsync(second, first.Page.Url);

        await Assertions.Expect(Editor(second)).ToHaveValueAsync("# odd: ü ☃ & + % \"\n" + Rows);
        await Assertions.Expect(second.Page.GetByTestId("explore-row")).ToHaveCountAsync(40);
        await Assertions.Expect(second.Page.GetByTestId("row-detail")).ToBeVisibleAsync();
        Assert.Empty(first.Complaints);
        Assert.Empty(second.Complaints);
    }

    [Fact]
    public async Task Back_AfterASecondRun_ShowsTheFirstQueryAndItsRows()
    {
        await using var session = await browser.OpenAsync();
        await GoToAsync(session, "/explore?range=24h");
        await Editor(session).FillAsync("fields verb\n| limit 3");
        await session.Page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(session.Page.GetByTestId("explore-row")).ToHaveCountAsync(3);
        await Editor(session).FillAsync("fields verb\n| limit 5");
        await session.Page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(session.Page.GetByTestId("explore-row")).ToHaveCountAsync(5);

        await session.Page.GoBackAsync();

        await Assertions.Expect(session.Page.GetByTestId("explore-row")).ToHaveCountAsync(3);
        await Assertions.Expect(Editor(session)).ToHaveValueAsync("fields verb\n| limit 3");
        await session.Page.GoForwardAsync();
        await Assertions.Expect(session.Page.GetByTestId("explore-row")).ToHaveCountAsync(5);
        await Assertions.Expect(Editor(session)).ToHaveValueAsync("fields verb\n| limit 5");
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task HostileRecordsOfAFile_TenThousandRows_AreShownAsText()
    {
        await using var any = await browser.OpenAsync(); // skips where there is no browser
        var folder = Directory.CreateTempSubdirectory("audit-explore-").FullName;
        try
        {
            await File.WriteAllLinesAsync(Path.Combine(folder, "audit.ndjson"), Enumerable.Range(0, 10_050).Select(HostileRecord), TestContext.Current.CancellationToken);
            await using var dashboard = await DashboardProcess.StartAsync(folder, new Dictionary<string, string>
            {
                ["Clusters__0__Name"] = "files",
                ["Clusters__0__Source"] = "Files",
                ["Clusters__0__Paths__0"] = Path.Combine(folder, "audit.ndjson"),
            });
            foreach (var (scheme, width) in ((ColorScheme, int)[])[(ColorScheme.Light, 1280), (ColorScheme.Dark, 390)])
            {
                await LookAtAsync(dashboard.Address, scheme, width);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("table", ColorScheme.Light)]
    [InlineData("table", ColorScheme.Dark)]
    [InlineData("chart", ColorScheme.Light)]
    [InlineData("chart", ColorScheme.Dark)]
    [InlineData("raw", ColorScheme.Dark)]
    public async Task Result_InEachView_HasNoAccessibilityViolation(string view, ColorScheme scheme)
    {
        await using var session = await browser.OpenAsync(scheme);
        await GoToAsync(session, $"/explore?range=24h&view={view}&row=1&q=" + Uri.EscapeDataString(Rows + "\n# a note follows\n| filter usre = 1 or verb != \"x\""));
        await Assertions.Expect(session.Page.GetByTestId("explore-count")).ToHaveTextAsync(SomeRows());
        await session.Page.Locator(".history summary").ClickAsync();
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Save query" }).ClickAsync();
        await session.WaitUntilReadyAsync();

        var violations = await session.ViolationsAsync(BrowserSession.Accessible);
        await session.ScreenshotAsync($"explore-{view}-{(scheme == ColorScheme.Dark ? "dark" : "light")}");

        Assert.Equal("", violations);
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Result_OnAPhone_DoesNotScrollSideways()
    {
        await using var session = await browser.OpenAsync(width: 390, height: 844);
        foreach (var view in (string[])["table", "chart", "raw"])
        {
            await GoToAsync(session, $"/explore?range=24h&view={view}&row=1&q=" + Uri.EscapeDataString("fields @timestamp, @message, user.username\n| limit 30"));
            await Assertions.Expect(session.Page.GetByTestId("explore-count")).ToHaveTextAsync(SomeRows());
            await session.WaitUntilReadyAsync();
            await session.ScreenshotAsync($"explore-{view}-390");

            Assert.True(await session.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, view);
        }

        Assert.Empty(session.Complaints);
    }

    private async Task LookAtAsync(Uri address, ColorScheme scheme, int width)
    {
        await using var session = await browser.OpenAsync(address, scheme, width, 900);
        var name = $"explore-hostile-{width}";
        await GoToAsync(session, "/explore?in=files&q=" + Uri.EscapeDataString("fields user.username, objectRef.name, userAgent\n| limit 10000"));
        await session.ScreenshotAsync(name + "-asked");
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Assertions.Expect(session.Page.GetByTestId("explore-count")).ToHaveTextAsync("10\u202F000 rows");
        await Assertions.Expect(session.Page.GetByTestId("explore-row")).ToHaveCountAsync(100);
        foreach (var view in (string[])["Table", "Raw", "Chart"])
        {
            await session.Page.GetByRole(AriaRole.Link, new() { Name = view, Exact = true }).ClickAsync();
            await Assertions.Expect(session.Page.GetByRole(AriaRole.Link, new() { Name = view, Exact = true })).ToHaveAttributeAsync("aria-current", "true");
            await session.WaitUntilReadyAsync();
            await session.ScreenshotAsync($"{name}-{view}");
            Assert.Equal(0, await session.Page.Locator("main script, main img").CountAsync());
            Assert.True(await session.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"{view} at {width}");
            Assert.DoesNotContain("\u202E", await session.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        }

        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Save query" }).ClickAsync();
        await session.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("<img src=x onerror=alert(3)>\u202E" + width);
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(session.Page.GetByRole(AriaRole.Region, new() { Name = "Saved queries" })).ToContainTextAsync("<img src=x onerror=alert(3)>");
        Assert.Equal(0, await session.Page.Locator("main img").CountAsync());
        Assert.Empty(session.Complaints);
    }

    private static string HostileRecord(int i)
    {
        var time = TimeProvider.System.GetUtcNow().AddSeconds(-60 - i).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        var user = JsonSerializer.Serialize((i % 3) switch { 0 => "<script>alert(1)</script>", 1 => "\u202Egnp.exe", _ => new string('A', 2_000) });
        var path = JsonSerializer.Serialize(i % 50 == 0 ? "x\"</textarea><img src=x onerror=alert(2)>" + i : "name-" + i);
        return $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"{{i}}","stage":"ResponseComplete","requestURI":"/x","verb":"get","user":{"username":{{user}}},"userAgent":"curl\u0007/8","objectRef":{"resource":"pods","name":{{path}}},"requestReceivedTimestamp":"{{time}}","stageTimestamp":"{{time}}"}""";
    }

    // Keys and underlines are the script's: they work once it has drawn.
    private static async Task GoToAsync(BrowserSession session, string path)
    {
        await session.GoToAsync(path);
        await Assertions.Expect(session.Page.Locator("[data-testid=query-editor][data-drawn]")).ToBeVisibleAsync();
    }

    private static ILocator Editor(BrowserSession session) => session.Page.GetByRole(AriaRole.Textbox, new() { Name = "Query", Exact = true });

    [GeneratedRegex(@"^[1-9][\d\u202F]* rows?$")]
    private static partial Regex SomeRows();
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>A reviewer takes a list away as a file.</summary>
public sealed partial class ExportTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("/events?query=roles&", "csv")]
    [InlineData("/events?query=roles&", "json")]
    [InlineData("/changes?x.verb=delete&", "ndjson")]
    [InlineData("/secrets?show=403&", "csv")]
    [InlineData("/anonymous?", "ndjson")]
    [InlineData("/aws-auth?", "json")]
    public async Task Download_OfAList_HoldsAsManyEventsAsThePageCounts(string page, string format)
    {
        await using var session = await browser.OpenAsync();
        var window = await CollectedWindowAsync(session);
        await session.GoToAsync(page + window);
        var shown = NumberIn(await session.Page.Locator(page.StartsWith("/aws-auth", StringComparison.Ordinal) ? "nav .sech .t3" : "[data-testid=list-count]").First.InnerTextAsync());
        await session.Page.GetByTestId("export").ClickAsync();

        var download = await session.Page.RunAndWaitForDownloadAsync(() => session.Page.GetByTestId("export-" + format).ClickAsync());
        var text = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);

        Assert.Matches(FileName(), download.SuggestedFilename);
        Assert.EndsWith("." + format, download.SuggestedFilename, StringComparison.Ordinal);
        Assert.True(shown > 0, "The demo has none of these.");
        Assert.Equal(shown, CountIn(text, format));
        if (page.StartsWith("/events", StringComparison.Ordinal))
        {
            var bins = await session.Page.APIRequest.GetAsync($"/api/v1/bins?query=roles&width=1h&{window}");
            Assert.Equal(shown, JsonDocument.Parse(await bins.TextAsync()).RootElement.GetProperty("series")[0].GetProperty("total").GetInt64());
        }

        // The menu has closed, and the focus is where it was.
        await Assertions.Expect(session.Page.GetByTestId("export")).ToBeFocusedAsync();
        Assert.Empty(session.Complaints);
    }

    /// <summary>Lists whose rows are not events: the number stands in the page's heading.</summary>
    [Theory]
    [InlineData("queue", "queue-count")]
    [InlineData("actor", null)]
    public async Task Download_OfRows_HoldsAsManyAsThePageCounts(string list, string? count)
    {
        await using var session = await browser.OpenAsync();
        await session.GoToAsync($"/{list}?{await CollectedWindowAsync(session)}");
        var heading = count is null ? session.Page.Locator("h1").First : session.Page.GetByTestId(count);
        var shown = NumberIn(await heading.InnerTextAsync());
        await session.Page.GetByTestId("export-" + list).ClickAsync();

        var download = await session.Page.RunAndWaitForDownloadAsync(() => session.Page.GetByTestId($"export-{list}-ndjson").ClickAsync());
        var lines = (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n');

        Assert.True(shown > 0, "The demo has none of these.");
        Assert.Equal(shown, lines.Length - 2);
        Assert.Equal(shown, JsonDocument.Parse(lines[^1]).RootElement.GetProperty("end").GetProperty("rows").GetInt64());
        Assert.StartsWith($"audit-{list}-", download.SuggestedFilename, StringComparison.Ordinal);
        await Assertions.Expect(session.Page.GetByTestId("export-" + list)).ToBeFocusedAsync();
        Assert.Empty(session.Complaints);
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Menu_ByKeyboard_OpensMovesAndCloses(int width, ColorScheme scheme)
    {
        await using var session = await browser.OpenAsync(scheme, width);
        await session.GoToAsync("/changes?range=24h");
        var button = session.Page.GetByRole(AriaRole.Button, new() { Name = "Export …" });

        await button.FocusAsync();
        await session.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(session.Page.GetByRole(AriaRole.Group, new() { Name = "Export", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-expanded", "true");
        var violations = await session.ViolationsAsync();
        await session.ScreenshotAsync($"export-menu-{width}");
        var overflow = await session.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        await session.Page.Keyboard.PressAsync("Tab");

        await Assertions.Expect(session.Page.GetByTestId("export-csv")).ToBeFocusedAsync();
        await session.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(session.Page.GetByTestId("export-csv")).ToHaveCountAsync(0);
        await Assertions.Expect(button).ToBeFocusedAsync();
        Assert.Equal("", violations);
        Assert.True(overflow <= 0, $"It scrolls sideways by {overflow} px.");
        Assert.Empty(session.Complaints);
    }

    // Hours that lie behind: the demo collects them first, and nothing comes into them any more.
    private static async Task<string> CollectedWindowAsync(BrowserSession session)
    {
        await session.GoToAsync("/");
        var end = TimeProvider.System.GetUtcNow().AddHours(-1);
        var window = FormattableString.Invariant($"from={end.AddHours(-20):yyyy-MM-dd'T'HH:mm:ss'Z'}&to={end:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        await session.WaitUntilCollectedAsync("?" + window);
        return window;
    }

    private static long CountIn(string text, string format)
    {
        switch (format)
        {
            case "csv":
                var rows = text.Split("\r\n");
                Assert.StartsWith("# end,", rows[^2], StringComparison.Ordinal);
                return rows.Count(row => row.StartsWith("20", StringComparison.Ordinal));
            case "json":
                var json = JsonDocument.Parse(text).RootElement;
                Assert.Equal(json.GetProperty("items").GetArrayLength(), json.GetProperty("end").GetProperty("events").GetInt32());
                return json.GetProperty("items").GetArrayLength();
            default:
                var lines = text.TrimEnd('\n').Split('\n');
                Assert.Contains("\"export\"", lines[0], StringComparison.Ordinal);
                Assert.Contains("\"end\"", lines[^1], StringComparison.Ordinal);
                return lines.Length - 2;
        }
    }

    private static long NumberIn(string text) => long.Parse(string.Concat(text.TakeWhile(c => char.IsDigit(c) || char.IsWhiteSpace(c)).Where(char.IsDigit)), System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^audit-(changes|events|secrets|anonymous|aws-auth)-\d{8}T\d{6}Z-\d{8}T\d{6}Z\.(csv|json|ndjson)$")]
    private static partial Regex FileName();
}

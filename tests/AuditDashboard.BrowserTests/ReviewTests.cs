using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>A reviewer looks changes through, signs them off, and takes the evidence away.</summary>
public sealed partial class ReviewTests(BrowserFixture browser)
{
    [Fact]
    public async Task Review_FromChangesToTheVerifiedPacket()
    {
        await using var session = await browser.OpenAsync();
        var page = session.Page;
        var window = await CollectedWindowAsync(session);
        await session.GoToAsync("/changes?" + window);

        // Start.
        await page.GetByTestId("start-review").ClickAsync();
        await page.GetByTestId("review-title").FillAsync("Four hours of the demo");
        await page.GetByTestId("reviewer-name").FillAsync("Rita");
        await session.ScreenshotAsync("review-start-light-1440");
        Assert.Equal("", await session.ViolationsAsync());
        await page.GetByTestId("review-open").ClickAsync();
        await page.WaitForURLAsync("**/reviews/*");
        await session.WaitUntilReadyAsync();
        var all = DigitsIn(await page.GetByTestId("count-all").InnerTextAsync());
        Assert.True(all >= 3, "The demo has too few changes.");
        Assert.Equal(all, DigitsIn(await page.GetByTestId("count-open").InnerTextAsync()));

        // One by the keyboard, one picked; the typed name is still there.
        await page.GetByTestId("review-item").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("review-panel")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("1");
        await Assertions.Expect(page.GetByTestId("decide-expected")).ToHaveAttributeAsync("aria-checked", "true");
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.GetByTestId("mark-comment")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("as planned 1");
        await page.GetByTestId("mark").ClickAsync();
        await Assertions.Expect(page.GetByTestId("review-mark")).ToContainTextAsync("Rita (unverified name)");
        await Assertions.Expect(page.GetByTestId("count-expected")).ToContainTextAsync("1 ");
        await page.GetByTestId("review-item").First.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByTestId("decide-toBeUndone").ClickAsync();
        await page.GetByTestId("mark").ClickAsync();
        await Assertions.Expect(page.GetByTestId("count-toBeUndone")).ToContainTextAsync("1 ");
        await session.ScreenshotAsync("review-light-1440");
        Assert.Equal("", await session.ViolationsAsync(BrowserSession.Accessible));

        // Close, with the rest open.
        await page.GetByTestId("close-review").ClickAsync();
        await page.GetByTestId("close-now").ClickAsync();
        await Assertions.Expect(page.GetByTestId("review-verified")).ToBeVisibleAsync();
        Assert.Equal(all - 2, DigitsIn(Regex.Match(await page.GetByTestId("review-verified").InnerTextAsync(), "with (.*) changes? not settled").Groups[1].Value));
        await session.ScreenshotAsync("review-closed-light-1440");

        // The packet, checked by the program and opened by the browser alone.
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("packet").ClickAsync());
        var folder = Directory.CreateTempSubdirectory("audit-packet-").FullName;
        try
        {
            var packet = Path.Combine(folder, download.SuggestedFilename);
            await download.SaveAsAsync(packet);
            var fingerprint = Fingerprint().Match(await page.ContentAsync()).Groups[1].Value;
            var (exitCode, output, error) = await DashboardProcess.RunAsync(folder, new Dictionary<string, string>(), "verify", packet, "--key", fingerprint);
            Assert.Equal((0, ""), (exitCode, error));
            Assert.Contains("Intact, and proven", output, StringComparison.Ordinal);

            await ZipFile.ExtractToDirectoryAsync(packet, folder, TestContext.Current.CancellationToken);
            await page.GotoAsync(new Uri(Path.Combine(folder, "index.html")).AbsoluteUri);
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Four hours of the demo");
            await Assertions.Expect(page.GetByText("as planned 1")).ToBeVisibleAsync();
            Assert.Equal("system-ui, sans-serif", await page.EvaluateAsync<string>("getComputedStyle(document.body).fontFamily")); // its policy lets its own style through
            await session.ScreenshotAsync("packet-light-1440");
            Assert.Equal("", await session.ViolationsAsync("wcag2a", "wcag2aa"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

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

    private static int DigitsIn(string text) => int.Parse(string.Concat(text.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);

    [GeneratedRegex("--key ([0-9a-f]{64})")]
    private static partial Regex Fingerprint();
}

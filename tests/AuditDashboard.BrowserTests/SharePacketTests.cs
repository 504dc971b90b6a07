using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>A reviewer whose links open on this machine only freezes a list and passes on its packet, in one press.</summary>
public sealed partial class SharePacketTests(BrowserFixture browser)
{
    [Fact]
    public async Task FreezeAndDownload_PressedOnce_GivesAPacketThatVerifies()
    {
        await using var session = await browser.OpenAsync();
        var page = await OpenShareAsync(session);
        await Assertions.Expect(page.GetByTestId("share-limit")).ToContainTextAsync("Opens on this machine only");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("freeze-packet").ClickAsync());

        await Assertions.Expect(page.GetByTestId("freeze-said")).ToContainTextAsync("The packet is where this browser puts downloads.");
        await session.ScreenshotAsync("share-packet-light-1440");
        Assert.Equal("", await session.ViolationsAsync());
        Assert.Matches("^snapshot-[A-Za-z0-9_-]{24}[.]zip$", download.SuggestedFilename);
        await session.GoToAsync("/links");
        var fingerprint = Fingerprint().Match(await page.InnerTextAsync("main")).Value;
        var folder = Directory.CreateTempSubdirectory("audit-share-").FullName;
        try
        {
            var packet = Path.Combine(folder, download.SuggestedFilename);
            await download.SaveAsAsync(packet);
            var (exitCode, output, error) = await DashboardProcess.RunAsync(folder, new Dictionary<string, string>(), "verify", packet, "--key", fingerprint);
            Assert.Equal((0, ""), (exitCode, error));
            Assert.Contains("Intact, and proven", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Download_Cancelled_LeavesTheSnapshotWithItsPacketOnOffer()
    {
        await using var session = await browser.OpenAsync();
        var page = await OpenShareAsync(session);
        await page.RouteAsync("**/packet", _ => Task.CompletedTask); // never answered

        await page.GetByTestId("freeze-packet").ClickAsync();
        await Assertions.Expect(page.GetByTestId("freeze-work")).ToContainTextAsync("Making the packet");
        await page.GetByTestId("freeze-cancel").ClickAsync();

        await Assertions.Expect(page.GetByTestId("freeze-said")).ToHaveTextAsync("Cancelled: the snapshot is there, its packet was not saved.");
        await Assertions.Expect(page.GetByTestId("share-packet")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("freeze-work")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Download_Refused_SaysWhy()
    {
        await using var session = await browser.OpenAsync();
        var page = await OpenShareAsync(session);
        await page.RouteAsync("**/packet", route => route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = "{\"detail\":\"4 exports <b>are</b> running.\"}" }));

        await page.GetByTestId("freeze-packet").ClickAsync();

        await Assertions.Expect(page.GetByTestId("freeze-problem")).ToHaveTextAsync("The snapshot is there, its packet was not saved. 4 exports <b>are</b> running.");
        await Assertions.Expect(page.GetByTestId("share-packet")).ToBeVisibleAsync();
    }

    private static async Task<IPage> OpenShareAsync(BrowserSession session)
    {
        await session.GoToAsync("/");
        var end = TimeProvider.System.GetUtcNow().AddHours(-1);
        var window = FormattableString.Invariant($"from={end.AddHours(-4):yyyy-MM-dd'T'HH:mm:ss'Z'}&to={end:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        await session.WaitUntilCollectedAsync("?" + window);
        await session.GoToAsync("/changes?" + window);
        await session.Page.GetByTestId("share").ClickAsync();
        return session.Page;
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Fingerprint();
}

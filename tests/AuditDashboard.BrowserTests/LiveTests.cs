using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>Pages into which new events come while they are read.</summary>
public sealed partial class LiveTests(BrowserFixture browser, LiveTests.BusyDashboard busy) : IClassFixture<LiveTests.BusyDashboard>
{
    [Fact]
    public async Task Overview_AfterStart_FillsAndFollowsNewEvents()
    {
        await using var session = await browser.OpenAsync(busy.Address);
        await session.GoToAsync("/");
        var total = session.Page.GetByTestId("stack-total");
        await Assertions.Expect(total).ToHaveTextAsync(NonZero());

        var before = await total.TextContentAsync() ?? "";

        // Nothing is reloaded here.
        await Assertions.Expect(total).Not.ToHaveTextAsync(before, new() { Timeout = 180_000 });
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task LivePage_ScrolledDown_StandsStillAndOffersWhatIsNew()
    {
        await using var session = await browser.OpenAsync(busy.Address);
        await session.GoToAsync("/events?range=1h");
        var live = session.Page.GetByTestId("live");
        await Assertions.Expect(live).ToHaveTextAsync("Live");

        // Just after the start there may be too few rows to scroll.
        await Assertions.Expect(session.Page.GetByTestId("event-row").Nth(40)).ToBeAttachedAsync();
        await session.Page.Mouse.WheelAsync(0, 600);
        await Assertions.Expect(live).ToHaveTextAsync("Paused");
        var count = await WaitForMoreNewsAsync(session, live);
        await session.ScreenshotAsync("events-standing-still");

        await live.ClickAsync();

        await Assertions.Expect(session.Page.GetByTestId("list-count")).Not.ToHaveTextAsync(count);
        Assert.Equal(0, await session.Page.EvaluateAsync<int>("scrollY"));
        await Assertions.Expect(live).ToHaveTextAsync("Live");
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task LivePage_RowSelected_StandsStill_AndClosedGoesOn()
    {
        await using var session = await browser.OpenAsync(busy.Address);
        await session.GoToAsync("/events?range=1h");

        var live = session.Page.GetByTestId("live");
        var count = session.Page.GetByTestId("list-count");
        await session.Page.GetByTestId("event-row").First.ClickAsync();
        await Assertions.Expect(live).ToHaveTextAsync(new Regex("^Paused$| new$"));

        // Selecting reads the window once more, with what was stored of it meanwhile; so what stands still is read off after the first news.
        var shown = await WaitForMoreNewsAsync(session, live);
        var before = await live.TextContentAsync() ?? "";
        await Assertions.Expect(live).Not.ToHaveTextAsync(before, new() { Timeout = 180_000 });
        await Assertions.Expect(live).ToHaveTextAsync(SomeNew());
        await Assertions.Expect(count).ToHaveTextAsync(shown);

        await session.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(session.Page.Locator("aside.panel")).ToHaveCountAsync(0);
        await session.WaitUntilReadyAsync();
        await Assertions.Expect(live).ToHaveTextAsync(SomeNew()); // what is new waits until it is asked for
        shown = await count.TextContentAsync() ?? "";
        await live.ClickAsync();

        await Assertions.Expect(live).ToHaveTextAsync("Live");
        await Assertions.Expect(count).Not.ToHaveTextAsync(shown);
        Assert.Empty(session.Complaints);
    }

    /// <summary>Waits for news twice: what was being read when the page stood still may come with the first. The list stays the same between the two.</summary>
    private static async Task<string> WaitForMoreNewsAsync(BrowserSession session, ILocator live)
    {
        await Assertions.Expect(live).ToHaveTextAsync(SomeNew(), new() { Timeout = 180_000 });
        var shown = await session.Page.GetByTestId("list-count").TextContentAsync() ?? "";
        var news = await live.TextContentAsync() ?? "";
        await Assertions.Expect(live).Not.ToHaveTextAsync(news, new() { Timeout = 180_000 });
        await Assertions.Expect(live).ToHaveTextAsync(SomeNew());
        await Assertions.Expect(session.Page.GetByTestId("list-count")).ToHaveTextAsync(shown);
        return shown;
    }

    [GeneratedRegex(@"[1-9]")]
    private static partial Regex NonZero();

    [GeneratedRegex(@"^[1-9][\d\s]* new$")]
    private static partial Regex SomeNew();

    /// <summary>A demo cluster in which something happens each second, so that nobody waits for it.</summary>
    public sealed class BusyDashboard : IAsyncLifetime
    {
        private string? _folder;
        private DashboardProcess? _dashboard;

        /// <summary>Where it listens; null where there is no browser.</summary>
        internal Uri? Address => _dashboard?.Address;

        public async ValueTask InitializeAsync()
        {
            if (Chromium.Path is null)
            {
                return;
            }

            _folder = Directory.CreateTempSubdirectory("audit-busy-").FullName;
            _dashboard = await DashboardProcess.StartAsync(_folder, new Dictionary<string, string>
            {
                ["Clusters__0__Name"] = "demo",
                ["Clusters__0__Source"] = "Demo",
                ["Clusters__0__MatchesPerMinute"] = "120",
                ["Clusters__0__NoiseRatio"] = "0",
                ["Clusters__0__Cron"] = "*/2 * * * * *",
                ["Harvest__Backfill"] = "1h",
            });
        }

        public async ValueTask DisposeAsync()
        {
            if (_dashboard is not null)
            {
                await _dashboard.DisposeAsync();
            }

            if (_folder is not null)
            {
                Directory.Delete(_folder, recursive: true);
            }
        }
    }
}

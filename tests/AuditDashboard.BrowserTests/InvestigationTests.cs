using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>What a reviewer does: zoom, follow a change to its event, share the link.</summary>
public sealed partial class InvestigationTests(BrowserFixture browser)
{
    [Fact]
    public async Task Chart_Brushed_MakesTheSelectionTheAbsoluteRange()
    {
        await using var session = await browser.OpenAsync();
        await session.GoToAsync("/changes?range=7d");
        var chart = session.Page.Locator("[data-drawn]").First;
        var box = await chart.BoundingBoxAsync() ?? throw new InvalidOperationException("The chart has no box.");

        await session.Page.Mouse.MoveAsync(box.X + (box.Width * 0.4f), box.Y + (box.Height * 0.4f));
        await session.Page.Mouse.DownAsync();
        await session.Page.Mouse.MoveAsync(box.X + (box.Width * 0.7f), box.Y + (box.Height * 0.4f), new() { Steps = 8 });
        await session.Page.Mouse.UpAsync();

        await Assertions.Expect(session.Page).ToHaveURLAsync(AbsoluteRange());
        await session.Page.GoBackAsync();
        await Assertions.Expect(session.Page).ToHaveURLAsync(new Regex("range=7d"));
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Change_Followed_LeadsToItsEvent()
    {
        await using var session = await browser.OpenAsync();
        await session.GoToAsync("/changes?range=7d");

        await session.Page.GetByTestId("event-row").First.ClickAsync();
        await session.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("event page", RegexOptions.IgnoreCase) }).First.ClickAsync();

        await Assertions.Expect(session.Page).ToHaveURLAsync(new Regex("/event/[0-9a-f]{32}"));
        await Assertions.Expect(session.Page.GetByText("Decision", new() { Exact = false }).First).ToBeVisibleAsync();
        await session.WaitUntilReadyAsync();
        await session.ScreenshotAsync("event-light-1440");
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Unexplained_Followed_LeadsToTheActorAndItsEvents()
    {
        await using var session = await browser.OpenAsync();
        await session.GoToAsync("/queue?range=24h");
        await Assertions.Expect(session.Page.GetByTestId("queue-row").First).ToBeVisibleAsync();
        await Assertions.Expect(session.Page.GetByTestId("fold").First).ToBeVisibleAsync();

        await session.Page.GetByTestId("queue-row").First.Locator("a.who").ClickAsync();

        await Assertions.Expect(session.Page.GetByTestId("actor-name")).ToBeVisibleAsync();
        await session.WaitUntilReadyAsync();
        var events = session.Page.GetByTestId("actor-events");
        await Assertions.Expect(events).ToHaveTextAsync(NonZero());
        var count = await events.TextContentAsync() ?? "";
        await events.ClickAsync();

        // The window is fixed by then, so the number is the same for good.
        await Assertions.Expect(session.Page.GetByTestId("list-count")).ToHaveTextAsync(count.Replace("collected ", "", StringComparison.Ordinal));
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task CopiedLink_InAFreshProfile_ShowsTheSame()
    {
        await using var sender = await browser.OpenAsync();
        await sender.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await sender.GoToAsync("/changes?range=24h&f.verb=create");
        await sender.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Copy link", RegexOptions.IgnoreCase) }).First.ClickAsync();
        await Assertions.Expect(sender.Page.GetByText("Copied", new() { Exact = false }).First).ToBeVisibleAsync();
        var link = await sender.Page.EvaluateAsync<string>("navigator.clipboard.readText()");

        // The link's window ends now: what is still to be collected of it comes with the next harvests.
        await sender.WaitUntilCollectedAsync(new Uri(link).Query);
        await using var first = await browser.OpenAsync();
        await first.GoToAsync(new Uri(link).PathAndQuery);
        var shown = await first.Page.GetByTestId("event-row").AllInnerTextsAsync();
        await using var second = await browser.OpenAsync();
        await second.GoToAsync(new Uri(link).PathAndQuery);
        var again = await second.Page.GetByTestId("event-row").AllInnerTextsAsync();

        Assert.Matches(AbsoluteRange(), link);
        Assert.NotEmpty(shown);
        Assert.Equal(shown, again);
    }

    [GeneratedRegex(@"[1-9]")]
    private static partial Regex NonZero();

    [GeneratedRegex(@"from=[^&]+&to=[^&]+")]
    private static partial Regex AbsoluteRange();
}

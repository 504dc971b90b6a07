using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>Reading a page that goes on: what stands still, what leads back, what the keys do.</summary>
public sealed partial class ReadingTests(BrowserFixture browser)
{
    [Fact]
    public async Task LivePage_WhileARangeIsDragged_StandsStill_AndBackInTheRelativeRangeGoesOn()
    {
        await using var session = await browser.OpenAsync();
        await session.GoToAsync("/secrets?range=6h");
        var live = session.Page.GetByTestId("live");
        await Assertions.Expect(live).ToHaveTextAsync("Live");
        var box = await BoxAsync(session);

        await session.Page.Mouse.MoveAsync(box.X + (box.Width * 0.3f), box.Y + (box.Height * 0.4f));
        await session.Page.Mouse.DownAsync();
        await session.Page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + (box.Height * 0.4f), new() { Steps = 4 });
        await Assertions.Expect(live).ToHaveTextAsync(new Regex("^Paused$| new$"));
        await session.Page.Mouse.UpAsync();
        await Assertions.Expect(session.Page).ToHaveURLAsync(AbsoluteRange());
        await Assertions.Expect(live).ToBeDisabledAsync(); // a fixed window does not move

        await session.Page.GoBackAsync();
        await Assertions.Expect(session.Page).ToHaveURLAsync(new Regex("range=6h$"));
        await Assertions.Expect(live).ToBeEnabledAsync();
        await Assertions.Expect(live).ToHaveTextAsync("Live");
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Chart_DoubleClicked_GoesBackToTheRangeBefore()
    {
        await using var session = await browser.OpenAsync();
        await session.GoToAsync("/changes?range=7d&f.verb=create");
        var box = await BoxAsync(session);
        await DragAsync(session, box, 0.4f, 0.7f);
        await Assertions.Expect(session.Page).ToHaveURLAsync(AbsoluteRange());
        await session.WaitUntilReadyAsync();

        await session.Page.Mouse.DblClickAsync(box.X + (box.Width * 0.5f), box.Y + (box.Height * 0.5f));

        await Assertions.Expect(session.Page).ToHaveURLAsync(new Regex(@"/changes\?range=7d&f\.verb=create$"));
        await Assertions.Expect(session.Page.GetByTestId("zoom-back")).ToHaveCountAsync(0);
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Chart_ByKeyboard_SelectsZoomsAndGoesBack()
    {
        await using var session = await browser.OpenAsync();
        await session.GoToAsync("/secrets?range=6h");
        await session.Page.Locator(".plot").First.FocusAsync();

        await session.Page.Keyboard.PressAsync("Shift+ArrowLeft");
        await session.Page.Keyboard.PressAsync("Shift+ArrowLeft");
        await Assertions.Expect(session.Page.GetByTestId("live")).Not.ToHaveTextAsync("Live");
        await session.Page.Keyboard.PressAsync("z");
        await Assertions.Expect(session.Page).ToHaveURLAsync(AbsoluteRange());

        await session.Page.Keyboard.PressAsync("Shift+Z");

        await Assertions.Expect(session.Page).ToHaveURLAsync(new Regex("range=6h$"));
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task SingleKeys_Work_UntilTheyAreSwitchedOff()
    {
        await using var session = await browser.OpenAsync();
        await session.GoToAsync("/changes?range=24h");
        var help = session.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });

        await session.Page.Keyboard.PressAsync("j");
        await session.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(session.Page).ToHaveURLAsync(new Regex("sel="));
        await session.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(help).ToBeVisibleAsync();
        await session.ScreenshotAsync("keyboard-help");
        await help.GetByRole(AriaRole.Checkbox).UncheckAsync();
        await session.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(help).ToHaveCountAsync(0);

        await session.Page.Keyboard.PressAsync("?");
        await session.Page.Keyboard.PressAsync("Escape"); // which is no single key: it closes the event
        await Assertions.Expect(session.Page).Not.ToHaveURLAsync(new Regex("sel="));

        await Assertions.Expect(help).ToHaveCountAsync(0);
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task FilterKeys_OnAFacetValue_FilterForAndOut()
    {
        await using var session = await browser.OpenAsync();
        await session.GoToAsync("/changes?range=24h");

        await session.Page.GetByTestId("facet-verb").First.Locator("a.l").FocusAsync();
        await session.Page.Keyboard.PressAsync("Shift+F");
        await Assertions.Expect(session.Page).ToHaveURLAsync(new Regex(@"x\.verb=\w+"));
        await session.WaitUntilReadyAsync();
        var ofNamespace = session.Page.GetByTestId("facet-namespace").First.Locator("a.l");
        await Assertions.Expect(ofNamespace).ToHaveAttributeAsync("href", new Regex(@"x\.verb")); // drawn after the first filter
        await ofNamespace.FocusAsync();
        await session.Page.Keyboard.PressAsync("f");

        await Assertions.Expect(session.Page).ToHaveURLAsync(new Regex(@"f\.namespace=.*x\.verb|x\.verb=.*f\.namespace="));
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task BackButton_LeadsThroughFiltersAndRanges()
    {
        await using var session = await browser.OpenAsync();
        await session.GoToAsync("/changes?range=24h");
        await session.Page.GetByTestId("facet-verb").First.Locator("a.l").ClickAsync(new() { Position = new() { X = 12, Y = 8 } }); // on the word: beside it are "only" and "not"
        await Assertions.Expect(session.Page.GetByTestId("chip")).ToHaveCountAsync(1);
        await session.WaitUntilReadyAsync();
        await DragAsync(session, await BoxAsync(session), 0.3f, 0.6f);
        await Assertions.Expect(session.Page).ToHaveURLAsync(AbsoluteRange());

        await session.Page.GoBackAsync();
        await Assertions.Expect(session.Page).ToHaveURLAsync(new Regex("range=24h|/changes\\?f"));
        await Assertions.Expect(session.Page.GetByTestId("chip")).ToHaveCountAsync(1);
        await session.Page.GoBackAsync();

        await Assertions.Expect(session.Page.GetByTestId("chip")).ToHaveCountAsync(0);
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task RunNow_Clicked_BringsARunByHand()
    {
        await using var session = await browser.OpenAsync();
        var run = session.Page.Locator(".runs").GetByText("by hand").First;

        // While the first backfill runs, a harvest by hand is skipped, as the page says: then one asks again.
        for (var attempt = 0; attempt < 20 && !await run.IsVisibleAsync(); attempt++)
        {
            await session.GoToAsync("/queries");
            await session.Page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).First.ClickAsync();
            await Assertions.Expect(session.Page.GetByText("A harvest of demo was asked for")).ToBeVisibleAsync();
            await session.Page.GetByRole(AriaRole.Link, new() { Name = "Collection", Exact = true }).First.ClickAsync();
            await session.WaitUntilReadyAsync();
            await run.Or(session.Page.Locator(".runs td:text-is('done')").First).First.WaitForAsync(new() { Timeout = 120_000 });
        }

        await Assertions.Expect(run).ToBeVisibleAsync();
        Assert.Empty(session.Complaints);
    }

    private static async Task<LocatorBoundingBoxResult> BoxAsync(BrowserSession session) =>
        await session.Page.Locator("[data-drawn]").First.BoundingBoxAsync() ?? throw new InvalidOperationException("The chart has no box.");

    private static async Task DragAsync(BrowserSession session, LocatorBoundingBoxResult box, float from, float to)
    {
        await session.Page.Mouse.MoveAsync(box.X + (box.Width * from), box.Y + (box.Height * 0.4f));
        await session.Page.Mouse.DownAsync();
        await session.Page.Mouse.MoveAsync(box.X + (box.Width * to), box.Y + (box.Height * 0.4f), new() { Steps = 8 });
        await session.Page.Mouse.UpAsync();
    }

    [GeneratedRegex(@"from=[^&]+&to=[^&]+")]
    private static partial Regex AbsoluteRange();
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>Who can, and the page of an object, by keyboard alone in a real browser. That they are accessible in both themes and narrow is told with every other page.</summary>
public sealed class AccessPagesTests(BrowserFixture browser)
{
    [Fact]
    public async Task WhoCan_ByKeyboard_IsReachedAskedAndMovedInTime()
    {
        await using var session = await browser.OpenAsync();
        var page = session.Page;
        await session.GoToAsync("/changes?range=24h");

        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("w");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/who-can"));
        var answer = page.GetByTestId("answer");
        await Assertions.Expect(answer).ToContainTextAsync("could get secrets in every namespace");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Who could", Exact = true })).ToBeFocusedAsync(); // arriving moves the focus there: a key before that would lose it again
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.GetByLabel("Verb", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("delete");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("pods");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("kube-system");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(answer).ToContainTextAsync("could delete pods in namespace kube-system");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("verb=delete&resource=pods&ns=kube-system"));
        await Assertions.Expect(page.GetByTestId("way").First).ToContainTextAsync("system:masters");
        await Assertions.Expect(answer).ToContainTextAsync("At least");
        await page.GetByLabel("Time within the window").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("at="));
        await Assertions.Expect(answer).ToContainTextAsync("At least");
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.GetByTestId("change-before")).ToBeVisibleAsync();
        await session.ScreenshotAsync("who-can-asked-light-1440");
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task Object_FromAChange_IsWalkedByKeyboard_AndItsLinkShowsTheSame()
    {
        await using var session = await browser.OpenAsync();
        var page = session.Page;
        await session.GoToAsync("/object?kind=AwsAuth&range=7d");
        var versions = page.GetByTestId("version");
        await Assertions.Expect(versions.Nth(1)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("aside.panel .say")).ToContainTextAsync("aws-auth");

        await page.GetByRole(AriaRole.Link, new() { Name = "Older change" }).WaitForAsync();
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(versions.Nth(1)).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("]");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("tab=diff"));
        await Assertions.Expect(page.Locator("[data-tabs] a[aria-current=true]")).ToHaveTextAsync("Diff"); // the links beside it are of this part, too
        await page.GetByRole(AriaRole.Link, new() { Name = "Newer change" }).WaitForAsync();
        await page.Keyboard.PressAsync("k");
        await Assertions.Expect(versions.First).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("tab=diff"));
        await session.ScreenshotAsync("object-aws-auth-light-1440");

        await using var reader = await browser.OpenAsync(ColorScheme.Dark);
        await reader.GoToAsync(new Uri(page.Url).PathAndQuery);
        await Assertions.Expect(reader.Page.Locator("[data-tabs] a[aria-current=true]")).ToHaveTextAsync("Diff");
        await Assertions.Expect(reader.Page.Locator("[data-testid=version][aria-selected=true]")).ToHaveCountAsync(1);
        await reader.ScreenshotAsync("object-aws-auth-dark-1440");
        Assert.Empty(session.Complaints);
        Assert.Empty(reader.Complaints);
    }
}

using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>Opens every page on demo data and looks for what a browser or a screen reader would complain of.</summary>
public sealed class EveryPageTests(BrowserFixture browser)
{
    /// <summary>Path, and the heading a person sees.</summary>
    public static TheoryData<string, ColorScheme> PagesInBothThemes()
    {
        var data = new TheoryData<string, ColorScheme>();
        foreach (var path in Paths)
        {
            data.Add(path, ColorScheme.Light);
            data.Add(path, ColorScheme.Dark);
        }

        return data;
    }

    private static readonly string[] Paths =
        ["/", "/changes", "/aws-auth", "/access", "/access?by=principal", "/workload-identity", "/secrets", "/anonymous", "/events", "/queue", "/who-can", "/who-can?verb=create&resource=pods/exec&user=nobody", "/object?kind=AwsAuth", "/object?kind=Role&ns=x&name=never-there", "/actor", "/actor?name=system%3Aanonymous", "/explore", "/queries", "/collection", "/activity", "/links", "/reviews"];

    [Theory]
    [MemberData(nameof(PagesInBothThemes))]
    public async Task Page_OnDemoData_HasNoComplaintAndNoAccessibilityViolation(string path, ColorScheme scheme)
    {
        await using var session = await browser.OpenAsync(scheme);

        await session.GoToAsync(path);
        var violations = await session.ViolationsAsync(BrowserSession.Accessible);
        await session.ScreenshotAsync($"{NameOf(path)}-{(scheme == ColorScheme.Dark ? "dark" : "light")}-1440");

        Assert.Equal("", violations);
        Assert.Empty(session.Complaints);
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1261)]
    [InlineData(1280)]
    [InlineData(1920)]
    public async Task Pages_AtWidth_DoNotScrollSideways(int width)
    {
        await using var session = await browser.OpenAsync(ColorScheme.Light, width, 900);

        foreach (var path in Paths)
        {
            await session.GoToAsync(path);
            await session.ScreenshotAsync($"{NameOf(path)}-light-{width}");
            var overflow = await session.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

            Assert.True(overflow <= 0, $"{path} at {width} px scrolls sideways by {overflow} px.");
            Assert.False(await session.HeaderOverlapsAsync(), $"The header of {path} overlaps at {width} px.");
            await Assertions.Expect(session.Page.GetByTestId("loopback")).ToBeInViewportAsync(new() { Ratio = 1 }); // nobody signs in, and it says so
        }

        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task JobBoard_IsShown_ReadOnly()
    {
        await using var session = await browser.OpenAsync();

        await session.Page.GotoAsync("/jobs");

        await Assertions.Expect(session.Page.GetByRole(AriaRole.Link, new() { Name = "Recurring Jobs" }).First).ToBeVisibleAsync();
        Assert.Empty(session.Complaints);
    }

    private static string NameOf(string path) => path == "/" ? "overview" : string.Concat(path.Trim('/').Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}

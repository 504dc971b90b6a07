using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>Nothing happened, nobody looked, it could not be read: three things that must never look alike.</summary>
public sealed partial class StatesTests(BrowserFixture browser)
{
    [Fact]
    public async Task QuietWindow_IsEmptyWithoutAHatch_AndSaysThatItWasCollected()
    {
        await using var session = await browser.OpenAsync();
        await session.GoToAsync("/changes?range=24h");
        await Assertions.Expect(session.Page.GetByTestId("event-row").First).ToBeVisibleAsync();

        // No verb of the demo is called so, and the window is fixed: all of it stays collected.
        var now = TimeProvider.System.GetUtcNow();
        await session.GoToAsync($"/changes?from={Text(now.AddHours(-2))}&to={Text(now.AddHours(-1))}&q=no-object-has-this-name");
        var rows = session.Page.GetByRole(AriaRole.Region, new() { Name = "Events", Exact = true });
        await Assertions.Expect(rows.Locator(".state.empty")).ToContainTextAsync("No changes match the filters");
        await Assertions.Expect(rows.Locator(".state.empty")).ToContainTextAsync("All of it was collected.");
        await Assertions.Expect(rows.GetByRole(AriaRole.Link, new() { Name = "Clear the filters" })).ToBeVisibleAsync();
        Assert.Equal((0, 0), (await session.Page.Locator(".hatch").CountAsync(), await session.Page.GetByRole(AriaRole.Alert).CountAsync()));
        await session.ScreenshotAsync("state-empty");
        Assert.Empty(session.Complaints);
    }

    [Theory]
    [InlineData("from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z")]
    [InlineData("cluster=nobody")]
    public async Task WindowThatNobodyCollected_IsHatched_AndSaysThatItMeansNothing(string query)
    {
        await using var session = await browser.OpenAsync();
        await session.GoToAsync("/changes?" + query);

        var state = session.Page.Locator(".state.not-collected");
        await Assertions.Expect(state).ToContainTextAsync("Nothing was collected");
        await Assertions.Expect(state).ToContainTextAsync("does not mean that nothing happened");
        await Assertions.Expect(state.Locator(".hatch")).ToBeVisibleAsync();
        Assert.Matches(Hatch(), await state.Locator(".hatch").EvaluateAsync<string>("e => getComputedStyle(e).backgroundImage"));
        Assert.Equal((0, 0), (await session.Page.Locator(".state.empty").CountAsync(), await session.Page.GetByRole(AriaRole.Alert).CountAsync()));

        await session.GoToAsync("/?" + query);
        await Assertions.Expect(session.Page.GetByText("cannot tell").First).ToBeVisibleAsync();
        Assert.Empty(session.Complaints);
    }

    [Fact]
    public async Task DatabaseThatCannotBeRead_IsAnAlertWithAWayOn_AndRecovers()
    {
        await using var session = await browser.OpenAsync();
        var folder = Directory.CreateTempSubdirectory("audit-states-").FullName;
        try
        {
            await using var dashboard = await DashboardProcess.StartAsync(folder, new Dictionary<string, string> { ["Harvest__IsScheduled"] = "false" });
            await using var pages = await browser.OpenAsync(dashboard.Address);
            await ExecuteAsync(dashboard, "ALTER TABLE event RENAME TO event_away");
            foreach (var path in (string[])["/", "/changes", "/aws-auth", "/secrets", "/anonymous", "/events", "/queue", "/who-can?verb=get&resource=secrets", "/object?kind=Role&ns=web&name=x", "/actor?name=ada"])
            {
                await pages.Page.GotoAsync(path);
                await Assertions.Expect(pages.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync(new Regex("could not be (read|answered)"));
                Assert.Equal(0, await pages.Page.Locator(".state.empty, .state.not-collected, [data-testid=list-count]").CountAsync());
                Assert.DoesNotContain("SQLite", await pages.Page.Locator("main").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
            }

            await pages.Page.GotoAsync("/changes");
            await Assertions.Expect(pages.Page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
            await pages.ScreenshotAsync("state-failed");
            await ExecuteAsync(dashboard, "ALTER TABLE event_away RENAME TO event");
            await pages.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).First.ClickAsync();

            await Assertions.Expect(pages.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
            await Assertions.Expect(pages.Page.GetByTestId("list-count")).ToHaveTextAsync("No changes known");
            Assert.Empty(pages.Complaints);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ExecuteAsync(DashboardProcess dashboard, string sql)
    {
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(dashboard.Folder, "audit.db"), Pooling = false, DefaultTimeout = 30 };
        await using var connection = new SqliteConnection(file.ToString());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex("repeating-linear-gradient")]
    private static partial Regex Hatch();
}

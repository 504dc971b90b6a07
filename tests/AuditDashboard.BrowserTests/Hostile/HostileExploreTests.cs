using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>The corpus in what a query of somebody's own brings to light: rows, whole records, groups, charts, the fields at the side, files.</summary>
public sealed partial class HostileExploreTests(BrowserFixture browser, HostileFixture hostile) : HostileTests(browser, hostile)
{
    private const string Rows = "fields @timestamp, verb, user.username, objectRef.name, userAgent, requestURI, @message | limit 10000";
    private const int PageSize = 100;

    [Fact]
    public async Task Corpus_InRowsAndWholeRecords_IsText()
    {
        await using var visit = await VisitAsync();
        var rows = await LookAtQueryAsync(visit, Rows);
        Assert.True(rows >= 4 * HostileStrings.Literals.Count, $"{rows} rows are not the corpus.");
        await Assertions.Expect(visit.Session.Page.GetByTestId("field-value").First).ToBeVisibleAsync();

        for (var page = 2; page <= (rows + PageSize - 1) / PageSize; page += 3)
        {
            await LookAtQueryAsync(visit, Rows, $"&page={page}");
            await LookAtQueryAsync(visit, "fields @message | limit 10000", $"&view=raw&page={page}");
            await LookAtQueryAsync(visit, "fields @message | limit 10000", $"&page={page}&row={((page - 1) * PageSize) + 7}");
            await Assertions.Expect(visit.Session.Page.GetByTestId("row-detail")).ToBeVisibleAsync();
        }

        await LookAtQueryAsync(visit, Rows + " | display userAgent, requestURI, objectRef.namespace", "&row=3");
        AssertNone(visit);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Corpus_InGroupsAndCharts_IsText(ColorScheme scheme, int width)
    {
        await using var visit = await VisitAsync(scheme, width);

        foreach (var view in (string[])["", "&view=chart", "&view=raw"])
        {
            Assert.True(await LookAtQueryAsync(visit, "stats count(*) as n by user.username", view) > HostileStrings.Literals.Count / 2);
            await LookAtQueryAsync(visit, "stats count(*) as n, latest(userAgent) by objectRef.name, requestURI | sort n desc", view);
            await LookAtQueryAsync(visit, "stats count(*) by bin(5m)", view);
        }

        var chart = await visit.Session.Page.Locator("[data-drawn]").CountAsync();
        Assert.True(chart > 0);
        AssertNone(visit);
    }

    /// <summary>What a click on a value at the side puts into the query is the value, and selects its rows.</summary>
    [Fact]
    public async Task Corpus_ChosenAtTheSide_BecomesAQueryThatRuns()
    {
        Assert.SkipUnless(HostileStrings.Texts.Any(text => text.Contains('<', StringComparison.Ordinal)), "The corpus that AUDIT_CORPUS names has no markup");
        await using var visit = await VisitAsync();
        var page = visit.Session.Page;
        foreach (var number in (int[])[0, 1, 2])
        {
            await LookAtQueryAsync(visit, "fields user.username, objectRef.name | filter objectRef.name like /</ | limit 10000");
            var value = page.GetByTestId("field-value").Nth(number);
            await value.HoverAsync();
            await value.GetByRole(AriaRole.Button).First.ClickAsync();
            await Assertions.Expect(page).ToHaveURLAsync(new Regex("q=[^&]*%3D"));
            await visit.Session.WaitUntilReadyAsync();
            await Assertions.Expect(page.GetByTestId("explore-count")).ToHaveTextAsync(SomeRows());
            await LookAtAsync(visit, $"value {number}");
        }

        AssertNone(visit);
    }

    [Fact]
    public async Task Corpus_InTheFileOfAResult_ComputesNothing()
    {
        await using var visit = await VisitAsync();
        var page = visit.Session.Page;
        var rows = await LookAtQueryAsync(visit, "fields verb, user.username, objectRef.name, userAgent, requestURI | limit 10000");
        await page.GetByTestId("result-export").ClickAsync();

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("result-export-csv").ClickAsync());
        var sheet = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);

        Assert.Empty(SheetText.Formulas(sheet));
        Assert.DoesNotContain(sheet.Replace("\r\n", "", StringComparison.Ordinal), char.IsControl);
        Assert.True(sheet.Split("\r\n").Length > rows, "Rows are missing.");
        AssertNone(visit);
    }

    // Runs a query, looks at its result, and gives how many rows it says that there are.
    private static async Task<int> LookAtQueryAsync(HostileVisit visit, string query, string more = "")
    {
        var path = $"/explore?range=7d&q={Uri.EscapeDataString(query)}{more}";
        await visit.Session.GoToAsync(path);
        var count = visit.Session.Page.GetByTestId("explore-count");
        await Assertions.Expect(count).ToHaveTextAsync(SomeRows());
        await visit.Session.WaitUntilReadyAsync();
        await LookAtAsync(visit, path);
        return int.Parse(string.Concat((await count.InnerTextAsync()).Where(char.IsAsciiDigit)), System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^[1-9][\d\u202F]* rows?$")]
    private static partial Regex SomeRows();
}

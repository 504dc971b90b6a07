namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>The corpus on the lists of events and in their charts.</summary>
public sealed class HostileListTests(BrowserFixture browser, HostileFixture hostile) : HostileTests(browser, hostile)
{
    [Fact]
    public async Task Corpus_InLists_IsText()
    {
        await using var visit = await VisitAsync();

        await LookAtListAsync(visit, "/changes?more=kind&more=actor&more=verb&more=namespace&more=outcome&more=ip");
        await LookAtListAsync(visit, "/events?query=denied&more=actor&more=verb&more=resource&more=namespace&more=code&more=ip&more=stage");
        await LookAsync(visit, "/secrets?more=actor&more=ip&more=namespace&more=name");
        await LookAsync(visit, "/anonymous?more=ip&more=uri&more=actor&more=agent");

        AssertNone(visit);
    }

    [Fact]
    public async Task Corpus_InChartsThatAreHovered_IsText()
    {
        await using var visit = await VisitAsync();

        await HoverChartsAsync(visit, "/");
        await HoverChartsAsync(visit, "/changes");

        AssertNone(visit);
    }

    private static async Task LookAtListAsync(HostileVisit visit, string path)
    {
        const int PageSize = 100;
        var mostPages = (4 * HostileStrings.Literals.Count / PageSize) + 2;
        await LookAsync(visit, path);
        for (var page = 2; page <= mostPages; page++)
        {
            var older = visit.Session.Page.Locator("a[rel=next]");
            if (await older.CountAsync() == 0)
            {
                return;
            }

            await visit.Session.GoToAsync(await older.GetAttributeAsync("href") ?? "");
            await LookAtAsync(visit, $"{path} page {page}");
        }

        Assert.Fail($"{path} has more pages than the corpus.");
    }

    private static async Task HoverChartsAsync(HostileVisit visit, string path)
    {
        await visit.Session.GoToAsync(path);
        var box = await visit.Session.Page.Locator("[data-drawn]").First.BoundingBoxAsync() ?? throw new InvalidOperationException("The chart has no box.");
        foreach (var share in (float[])[0.8f, 0.9f, 0.95f, 0.98f, 0.995f])
        {
            await visit.Session.Page.Mouse.MoveAsync(box.X + (box.Width * share), box.Y + (box.Height / 2));
            await LookAtAsync(visit, $"{path} tooltip");
        }
    }
}

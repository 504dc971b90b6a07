using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>The corpus on pages of what is shared, and in the titles, notes, comments and names that people write.</summary>
public sealed class HostileSharingTests(BrowserFixture browser, HostileFixture hostile) : HostileTests(browser, hostile)
{
    [Fact]
    public async Task Corpus_InAReview_IsText()
    {
        await using var visit = await VisitAsync();
        await HostileForms.StartReviewAsync(visit.Session);
        await LookAtAsync(visit, "review");

        await HostileForms.MarkAsync(visit.Session, "expected", TypedTogether(HostileForms.MaxComment));
        await LookAtAsync(visit, "marked review");
        await LookAsync(visit, "/reviews");
        await LookAsync(visit, "/activity?kind=review");
        AssertNone(visit);
    }

    [Fact]
    public async Task Corpus_InASnapshotAndAShortLink_IsText()
    {
        await using var visit = await VisitAsync();
        var page = visit.Session.Page;
        foreach (var note in TypedTogether(HostileForms.MaxNote).Take(2))
        {
            await HostileForms.ShareAsync(visit.Session, "/changes?range=7d", note);
            await page.GetByTestId("freeze").ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Open the snapshot" }).ClickAsync();
            await Assertions.Expect(page.GetByTestId("verified")).ToBeVisibleAsync();
            await LookAtAsync(visit, "snapshot");
        }

        await page.GetByTestId("snapshot-row").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.Locator(".record")).ToBeVisibleAsync();
        await LookAtAsync(visit, "record of a snapshot");

        await HostileForms.ShareAsync(visit.Session, "/changes?range=7d", TypedTogether(HostileForms.MaxNote)[^1]);
        await page.GetByTestId("make-link").ClickAsync();
        var link = await page.GetByTestId("short-link").InputValueAsync();
        await LookAtAsync(visit, "share box");
        await LookAsync(visit, new Uri(link).AbsolutePath);
        await LookAsync(visit, "/links");
        await LookAsync(visit, "/activity");
        AssertNone(visit);
    }

    [Fact]
    public async Task Corpus_OnPagesOfAccess_IsText()
    {
        await using var visit = await VisitAsync();
        foreach (var path in (string[])
                 [
                     "/access", "/access?by=principal", "/workload-identity", "/used", "/who-can?verb=get&resource=secrets",
                 ])
        {
            await LookAsync(visit, path);
        }

        foreach (var text in Typed.Where((_, i) => i % 60 == 3))
        {
            await LookAsync(visit, $"/actor?name={Uri.EscapeDataString(text)}&range=7d");
            await LookAsync(visit, $"/object?kind=Role&ns={Uri.EscapeDataString(text)}&name={Uri.EscapeDataString(text)}");
        }

        AssertNone(visit);
    }
}

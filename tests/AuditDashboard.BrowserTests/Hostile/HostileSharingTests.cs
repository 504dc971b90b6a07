using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>The corpus on pages of what is shared, and in the titles, notes, comments and names that people write.</summary>
public sealed class HostileSharingTests(BrowserFixture browser, HostileFixture hostile) : HostileTests(browser, hostile)
{
    private const int MaxComment = 2_000;
    private const int MaxNote = 1_000;
    private const string Name = "<img src=/audit-hit onerror=auditHit()>"; // names hold nothing hidden
    private const string Markup = Name + "{{7*7}}=1+1\u202E";

    [Fact]
    public async Task Corpus_InAReview_IsText()
    {
        await using var visit = await VisitAsync();
        var page = visit.Session.Page;
        await visit.Session.GoToAsync("/changes?range=7d");
        await page.GetByTestId("start-review").ClickAsync();
        await page.GetByTestId("review-title").FillAsync(Markup);
        await page.GetByTestId("reviewer-name").FillAsync(Name);
        await page.GetByTestId("review-open").ClickAsync();
        await page.WaitForURLAsync("**/reviews/*");
        await Assertions.Expect(page.GetByTestId("start-review-box")).ToHaveCountAsync(0);
        await visit.Session.WaitUntilReadyAsync();
        await Assertions.Expect(page.GetByTestId("review-item").First).ToBeVisibleAsync();
        await LookAtAsync(visit, "review");

        var comments = TypedTogether(MaxComment);
        Assert.InRange(comments.Count, 2, 10);
        await page.GetByTestId("review-item").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("review-panel")).ToBeVisibleAsync();
        for (var i = 0; i < comments.Count; i++)
        {
            await page.GetByTestId("decide-expected").ClickAsync();
            await page.GetByTestId("mark-comment").FillAsync(comments[i]);
            await page.GetByTestId("mark").ClickAsync();
            await Assertions.Expect(page.GetByTestId("review-mark")).ToHaveCountAsync(i + 1);
        }

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
        foreach (var note in TypedTogether(MaxNote).Take(2))
        {
            await ShareAsync(visit, note);
            await page.GetByTestId("freeze").ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Open the snapshot" }).ClickAsync();
            await Assertions.Expect(page.GetByTestId("verified")).ToBeVisibleAsync();
            await LookAtAsync(visit, "snapshot");
        }

        await page.GetByTestId("snapshot-row").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.Locator(".record")).ToBeVisibleAsync();
        await LookAtAsync(visit, "record of a snapshot");

        await ShareAsync(visit, TypedTogether(MaxNote)[^1]);
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

    private static async Task ShareAsync(HostileVisit visit, string note)
    {
        await visit.Session.GoToAsync("/changes?range=7d");
        await visit.Session.Page.GetByTestId("share").ClickAsync();
        await visit.Session.Page.GetByTestId("share-title").FillAsync(Markup);
        await visit.Session.Page.GetByTestId("share-note").FillAsync(note);
    }
}

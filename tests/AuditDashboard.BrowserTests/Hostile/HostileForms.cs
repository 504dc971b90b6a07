using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>The forms of what is shared and reviewed, filled in with the corpus.</summary>
internal static class HostileForms
{
    /// <summary>Most characters of a comment.</summary>
    public const int MaxComment = 2_000;

    /// <summary>Most characters of a note.</summary>
    public const int MaxNote = 1_000;

    /// <summary>A name; names hold nothing hidden.</summary>
    public const string Name = "<img src=/audit-hit onerror=auditHit()>";

    /// <summary>A title.</summary>
    public const string Title = Name + "{{7*7}}=1+1\u202E";

    /// <summary>Starts a review of all changes, and opens its page.</summary>
    public static async Task StartReviewAsync(BrowserSession session)
    {
        var page = session.Page;
        await session.GoToAsync("/changes?range=7d");
        await page.GetByTestId("start-review").ClickAsync();
        await page.GetByTestId("review-title").FillAsync(Title);
        await page.GetByTestId("reviewer-name").FillAsync(Name);
        await page.GetByTestId("review-open").ClickAsync();
        await page.WaitForURLAsync("**/reviews/*");
        await Assertions.Expect(page.GetByTestId("start-review-box")).ToHaveCountAsync(0);
        await session.WaitUntilReadyAsync();
        await Assertions.Expect(page.GetByTestId("review-item").First).ToBeVisibleAsync();
    }

    /// <summary>Marks the first change of the review's page that is open, once with each comment.</summary>
    /// <param name="session">A browser on a review's page.</param>
    /// <param name="decision">The end of the button's name.</param>
    /// <param name="comments">The comments.</param>
    public static async Task MarkAsync(BrowserSession session, string decision, IReadOnlyList<string> comments)
    {
        var page = session.Page;
        await page.GetByTestId("review-item").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("review-panel")).ToBeVisibleAsync();
        for (var i = 0; i < comments.Count; i++)
        {
            await page.GetByTestId($"decide-{decision}").ClickAsync();
            await page.GetByTestId("mark-comment").FillAsync(comments[i]);
            await page.GetByTestId("mark").ClickAsync();
            await Assertions.Expect(page.GetByTestId("review-mark")).ToHaveCountAsync(i + 1);
        }
    }

    /// <summary>Opens the box Share on a list, and fills in title and note.</summary>
    /// <param name="session">A browser.</param>
    /// <param name="list">The path of the list.</param>
    /// <param name="note">The note.</param>
    /// <param name="title">The title.</param>
    public static async Task ShareAsync(BrowserSession session, string list, string note, string title = Title)
    {
        await session.GoToAsync(list);
        await session.Page.GetByTestId("share").ClickAsync();
        await session.Page.GetByTestId("share-title").FillAsync(title);
        await session.Page.GetByTestId("share-note").FillAsync(note);
    }
}

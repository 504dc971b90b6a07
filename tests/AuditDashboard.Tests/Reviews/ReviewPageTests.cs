using System.Text;
using AngleSharp.Dom;
using AuditDashboard.Reviews;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Reviews;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.EventList;
using AuditDashboard.Tests.SignIn;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Reviews;

public sealed class ReviewPageTests : PageTestContext
{
    private const string View = "/changes?cluster=demo&from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z&f.verb=create&v=1";
    private static readonly Reviewer Ann = new("ann", IsVerified: true);
    private static readonly Reviewer Bob = new("bob", IsVerified: true);

    private ReviewDesk Desk => Services.GetRequiredService<ReviewDesk>();

    private ReviewReader Reader => Services.GetRequiredService<ReviewReader>();

    private ReviewStore Store => Services.GetRequiredService<ReviewStore>();

    [Fact]
    public async Task Review_OfAView_HoldsItsChangesAndWhatWasCollected()
    {
        await FillAsync();

        var page = OpenReview(await StartAsync());

        page.WaitForAssertion(() => Assert.Equal(["admin", "reader"], NamesOf(page)));
        Assert.Equal("2 changes", page.Find("[data-testid=count-all]").TextContent.Trim());
        Assert.Equal("2 open", page.Find("[data-testid=count-open]").TextContent.Trim());
        Assert.NotEmpty(page.FindAll("[data-testid=review-coverage]"));
        Assert.Contains("Opened the review", (await RecordedAsync())[0], StringComparison.Ordinal);
        var document = await DocumentAsync();
        Assert.Contains(document.About.Queries, query => query.Id == "roles");
        Assert.Contains(document.About.Coverage, stretch => stretch.State == "collected");
    }

    [Fact]
    public async Task Risk_IsShownWhileTheReviewIsOpen_AndIsNoPartOfWhatIsSigned()
    {
        await FillAsync();
        var code = await StartAsync();
        var page = OpenReview(code);

        page.WaitForAssertion(() =>
        {
            Assert.Equal(2, page.FindAll("[data-testid=review-item] .risk").Count);
            Assert.Empty(page.FindAll(".risk.wait, .effect.wait"));
        });
        await Desk.CloseAsync(await DocumentAsync(), mayLeaveOpen: true, Ann, Token);

        var closed = OpenReview(code);
        closed.WaitForAssertion(() => Assert.NotEmpty(closed.FindAll("[data-testid=review-verified]")));
        Assert.Equal(2, closed.FindAll("[data-testid=review-item]").Count);
        Assert.Empty(closed.FindAll(".risk, .effect"));
    }

    /// <summary>The address holds no cluster: the link is held to that of the review.</summary>
    [Fact]
    public async Task Share_OfAReview_MakesAShortLinkToIt_ForWhoeverMaySeeIts()
    {
        await FillAsync();
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer, "rita");
        var code = await StartAsync();
        var page = OpenReview(code);
        page.WaitForElement("[data-testid=share]");

        await page.InvokeAsync(() => page.Find("[data-testid=share]").Click());
        page.WaitForElement("form[aria-label='Short link']");
        Assert.Empty(page.FindAll("[data-testid=freeze]")); // it is no list of events
        await page.InvokeAsync(() => page.Find("form[aria-label='Short link']").Submit());

        page.WaitForElement("[data-testid=short-link]");
        var links = Services.GetRequiredService<ShortLinkStore>();
        var link = Assert.Single(await links.GetAsync(10, Token));
        Assert.Equal(("The title", "rita"), (link.Title, link.Owner));
        Assert.StartsWith("/reviews/" + code, link.Target, StringComparison.Ordinal);
        Assert.True(AuditDashboard.Sharing.LinkTarget.IsView(link.Target));
        using (ClusterScope.Of(["elsewhere"]).Enter())
        {
            Assert.Null(await links.FindAsync(link.Code, Token));
        }

        using (ClusterScope.Of(["demo"]).Enter())
        {
            Assert.NotNull(await links.FindAsync(link.Code, Token));
        }
    }

    [Fact]
    public async Task Mark_WithoutSignIn_NeedsAName_AndSaysThatItIsNotVerified()
    {
        await FillAsync();
        var page = OpenReview(await StartAsync());
        Select(page, "admin");
        page.WaitForElement("[data-testid=mark-form]");

        await page.InvokeAsync(() => page.Find("[data-testid=decide-unauthorised]").Click());
        await page.InvokeAsync(() => page.Find("[data-testid=mark-form]").Submit());
        page.WaitForAssertion(() => Assert.Contains("Write your name", page.Find("[data-testid=mark-problem]").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("[data-testid=reviewer-name]").Input("Rita"));
        await page.InvokeAsync(() => page.Find("[data-testid=mark-comment]").Input("who was this?"));
        await page.InvokeAsync(() => page.Find("[data-testid=mark-form]").Submit());

        page.WaitForAssertion(() => Assert.Equal("1 unauthorised", page.Find("[data-testid=count-unauthorised]").TextContent.Trim()));
        Assert.Contains("Rita (unverified name)", page.Find("[data-testid=review-mark]").TextContent, StringComparison.Ordinal);
        Assert.Contains("who was this?", page.Find("[data-testid=review-mark]").TextContent, StringComparison.Ordinal);
        var mark = Assert.Single((await DocumentAsync()).Items.SelectMany(item => item.Marks));
        Assert.Equal(("unauthorised", new ReviewPerson("Rita", Verified: false)), (mark.Decision, mark.By));
        Assert.Contains("Marked 1 change \"unauthorised\"", (await RecordedAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mark_ExpectedWithATicket_NeedsTheTicket()
    {
        await FillAsync();
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer, "rita");
        var page = OpenReview(await StartAsync());
        Select(page, "admin");
        page.WaitForElement("[data-testid=mark-form]");

        await page.InvokeAsync(() => page.Find("[data-testid=decide-expectedWithTicket]").Click());
        await page.InvokeAsync(() => page.Find("[data-testid=mark-form]").Submit());
        page.WaitForAssertion(() => Assert.Contains("Write the ticket", page.Find("[data-testid=mark-problem]").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("[data-testid=mark-ticket]").Input("SEC-2291"));
        await page.InvokeAsync(() => page.Find("[data-testid=mark-form]").Submit());

        page.WaitForAssertion(() => Assert.Equal("1 expected, with a ticket", page.Find("[data-testid=count-expectedWithTicket]").TextContent.Trim()));
        Assert.Contains("SEC-2291", page.FindAll("[data-testid=review-item]").Single(row => row.TextContent.Contains("admin", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=reviewer-name]"));
    }

    [Fact]
    public async Task Mark_OfAllPicked_MarksThemAtOnce()
    {
        await FillAsync();
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer, "rita");
        var page = OpenReview(await StartAsync());
        page.WaitForElement("[data-testid=pick-all]");

        await page.InvokeAsync(() => page.Find("[data-testid=pick-all]").Change(true));
        await page.InvokeAsync(() => page.Find("[data-testid=decide-expected]").Click());
        await page.InvokeAsync(() => page.Find("[data-testid=mark-form]").Submit());

        page.WaitForAssertion(() => Assert.Equal("2 expected", page.Find("[data-testid=count-expected]").TextContent.Trim()));
    }

    [Fact]
    public async Task TwoReviewers_WhoDisagree_AreShown_AndAgreeingSettles()
    {
        await FillAsync();
        var code = await StartAsync(reviewers: 2);
        var document = await DocumentAsync();
        var admin = document.Items.Single(item => item.Event.Name == "admin").Id;
        await Desk.MarkAsync(document, [admin], new NewMark(ReviewDecision.Expected, "", ""), Ann, Token);
        await Desk.MarkAsync(document, [admin], new NewMark(ReviewDecision.ToBeUndone, "", ""), Bob, Token);

        var page = OpenReview(code, "?show=disputed");

        page.WaitForAssertion(() => Assert.Equal(["admin"], NamesOf(page)));
        Assert.Equal("disputed: ann expected bob to be undone", Words(page.Find("[data-testid=review-item] .dec")));
        await Desk.MarkAsync(document, [admin], new NewMark(ReviewDecision.ToBeUndone, "", "you are right"), Ann, Token);
        Clock.Advance(TimeSpan.FromSeconds(10)); // an open page follows what others do
        page.WaitForAssertion(() => Assert.Equal("1 to be undone", page.Find("[data-testid=count-toBeUndone]").TextContent.Trim()));
        Assert.Equal("0 disputed", page.Find("[data-testid=count-disputed]").TextContent.Trim());
    }

    [Fact]
    public async Task Viewer_Reads_AndIsOfferedNothingElse()
    {
        await FillAsync();
        var code = await StartAsync();
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Viewer);

        var page = OpenReview(code, $"?sel={(await DocumentAsync()).Items[0].Id}");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=review-panel]")));
        Assert.Empty(page.FindAll("[data-testid=mark-form], [data-testid=close-review], [data-testid=pick-all], [data-testid=take-in]"));
        await Assert.ThrowsAsync<NotAllowedException>(() => Services.GetRequiredService<ReviewerName>().RequireAsync(Token));
    }

    [Fact]
    public async Task Event_OfTheViewThatComesLater_IsNew_AndCanBeTakenIn()
    {
        await FillAsync();
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer, "rita");
        var page = OpenReview(await StartAsync(), "?new=1");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=review-item]").Count));
        Assert.Empty(page.FindAll("[data-testid=review-news]"));

        await StoreAsync(
            Record(15, "create", "roles", "late"), // into the window
            Record(15, "delete", "roles", "not-of-the-view"),
            Record(-5, "create", "roles", "after")); // after it
        Clock.Advance(TimeSpan.FromMinutes(10));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=news-row]").Count));
        Assert.Contains("2 new since the start: 1 that came late into its window, 1 after it", Words(page.Find("[data-testid=review-news]")), StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll("[data-testid=review-item]").Count);
        await page.InvokeAsync(() => page.Find("[data-testid=take-in]").Click());
        page.WaitForAssertion(() => Assert.Equal(["after", "admin", "late", "reader"], NamesOf(page)));
        Assert.Empty(page.FindAll("[data-testid=review-news]"));
        Assert.Contains("Took 2 changes into the review", (await RecordedAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Close_WithOpenChanges_AsksAndSaysSo_AndIsVerified()
    {
        await FillAsync();
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer, "rita");
        var page = OpenReview(await StartAsync());

        page.WaitForElement("[data-testid=close-review]");
        await page.InvokeAsync(() => page.Find("[data-testid=close-review]").Click());
        Assert.Contains("2 changes are not settled", Words(page.Find("[data-testid=closing]")), StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-testid=close-now]").Click());

        page.WaitForAssertion(() => Assert.Contains("Closed and verified, with 2 changes not settled.", Words(page.Find("[data-testid=review-verified]")), StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=mark-form], [data-testid=close-review], [data-testid=pick-all]"));
        Assert.Contains("with 2 changes not settled", (await RecordedAsync())[0], StringComparison.Ordinal);
    }

    /// <summary>Retention takes the events: the review is drawn from what it keeps.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Review_AfterItsEventsAreGone_ShowsTheSame(bool isClosed)
    {
        await FillAsync();
        var code = await StartAsync();
        var before = await DocumentAsync();
        var stored = await Services.GetRequiredService<EventReader>().FindAsync(before.Items[0].Event.Id, Token);
        if (isClosed)
        {
            await Desk.CloseAsync(before, mayLeaveOpen: true, Ann, Token);
            before = await DocumentAsync();
        }

        await ExecuteAsync("PRAGMA foreign_keys = OFF; DELETE FROM event_match; DELETE FROM event_body; DELETE FROM event; DELETE FROM user_name; DELETE FROM object_name;");

        Assert.Equal(Encoding.UTF8.GetString(before.ToBytes()), Encoding.UTF8.GetString((await DocumentAsync()).ToBytes()));
        var record = await Reader.FindRecordAsync(before.Items[0], Token);
        Assert.Equal(Encoding.UTF8.GetString(stored!.Json.Span), Encoding.UTF8.GetString(record!.Value.Span));
        var page = OpenReview(code);
        page.WaitForAssertion(() => Assert.Equal(["admin", "reader"], NamesOf(page)));
    }

    [Theory]
    [InlineData("UPDATE review SET sealed = CAST(replace(CAST(sealed AS TEXT), 'The title', 'A tattle!') AS BLOB)", "changed after it was signed")]
    [InlineData("UPDATE review SET signature = zeroblob(64)", "changed after it was signed")]
    [InlineData("UPDATE review SET sealed = NULL", "is gone")]
    [InlineData("UPDATE review SET code = substr('AAAAAAAAAAAAAAAAAAAAAAAA', 1, 24)", "in the place of another")]
    public async Task Closed_ThenChangedInTheDatabase_ShowsNothingAndSaysWhy(string sql, string expected)
    {
        await FillAsync();
        var code = await StartAsync();
        await Desk.CloseAsync(await DocumentAsync(), mayLeaveOpen: true, Ann, Token);
        await ExecuteAsync(sql);

        var page = OpenReview(sql.Contains("AAAA", StringComparison.Ordinal) ? new string('A', 24) : code);

        page.WaitForAssertion(() => Assert.Contains(expected, page.Find("[data-testid=review-broken]").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("admin", page.Markup, StringComparison.Ordinal);
    }

    /// <summary>A closed review is read from what was signed: rows beside it say nothing.</summary>
    [Fact]
    public async Task Closed_WithOtherRowsInTheDatabase_ShowsWhatWasSigned()
    {
        await FillAsync();
        var code = await StartAsync();
        await Desk.CloseAsync(await DocumentAsync(), mayLeaveOpen: true, Ann, Token);
        await ExecuteAsync("INSERT INTO review_mark (item_id, decision, ticket, comment, \"by\", is_verified, at) SELECT id, 1, '', 'all is well', 'ann', 1, 0 FROM review_item");
        await ExecuteAsync("UPDATE review_item SET header = CAST(replace(CAST(header AS TEXT), 'admin', 'harmless') AS BLOB), record = x'00'");

        var page = OpenReview(code, $"?sel={(await DocumentAsync()).Items[0].Id}");

        page.WaitForAssertion(() => Assert.Equal(["admin", "reader"], NamesOf(page)));
        Assert.Equal("2 open", page.Find("[data-testid=count-open]").TextContent.Trim());
        Assert.DoesNotContain("all is well", page.Markup, StringComparison.Ordinal);
        Assert.Contains("not the one that was taken in", page.Find("[data-testid=review-panel]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfNoReview_SaysSo()
    {
        var page = OpenReview(LinkCode.Create());

        page.WaitForAssertion(() => Assert.Contains("There is no review here.", page.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/events?v=1", "list of changes")]
    [InlineData("/changes?unknown=1", "not understood in full")]
    [InlineData("/changes?f.kind=nonsense", "not understood in full")]
    public async Task Start_OfWhatIsNoListOfChanges_IsRefused(string view, string expected)
    {
        var refused = await Assert.ThrowsAsync<StorageException>(() => Desk.OpenAsync(view, new NewReview("t", "", 1), Ann, Token));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await Store.GetAsync(null, 10, Token));
    }

    [Fact]
    public async Task SingleChanges_AddedByHand_AreInIt_AndNothingIsNew()
    {
        await FillAsync();
        await StoreAsync(Record(9, "get", "secrets", "db", code: 403, group: ""));
        var all = (await Services.GetRequiredService<EventReader>().GetPageAsync(new EventFilter(), null, 10, Token)).Rows;
        var (admin, other, secret) = (all.Single(row => row.Name == "admin"), all.Single(row => row.Name == "other"), all.Single(row => row.Name == "db"));

        var code = await Desk.OpenAsync([admin.Id], new NewReview("By hand", "", 1), Ann, Token);
        Assert.Equal(1, await Desk.AddAsync(code, [admin.Id, other.Id], Bob, Token));
        await Assert.ThrowsAsync<StorageException>(() => Desk.AddAsync(code, [secret.Id], Bob, Token));
        await StoreAsync(Record(1, "create", "roles", "later"));

        var view = (await Reader.ReadAsync(code, Token))!;
        Assert.Equal(["admin", "other"], view.Document!.Items.Select(item => item.Event.Name));
        Assert.Equal(0, (await Reader.ReadNewsAsync(view, Token)).Count);
    }

    [Fact]
    public async Task Texts_OfSomebodyHostile_AreText()
    {
        await StoreAsync(Record(5, "create", "roles", "<img src=x onerror=alert(1)>\u202E", user: "<script>alert(1)</script>"));
        var code = await Desk.OpenAsync(View, new NewReview("<script>alert(1)</script>\u202E", "<img src=x>\u001b[31m", 1), new Reviewer("<b>ann</b>", IsVerified: true), Token);
        var document = await DocumentAsync();
        await Desk.MarkAsync(document, [document.Items[0].Id], new NewMark(ReviewDecision.ExpectedWithTicket, "<img src=x>", "<script>alert(2)</script>\u202E"), Ann, Token);

        var page = OpenReview(code, $"?sel={document.Items[0].Id}");
        var list = Open<ReviewsPage>("/reviews");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=review-mark]")));
        list.WaitForAssertion(() => Assert.NotEmpty(list.FindAll("[data-testid=review-row]")));
        Assert.All([page.Markup, list.Markup], markup => Assert.DoesNotContain("\u202E", markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("img, script, b b"));
        Assert.Empty(list.FindAll("img, script"));
    }

    private static IEnumerable<string> NamesOf(IRenderedComponent<ReviewPage> page) => page.FindAll("[data-testid=review-item]")
        .Select(row => ((string[])["admin", "reader", "other", "late", "after"]).Single(name => row.TextContent.Contains("web/" + name, StringComparison.Ordinal)));

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private void Select(IRenderedComponent<ReviewPage> page, string name)
    {
        page.WaitForElement("[data-testid=review-item]");
        Follow(page.FindAll("[data-testid=review-item]").Single(row => row.TextContent.Contains(name, StringComparison.Ordinal)).QuerySelector(".time a")!);
    }

    private async Task FillAsync()
    {
        await StoreAsync(
            Record(10, "create", "roles", "admin"),
            Record(20, "create", "roles", "reader"),
            Record(30, "delete", "roles", "other"));
        await CollectAsync(TimeSpan.FromHours(-2), TimeSpan.FromHours(-1));
    }

    private Task<string> StartAsync(int reviewers = 1) => Desk.OpenAsync(View, new NewReview("The title", "the note", reviewers), Ann, Token);

    private IRenderedComponent<ReviewPage> OpenReview(string code, string query = "")
    {
        Navigation.NavigateTo(ReviewPaths.Of(code) + query);
        return Render<ReviewPage>(parameters => parameters.Add(page => page.Code, code));
    }

    private async Task<ReviewDocument> DocumentAsync() =>
        (await Reader.ReadAsync(Assert.Single(await Store.GetAsync(null, 10, Token)).Review.Code, Token))?.Document ?? throw new InvalidOperationException("There is no review.");

    private async Task<IReadOnlyList<string>> RecordedAsync() =>
        [.. (await Services.GetRequiredService<ActivityStore>().GetAsync(null, ActivityKind.Review, 10, Token)).Select(entry => entry.Text)];

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await Services.GetRequiredService<AuditDatabase>().OpenWriteAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Token);
    }
}

using AuditDashboard.Changes;
using AuditDashboard.Reviews;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Reviews;
using AuditDashboard.Tests.EventList;
using AuditDashboard.Tests.SignIn;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Reviews;

public sealed class StartReviewTests : PageTestContext
{
    private const string View = "/changes?cluster=demo&from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z&f.verb=create&v=1";

    private ReviewStore Store => Services.GetRequiredService<ReviewStore>();

    [Fact]
    public async Task Button_OnChanges_StartsAReviewOfWhatIsShown()
    {
        await StoreAsync(Record(10, "create", "roles", "admin"), Record(30, "delete", "roles", "other"));
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer, "rita");
        var page = Open<ChangesPage>(View);

        page.WaitForAssertion(() => Assert.Equal("1 change", page.Find("[data-testid=list-count]").TextContent));
        page.WaitForAssertion(() => Assert.False(page.Find("[data-testid=start-review]").HasAttribute("disabled")));
        await page.InvokeAsync(() => page.Find("[data-testid=start-review]").Click());
        Assert.Equal("Changes of demo, 22 Nov 14:06 → 23 Nov 2026 14:06 UTC", page.Find("[data-testid=review-title]").GetAttribute("value"));
        await page.InvokeAsync(() => page.Find("[data-testid=review-two]").Change(true));
        await page.InvokeAsync(() => page.Find("[data-testid=start-review-box]").Submit());

        page.WaitForAssertion(() => Assert.Contains("/reviews/", Navigation.Uri, StringComparison.Ordinal));
        var made = Assert.Single(await Store.GetAsync(true, 10, Token));
        Assert.Equal((2, new Reviewer("rita", IsVerified: true), ReviewPaths.Of(made.Review.Code)), (made.Review.Reviewers, made.Review.OpenedBy, new Uri(Navigation.Uri).AbsolutePath));
        Assert.Single(made.Items);
    }

    [Fact]
    public async Task Panel_OfAChange_AddsItToANewReview_AndToAnOpenOne()
    {
        await StoreAsync(Record(10, "create", "roles", "admin"), Record(30, "create", "roles", "other"));
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer, "rita");
        var rows = (await Services.GetRequiredService<EventReader>().GetPageAsync(new EventFilter(), null, 10, Token)).Rows;
        var page = Render<AddToReview>(parameters => parameters.Add(add => add.Row, rows[0]));
        await page.InvokeAsync(() => page.Find("details").TriggerEvent("ontoggle", EventArgs.Empty));

        await page.InvokeAsync(() => page.Find("[data-testid=add-title]").Input("By hand"));
        await page.InvokeAsync(() => page.Find("form").Submit());
        page.WaitForAssertion(() => Assert.Contains("Added.", page.Markup, StringComparison.Ordinal));
        page.Render(parameters => parameters.Add(add => add.Row, rows[1]));
        Assert.DoesNotContain("Added.", page.Markup, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("form").Submit());

        page.WaitForAssertion(() => Assert.Contains("Added.", page.Markup, StringComparison.Ordinal));
        var made = Assert.Single(await Store.GetAsync(true, 10, Token));
        Assert.Equal(("By hand", 2), (made.Review.Title, made.Items.Count));
    }

    [Fact]
    public async Task Viewer_IsOfferedNeither()
    {
        await StoreAsync(Record(10, "create", "roles", "admin"));
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Viewer);

        var page = Open<ChangesPage>(View);

        page.WaitForAssertion(() => Assert.Equal("1 change", page.Find("[data-testid=list-count]").TextContent));
        Assert.Empty(page.FindAll("[data-testid=start-review], [data-testid=add-to-review]"));
    }

    [Fact]
    public void Reviews_WhereThereAreNone_SayHowOneBegins()
    {
        var page = Open<ReviewsPage>("/reviews");

        page.WaitForAssertion(() => Assert.Contains("There is no review yet.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reviews_OfAState_ListThem_WithCountsThatOpen()
    {
        await StoreAsync(Record(10, "create", "roles", "admin"));
        var desk = Services.GetRequiredService<ReviewDesk>();
        var code = await desk.OpenAsync(View, new NewReview("Open one", "", 1), new Reviewer("ann", IsVerified: true), Token);
        var other = await desk.OpenAsync(View, new NewReview("Closed one", "", 1), new Reviewer("ann", IsVerified: true), Token);
        var reader = Services.GetRequiredService<ReviewReader>();
        await desk.CloseAsync((await reader.ReadAsync(other, Token))!.Document!, mayLeaveOpen: true, new Reviewer("ann", IsVerified: true), Token);

        var page = Open<ReviewsPage>("/reviews?state=open");

        page.WaitForAssertion(() => Assert.Contains("Open one", Assert.Single(page.FindAll("[data-testid=review-row]")).TextContent, StringComparison.Ordinal));
        Assert.Equal($"/reviews/{code}?show=open", page.FindAll("[data-testid=review-row] .num a")[0].GetAttribute("href"));
        Navigation.NavigateTo("/reviews");
        page.WaitForAssertion(() => Assert.Equal(["open", "closed"], page.FindAll("[data-testid=review-row]").Select(row => row.Children[1].TextContent)));
    }
}

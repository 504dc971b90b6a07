using AuditDashboard.Explore;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.SavedQueries;
using AuditDashboard.Tests.SignIn;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Explore;

/// <summary>Who may run and keep what, and what is recorded of it.</summary>
public sealed class ExploreRoleTests : ExploreTestContext
{
    private TestPerson Person => Services.GetRequiredService<TestPerson>();

    private ActivityStore Activity => Services.GetRequiredService<ActivityStore>();

    [Fact]
    public async Task Run_ByAViewer_IsRecordedUnderTheirName()
    {
        await Person.SignInAsync(DashboardRole.Viewer, "vera");

        var page = OpenQuery("fields verb | limit 9");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=history-row]")));
        var entry = Assert.Single(await Activity.GetAsync(null, ActivityKind.Query, 10, Token));
        Assert.Equal("vera", entry.Actor);
        Assert.StartsWith("Ran over collected events of demo, ", entry.Text, StringComparison.Ordinal);
        Assert.EndsWith(": fields verb | limit 9", entry.Text, StringComparison.Ordinal);
        Assert.Contains("the last run of vera", page.Markup, StringComparison.Ordinal);
    }

    /// <summary>Files hold what was never collected and never redacted.</summary>
    [Fact]
    public async Task Files_ForAViewer_AreNotRead()
    {
        Write("a.log", Record(1, "get", "pods", "p"));
        await Person.SignInAsync(DashboardRole.Viewer);
        var page = Open<ExplorePage>(DashboardUrls.Explore(new PageScope { Cluster = "lab" }, new ExploreState { Text = "fields verb", Source = ExploreSource.Files }.ToPairs()));
        page.WaitForAssertion(() => Assert.Contains("This link asks to read files.", page.Markup, StringComparison.Ordinal));
        Assert.True(page.FindAll(".seg button").Single(button => button.TextContent == "Files").HasAttribute("disabled"));

        await page.InvokeAsync(() => page.FindAll(".run button").First(button => button.TextContent == "Run").Click());

        page.WaitForAssertion(() => Assert.Contains("This needs the role reviewer; you are signed in as viewer.", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=explore-row]"));
        Assert.Empty(await Activity.GetAsync(null, ActivityKind.Query, 10, Token));
    }

    [Fact]
    public async Task Files_ForAReviewer_AreReadAndRecorded()
    {
        Write("a.log", Record(1, "get", "pods", "p"));
        await Person.SignInAsync(DashboardRole.Reviewer, "rita");
        var page = Open<ExplorePage>(DashboardUrls.Explore(new PageScope { Cluster = "lab" }, new ExploreState { Text = "fields verb", Source = ExploreSource.Files }.ToPairs()));
        page.WaitForAssertion(() => Assert.Contains("This link asks to read files.", page.Markup, StringComparison.Ordinal));

        await page.InvokeAsync(() => page.FindAll(".run button").First(button => button.TextContent == "Run").Click());

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=explore-row]")));
        var entry = Assert.Single(await Activity.GetAsync(null, ActivityKind.Query, 10, Token));
        Assert.Equal("rita", entry.Actor);
        Assert.StartsWith("Ran over files of lab, ", entry.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AfterTheSessionsEnd_RunsNothing()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"));
        var session = await Person.SignInAsync(DashboardRole.Administrator);
        await Services.GetRequiredService<CredentialStore>().RevokeAsync(session, Token);

        var page = OpenQuery("fields verb");

        page.WaitForAssertion(() => Assert.Contains("Your sign-in has ended.", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=explore-row]"));
    }

    /// <summary>A switch that is off can still be sent by whoever speaks to the circuit directly.</summary>
    [Fact]
    public async Task Share_ByAViewer_IsRefusedWhateverTheFormSends()
    {
        await Person.SignInAsync(DashboardRole.Viewer, "vera");
        var page = OpenQuery("fields verb");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".run button")));
        await page.InvokeAsync(() => page.FindAll(".run button").Single(button => button.TextContent == "Save query").Click());
        Assert.True(page.Find(".save-form input[type=checkbox]").HasAttribute("disabled"));
        await page.InvokeAsync(() => page.FindAll(".save-form input")[0].Input("for all"));
        await page.InvokeAsync(() => page.Find(".save-form input[type=checkbox]").Change(true));

        await page.InvokeAsync(() => page.Find(".save-form").Submit());

        page.WaitForAssertion(() => Assert.Contains("This needs the role reviewer", page.Find("[data-testid=explore-problem]").TextContent, StringComparison.Ordinal));
        Assert.Empty(await Services.GetRequiredService<SavedQueryStore>().GetAsync("vera", Token));
    }

    [Fact]
    public async Task Saved_ByOthers_IsShownOnlyIfShared_AndRemovedByItsOwnerAlone()
    {
        var store = Services.GetRequiredService<SavedQueryStore>();
        await store.SaveAsync("rita", "ritas own", "fields verb", "", isShared: false, Token);
        await store.SaveAsync("rita", "ritas for all", "fields verb", "", isShared: true, Token);
        await Person.SignInAsync(DashboardRole.Viewer, "vera");

        var page = Open<ExplorePage>("/explore?cluster=demo");

        page.WaitForAssertion(() => Assert.Contains("ritas for all", page.Find("section[aria-label='Saved queries']").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("ritas own", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("section[aria-label='Saved queries'] button"));
    }

    private IRenderedComponent<ExplorePage> OpenQuery(string text) =>
        Open<ExplorePage>(DashboardUrls.Explore(new PageScope { Cluster = "demo" }, new ExploreState { Text = text }.ToPairs()));
}

using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.SignIn;

public sealed class ActivityPageTests : PageTestContext
{
    private ActivityStore Store => Services.GetRequiredService<ActivityStore>();

    [Fact]
    public async Task List_NewestFirst_WithEveryKindInWords()
    {
        foreach (var kind in Enum.GetValues<ActivityKind>())
        {
            await Store.AddAsync(kind, "ann", $"Did {kind}.", "192.0.2.7", Token);
        }

        var page = Open<ActivityPage>("/activity");

        page.WaitForAssertion(() => Assert.Equal(ActivityWords.Kinds.Count, page.FindAll("[data-testid=activity-row]").Count));
        Assert.Equal(
            Enum.GetValues<ActivityKind>().Order().Reverse().Select(kind => $"ann|{ActivityWords.Of(kind)}|Did {kind}."),
            page.FindAll("[data-testid=activity-row]").Select(row => string.Join('|', row.QuerySelectorAll("td").Skip(1).Take(3).Select(cell => cell.TextContent.Trim()))));
    }

    [Fact]
    public async Task Kind_Chosen_ShowsItAlone_AndPagesGoOn()
    {
        for (var i = 0; i < ActivityReader.PageSize + 3; i++)
        {
            await Store.AddAsync(ActivityKind.Query, "ann", $"q{i}", address: null, Token);
        }

        await Store.AddAsync(ActivityKind.SignIn, "ann", "Signed in as viewer.", address: null, Token);
        var page = Open<ActivityPage>("/activity");
        page.WaitForAssertion(() => Assert.Equal(ActivityReader.PageSize, page.FindAll("[data-testid=activity-row]").Count));

        Follow(page.FindAll(".kinds a").Single(link => link.TextContent == "query"));
        page.WaitForAssertion(() => Assert.Contains($"q{ActivityReader.PageSize + 2}", page.FindAll("[data-testid=activity-row]")[0].TextContent, StringComparison.Ordinal));
        Follow(page.FindAll(".pager a").Single(link => link.TextContent == "Older"));

        page.WaitForAssertion(() => Assert.Equal(["q2", "q1", "q0"], page.FindAll("[data-testid=activity-row] .what").Select(cell => cell.TextContent.Trim())));
        Assert.Equal(["Newest"], page.FindAll(".pager a").Select(link => link.TextContent));
    }

    /// <summary>Names, queries and paths in it are other people's: shown as text, with what hides made visible.</summary>
    [Fact]
    public async Task Text_OfSomebodyHostile_IsText()
    {
        await Store.AddAsync(ActivityKind.Refused, "<img src=x onerror=alert(1)>", "Asked for /\u202Egnp.exe<script>alert(1)</script>", "\u001b[31m", Token);

        var page = Open<ActivityPage>("/activity");

        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=activity-row]")));
        Assert.Empty(page.FindAll("img, script"));
        var row = page.Find("[data-testid=activity-row]");
        Assert.Contains("<script>alert(1)</script>", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", row.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/activity?kind=nonsense", "does not exist")]
    [InlineData("/activity?before=-1", "does not say where")]
    [InlineData("/activity?page=2", "does not know")]
    public void Link_WithAPartThatIsWrong_SaysSoAndShowsTheNewest(string url, string expected)
    {
        var page = Open<ActivityPage>(url);

        page.WaitForAssertion(() => Assert.Contains(expected, page.Find(".notice").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("Nothing of this kind was done.", page.Markup, StringComparison.Ordinal));
    }

    /// <summary>A circuit that was opened as administrator shows nothing more once that is over, also before the page is told.</summary>
    [Fact]
    public async Task Load_AfterTheSessionsEnd_ShowsNothing()
    {
        await Store.AddAsync(ActivityKind.Query, "ann", "a secret query", address: null, Token);
        var session = await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Administrator);
        var page = Open<ActivityPage>("/activity");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=activity-row]")));
        await Services.GetRequiredService<CredentialStore>().RevokeAsync(session, Token);

        await page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent == "Look again").Click());

        page.WaitForAssertion(() => Assert.Contains("could not be read", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("a secret query", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DashboardRole.Viewer)]
    [InlineData(DashboardRole.Reviewer)]
    public async Task Load_ByALesserRole_ShowsNothing(DashboardRole role)
    {
        await Store.AddAsync(ActivityKind.Query, "ann", "a secret query", address: null, Token);
        await Services.GetRequiredService<TestPerson>().SignInAsync(role);

        var page = Open<ActivityPage>("/activity");

        page.WaitForAssertion(() => Assert.Contains("could not be read", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("a secret query", page.Markup, StringComparison.Ordinal);
    }
}

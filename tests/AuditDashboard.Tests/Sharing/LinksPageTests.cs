using AuditDashboard.Sharing;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.EventList;
using AuditDashboard.Tests.SignIn;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Sharing;

public sealed class LinksPageTests : PageTestContext
{
    private ShortLinkStore Links => Services.GetRequiredService<ShortLinkStore>();

    [Fact]
    public async Task List_OfHostileTexts_ShowsThemAsText_AndLeadsNowhereElse()
    {
        await Links.CreateAsync("<img src=x onerror=alert(1)>", "/changes?v=1", "<script>alert(1)</script>", "\u202E\u001b[31m", cluster: null, Token);
        await Links.CreateAsync("eve", "//evil.example/", "elsewhere", "", cluster: null, Token); // as somebody who writes the database could

        var page = Open<LinksPage>("/links");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=link-row]").Count));
        Assert.Empty(page.FindAll("img, script"));
        Assert.Contains("<script>alert(1)</script>", page.FindAll("[data-testid=link-row]")[1].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", page.Find("table").TextContent, StringComparison.Ordinal);
        Assert.Equal(["/changes?v=1"], page.FindAll("table a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Revoke_ByItsOwner_ClosesIt_AndIsRecorded()
    {
        var own = await Links.CreateAsync("rita", "/", "own", "", cluster: null, Token);
        await Links.CreateAsync("bob", "/", "bobs", "", cluster: null, Token);
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer, "rita");
        var page = Open<LinksPage>("/links");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=link-row]").Count));

        await page.InvokeAsync(() => Button(page, "Revoke").Click());
        await page.InvokeAsync(() => Button(page, "Keep it").Click());
        Assert.NotNull(await Links.FindAsync(own.Code, Token));
        await page.InvokeAsync(() => Button(page, "Revoke").Click());
        Assert.NotNull(await Links.FindAsync(own.Code, Token));
        await page.InvokeAsync(() => Button(page, "Yes, revoke").Click());

        page.WaitForAssertion(() => Assert.Contains("revoked", page.FindAll("[data-testid=link-row]")[1].TextContent, StringComparison.Ordinal));
        Assert.Null(await Links.FindAsync(own.Code, Token));
        Assert.Single(await Services.GetRequiredService<ActivityStore>().GetAsync(null, ActivityKind.Share, 10, Token));
    }

    [Fact]
    public async Task Revoke_ByAnAdministrator_IsOfferedForEach()
    {
        await Links.CreateAsync("rita", "/", "own", "", cluster: null, Token);
        await Links.CreateAsync("bob", "/", "bobs", "", cluster: null, Token);

        var page = Open<LinksPage>("/links");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("button").Count(button => button.TextContent == "Revoke")));
    }

    [Fact]
    public async Task Load_ByAViewer_ShowsNothing()
    {
        await Links.CreateAsync("rita", "/", "a secret title", "", cluster: null, Token);
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Viewer);

        var page = Open<LinksPage>("/links");

        page.WaitForAssertion(() => Assert.Contains("could not be read", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("a secret title", page.Markup, StringComparison.Ordinal);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<LinksPage> page, string text) => page.FindAll("button").Single(button => button.TextContent == text);
}

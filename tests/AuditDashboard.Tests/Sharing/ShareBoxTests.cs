using AuditDashboard.Changes;
using AuditDashboard.Shell;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.EventList;
using AuditDashboard.Tests.SignIn;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Sharing;

public sealed class ShareBoxTests : PageTestContext
{
    private ShortLinkStore Links => Services.GetRequiredService<ShortLinkStore>();

    [Fact]
    public async Task Share_OnAView_MakesTheWindowFixed_AndKeepsItMovingWhereAsked()
    {
        var page = await OpenBoxAsync("/changes?range=7d&f.verb=create&v=1");

        Assert.Equal(
            "http://localhost/changes?cluster=demo&from=2026-11-16T14:06:00Z&to=2026-11-23T14:06:00Z&f.verb=create&v=1",
            page.Find("[data-testid=share-link]").GetAttribute("value"));
        await page.InvokeAsync(() => page.Find("[data-testid=share-moving]").Change(true));

        Assert.Equal("http://localhost/changes?cluster=demo&range=7d&f.verb=create&v=1", page.Find("[data-testid=share-link]").GetAttribute("value"));
        Assert.Contains("Opens on this machine only", page.Find("[data-testid=share-limit]").TextContent, StringComparison.Ordinal);
    }

    /// <summary>Where a link leads nowhere from elsewhere, what is shown is frozen and handed on as a packet.</summary>
    [Fact]
    public async Task Share_WithoutAPublicAddress_OffersThePacket()
    {
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer, "rita");
        var page = await OpenBoxAsync("/changes?from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z");
        page.WaitForElement("[data-testid=freeze]");
        Assert.Contains("pass on its evidence packet", page.Find("[data-testid=share-limit]").TextContent, StringComparison.Ordinal);

        await page.InvokeAsync(() => page.Find("[data-testid=freeze]").Click());

        page.WaitForElement("[data-testid=share-packet]");
        var code = (await Services.GetRequiredService<SnapshotStore>().GetAsync(1, Token))[0].Code;
        Assert.Equal($"/api/v1/snapshots/{code}/packet", page.Find("[data-testid=share-packet]").GetAttribute("href"));
    }

    [Theory]
    [InlineData("freeze")]
    [InlineData("freeze-packet")]
    public async Task Freeze_WithoutATitle_SaysSo_AndMakesNothing(string button)
    {
        var page = await OpenBoxAsync("/changes");
        page.WaitForElement("[data-testid=freeze]");
        await page.InvokeAsync(() => page.Find("[data-testid=share-title]").Input(" "));

        await page.InvokeAsync(() => page.Find($"[data-testid={button}]").Click());

        page.WaitForAssertion(() => Assert.Contains("Write a title", page.Find("[data-testid=freeze-problem]").TextContent, StringComparison.Ordinal));
        Assert.Empty(await Services.GetRequiredService<SnapshotStore>().GetAsync(10, Token));
    }

    /// <summary>Where the browser takes no file, the snapshot is there all the same, with a link to its packet.</summary>
    [Fact]
    public async Task Freeze_WhosePacketTheBrowserDoesNotTake_SaysSo_AndOffersIt()
    {
        JSInterop.SetupModule("./js/download.js").SetupModule(call => call.Identifier == "prepare").Setup<DownloadEnd>("run").SetResult(new DownloadEnd(IsSaved: false, "4 exports are running."));
        var page = await OpenBoxAsync("/changes?from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z");
        page.WaitForElement("[data-testid=freeze-packet]");

        await page.InvokeAsync(() => page.Find("[data-testid=freeze-packet]").Click());

        page.WaitForAssertion(() => Assert.Equal("The snapshot is there, its packet was not saved. 4 exports are running.", page.Find("[data-testid=freeze-problem]").TextContent));
        Assert.NotEmpty(page.FindAll("[data-testid=share-packet]"));
        Assert.Empty(page.FindAll("[data-testid=freeze-work], [data-testid=freeze-packet], [data-testid=make-link]"));
    }

    [Fact]
    public async Task Share_OfAFixedWindow_OffersNoOther()
    {
        var page = await OpenBoxAsync("/changes?from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z");

        Assert.Empty(page.FindAll("[data-testid=share-moving]"));
    }

    [Fact]
    public async Task Share_WithAPublicAddress_GivesLinksThere()
    {
        var options = Services.GetRequiredService<SignInOptions>();
        (options.Mode, options.PublicUrl) = (SignInMode.Token, new Uri("https://audit.example.com"));

        var page = await OpenBoxAsync("/changes?f.actor=%E2%98%83");

        Assert.Empty(page.FindAll("[data-testid=share-limit]"));
        Assert.StartsWith("https://audit.example.com/changes?cluster=demo&from=", page.Find("[data-testid=share-link]").GetAttribute("value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShortLink_Made_LeadsToWhatIsShown_AndIsRecorded()
    {
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer, "rita");
        var page = await OpenBoxAsync("/changes?f.verb=create");
        await page.InvokeAsync(() => page.Find("[data-testid=share-title]").Input("<b>Look</b>"));
        await page.InvokeAsync(() => page.Find("[data-testid=share-note]").Input("at this"));

        await page.InvokeAsync(() => page.Find("form[aria-label='Short link']").Submit());

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=short-link]")));
        var link = Assert.Single(await Links.GetAsync(10, Token));
        Assert.Equal("http://localhost/s/" + link.Code, page.Find("[data-testid=short-link]").GetAttribute("value"));
        Assert.Equal(
            ("/changes?cluster=demo&from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z&f.verb=create&v=1", "<b>Look</b>", "at this", "rita"),
            (link.Target, link.Title, link.Note, link.Owner));
        var recorded = Assert.Single(await Services.GetRequiredService<ActivityStore>().GetAsync(null, ActivityKind.Share, 10, Token));
        Assert.Equal(("rita", true), (recorded.Actor, recorded.Text.Contains(link.Code, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task ShortLink_WithoutATitle_IsNotMade(string title)
    {
        var page = await OpenBoxAsync("/changes");
        await page.InvokeAsync(() => page.Find("[data-testid=share-title]").Input(title));

        await page.InvokeAsync(() => page.Find("form[aria-label='Short link']").Submit());

        Assert.Contains("Write a title", page.Find(".share-box [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(await Links.GetAsync(10, Token));
    }

    [Fact]
    public async Task ShortLink_ForAViewer_IsNotOffered()
    {
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Viewer);

        var page = await OpenBoxAsync("/changes");

        page.WaitForAssertion(() => Assert.Contains("needs the role reviewer", page.Find("[data-testid=share-box]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=share-box] form, [data-testid=share-box] a"));
    }

    /// <summary>The form was drawn for a reviewer, whose session is over by the time it is sent.</summary>
    [Fact]
    public async Task ShortLink_AfterTheSessionsEnd_IsNotMade()
    {
        var session = await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer);
        var page = await OpenBoxAsync("/changes");
        await Services.GetRequiredService<CredentialStore>().RevokeAsync(session, Token);

        await page.InvokeAsync(() => page.Find("form[aria-label='Short link']").Submit());

        page.WaitForAssertion(() => Assert.Contains("sign-in has ended", page.Find(".share-box [role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(await Links.GetAsync(10, Token));
    }

    private async Task<IRenderedComponent<ChangesPage>> OpenBoxAsync(string url)
    {
        var page = Open<ChangesPage>(url);
        page.WaitForAssertion(() => Assert.Equal("true", page.Find("[data-ready]").GetAttribute("data-ready")));
        await page.InvokeAsync(() => page.Find("[data-testid=share]").Click());
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=share-box]")));
        return page;
    }
}

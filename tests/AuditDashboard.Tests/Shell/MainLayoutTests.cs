using AuditDashboard.Shell;
using AuditDashboard.Tests.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Shell;

public sealed class MainLayoutTests : DashboardTestContext
{
    [Theory]
    [InlineData("/", "Overview")]
    [InlineData("/changes?range=7d", "Changes")]
    [InlineData("/aws-auth", "aws-auth")]
    [InlineData("/collection", "Collection")]
    [InlineData("/queries?range=7d", "Queries")]
    public void Navigation_OnAPage_MarksIt(string url, string name)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(url);

        var cut = Render<MainLayout>();

        Assert.Equal(name, Assert.Single(cut.FindAll("nav a[aria-current=page]")).TextContent);
    }

    [Fact]
    public void Section_OfAPage_IsShownOnAllOfItsPagesAndOnNoOther()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/queries?cluster=prod");
        var cut = Render<MainLayout>();

        Assert.Equal(
            [("Collection", "/collection?cluster=prod"), ("Queries", "/queries?cluster=prod")],
            cut.FindAll("nav[aria-label=Collection] a").Select(a => (a.TextContent, a.GetAttribute("href") ?? "")));
        Assert.Equal("Collection", Assert.Single(cut.FindAll("nav a[aria-current=true]")).TextContent);

        cut.InvokeAsync(() => navigation.NavigateTo("/changes"));

        cut.WaitForAssertion(() => Assert.Empty(cut.FindAll("nav[aria-label=Collection]")));

        // The keys g and q find it in the navigation from everywhere.
        Assert.Equal("/queries", Assert.Single(cut.FindAll("nav.nav a[hidden]"), a => a.TextContent == "Queries").GetAttribute("href"));
    }

    [Fact]
    public void Navigation_WithAScope_KeepsItAndDropsThePagesOwnState()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/changes?cluster=prod&range=7d&f.actor=x");

        var cut = Render<MainLayout>();

        Assert.Equal("/secrets?cluster=prod&range=7d", cut.FindAll("nav a").Single(a => a.TextContent == "Secrets").GetAttribute("href"));
    }

    [Fact]
    public void Navigation_AfterGoingElsewhere_Follows()
    {
        var cut = Render<MainLayout>();

        cut.InvokeAsync(() => Services.GetRequiredService<NavigationManager>().NavigateTo("/secrets?range=6h"));

        cut.WaitForAssertion(() => Assert.Equal("Secrets", cut.Find("nav a[aria-current=page]").TextContent));
        Assert.Equal("/?range=6h", cut.FindAll("nav a")[0].GetAttribute("href"));
    }

    [Fact]
    public void Landmarks_OfTheFrame_AreThere()
    {
        var cut = Render<MainLayout>();

        Assert.EndsWith("#main", cut.Find("a.skip").GetAttribute("href"), StringComparison.Ordinal);
        Assert.NotNull(cut.Find("main#main"));
        Assert.NotNull(cut.Find("nav[aria-label]"));
        Assert.NotNull(cut.Find("header"));
    }

    [Fact]
    public void KeyboardHelp_Pressed_ListsTheKeys()
    {
        var cut = Render<KeyboardHelp>();
        Assert.Empty(cut.FindAll("[role=dialog]"));

        cut.Find("[data-key-help]").Click();

        Assert.Contains("Copy a link to this view", cut.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
    }
}

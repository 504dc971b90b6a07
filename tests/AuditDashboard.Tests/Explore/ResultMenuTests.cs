using AuditDashboard.Explore;
using AuditDashboard.Explore.Downloads;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.SignIn;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Explore;

public sealed class ResultMenuTests : ExploreTestContext
{
    [Fact]
    public async Task Menu_OffersWhatThePageShows_UntilThePageIsGone()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"), Record(2, "create", "roles", "b"));
        var page = Open<ExplorePage>(DashboardUrls.ExploreOf("fields verb | sort verb", new PageScope { Cluster = "demo" }));
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll("[data-testid=result-export]")));
        var offers = Services.GetRequiredService<ResultOffers>();
        Assert.Equal(0, offers.Count);

        await page.InvokeAsync(() => page.Find("[data-testid=result-export]").Click());

        await page.WaitForAssertionAsync(() => Assert.Equal(3, page.FindAll(".export-box a").Count));
        var offer = Offered(page, offers);
        Assert.Equal(["create", "delete"], offer.Result.Rows.Select(row => row.Cells[0]));
        Assert.StartsWith("/explore?", offer.PageUrl, StringComparison.Ordinal);
        Assert.Contains("from=", offer.PageUrl, StringComparison.Ordinal);
        Assert.Null(offers.Find(offer.Key, null));
        Assert.Null(offers.Find(offer.Key, Person.Local with { Name = "other" }));

        // Another result: the open box leads to that one, and nothing leads to the first.
        Navigation.NavigateTo(DashboardUrls.ExploreOf("fields verb | filter verb = 'create'", new PageScope { Cluster = "demo" }));
        await page.WaitForAssertionAsync(() => Assert.Equal("1 row", page.Find("[data-testid=explore-count]").TextContent));
        Assert.Single(Offered(page, offers).Result.Rows);
        Assert.Null(offers.Find(offer.Key, Person.Local));
        Assert.Equal(1, offers.Count);

        await DisposeComponentsAsync();
        Assert.Equal(0, offers.Count);
    }

    private static ResultOffer Offered(IRenderedComponent<ExplorePage> page, ResultOffers offers)
    {
        var url = page.Find("[data-testid=result-export-csv]").GetAttribute("href")!;
        var key = url["/explore/results/".Length..url.IndexOf('?', StringComparison.Ordinal)];
        Assert.Equal(32, key.Length);
        return offers.Find(key, Person.Local)!; // asserted by what follows
    }
}

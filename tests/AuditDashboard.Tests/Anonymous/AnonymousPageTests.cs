using AuditDashboard.Anonymous;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Tests.EventList;
using Bunit;

namespace AuditDashboard.Tests.Anonymous;

public sealed class AnonymousPageTests : PageTestContext
{
    [Theory]
    [InlineData("/anonymous", 5)]
    [InlineData("/anonymous?show=refused", 2)]
    [InlineData("/anonymous?show=allowed", 1)]
    [InlineData("/anonymous?show=granted", 3)]
    public async Task List_ChartAndFacets_AreOfTheSameEvents(string url, int count)
    {
        await StoreManyAsync();

        var page = Open<AnonymousPage>(url);

        page.WaitForAssertion(() => Assert.Equal(count, NumberIn(page.Find("[data-testid=list-count]").TextContent)));
        Assert.Equal(count, page.FindAll("[data-testid=event-row]").Count);
        Assert.Equal(count, page.FindComponent<TimeChart>().Instance.Model.Total);
        Assert.Equal(count, page.FindAll("[data-testid=facet-ip]").Sum(e => NumberIn(e.QuerySelector(".c")!.TextContent)));
        Assert.Equal(count, page.FindAll("[data-testid=facet-actor]").Sum(e => NumberIn(e.QuerySelector(".c")!.TextContent)));
    }

    [Fact]
    public async Task SeriesOfTheStack_Clicked_GivesItsEvents()
    {
        await StoreManyAsync();
        var page = Open<AnonymousPage>("/anonymous");
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll("[data-testid=event-row]").Count));
        var chart = page.FindComponent<TimeChart>().Instance.Model;

        foreach (var series in chart.Series)
        {
            Navigation.NavigateTo("/anonymous");
            page.WaitForAssertion(() => Assert.Equal(5, page.FindAll("[data-testid=event-row]").Count));

            await page.InvokeAsync(() => page.FindComponent<TimeChart>().Instance.OnBar.InvokeAsync(new ChartBar(chart.Window, series.Key)));

            page.WaitForAssertion(() => Assert.Equal(series.Total, NumberIn(page.Find("[data-testid=list-count]").TextContent)));
        }
    }

    // 5 events; the refused binding of rights is both anonymous and a write of rights, and counts once.
    private Task StoreManyAsync()
    {
        const string Grant = """
            "requestObject":{"kind":"ClusterRoleBinding","subjects":[{"kind":"User","name":"system:anonymous"}]},
            """;
        return StoreAsync(
            Record(1, "get", "pods", "p", user: "system:anonymous", code: 403, group: "", decision: "forbid"),
            Record(2, "get", "pods", "p", user: "system:anonymous", code: 200, group: ""),
            Record(3, "create", "clusterrolebindings", "open", ns: null, extra: Grant),
            Record(4, "create", "clusterrolebindings", "open2", ns: null, user: "system:anonymous", code: 403, decision: "forbid", extra: Grant),
            Record(5, "patch", "clusterrolebindings", "open3", ns: null, extra: Grant));
    }
}

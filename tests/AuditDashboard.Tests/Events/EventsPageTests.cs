using AuditDashboard.Events;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Tests.EventList;
using Bunit;

namespace AuditDashboard.Tests.Events;

public sealed class EventsPageTests : PageTestContext
{
    [Fact]
    public async Task EveryCannedQuery_ShowsItsEvents_AndTheChartAddsUp()
    {
        await StoreManyAsync();
        var expected = new Dictionary<string, long> { ["roles"] = 2, ["secrets"] = 1, ["secrets-forbidden"] = 2, ["denied"] = 4, ["anonymous"] = 1, ["serviceaccounts"] = 1 };

        foreach (var query in QueryCatalog.BuiltIn.Queries)
        {
            var page = Open<EventsPage>("/events?query=" + query.Id);
            var wanted = expected.GetValueOrDefault(query.Id);

            // Nothing is said to be collected here, so that none are known and not that there are none.
            page.WaitForAssertion(() => Assert.Equal(wanted == 0 ? "No events known" : $"{wanted} event{(wanted == 1 ? "" : "s")}", page.Find("[data-testid=list-count]").TextContent));
            Assert.Equal(wanted, page.FindComponent<TimeChart>().Instance.Model.Total);
        }
    }

    [Fact]
    public async Task NoQuery_ShowsEveryStoredEventOnce_InTheStackToo()
    {
        await StoreManyAsync();

        foreach (var url in (string[])["/events", "/events?q=e"])
        {
            var page = Open<EventsPage>(url);

            page.WaitForAssertion(() => Assert.Equal(7, page.FindAll("[data-testid=event-row]").Count));
            Assert.Equal(7, page.FindComponent<TimeChart>().Instance.Model.Total);
        }
    }

    [Fact]
    public async Task BarOfAStack_Clicked_ShowsExactlyItsEvents()
    {
        await StoreManyAsync();
        foreach (var url in (string[])["/events", "/events?query=denied&query=secrets-forbidden&query=anonymous"])
        {
            var page = Open<EventsPage>(url);
            page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=event-row]")));
            var chart = page.FindComponent<TimeChart>().Instance.Model;
            foreach (var series in chart.Series.Where(s => s.Total > 0))
            {
                Navigation.NavigateTo(url);
                page.WaitForAssertion(() => Assert.Equal(chart.Total, NumberIn(page.Find("[data-testid=list-count]").TextContent)));

                await page.InvokeAsync(() => page.FindComponent<TimeChart>().Instance.OnBar.InvokeAsync(new ChartBar(chart.Window, series.Key)));

                page.WaitForAssertion(() => Assert.Equal(series.Total, NumberIn(page.Find("[data-testid=list-count]").TextContent)));
                Assert.Equal(series.Total, page.FindComponent<TimeChart>().Instance.Model.Total);
            }
        }
    }

    [Fact]
    public void UnknownQuery_IsSaid()
    {
        var page = Open<EventsPage>("/events?query=nonsense");

        page.WaitForAssertion(() => Assert.Contains("canned query that does not exist", page.Find(".notice").TextContent, StringComparison.Ordinal));
    }

    // 7 events: 2 roles, 1 secrets 401, 2 secrets 403 (denied too, one of them anonymous), 1 denied alone, 1 serviceaccounts.
    private Task StoreManyAsync() => StoreAsync(
        Record(1, "create", "roles", "a"), Record(2, "create", "roles", "b"),
        Record(3, "get", "secrets", "s", code: 401, group: ""), Record(4, "get", "secrets", "s", code: 403, group: "", decision: "forbid"),
        Record(5, "list", "secrets", "s", user: "system:anonymous", code: 403, group: "", decision: "forbid"),
        Record(6, "list", "pods", "p", code: 403, group: "", decision: "forbid"),
        Record(7, "create", "serviceaccounts", "robot", group: ""));
}

using AuditDashboard.Secrets;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Tests.EventList;
using Bunit;

namespace AuditDashboard.Tests.Secrets;

public sealed class SecretsPageTests : PageTestContext
{
    [Theory]
    [InlineData("/secrets", "5 refused reads of secrets", 5)]
    [InlineData("/secrets?show=401", "2 reads of secrets answered 401", 2)]
    [InlineData("/secrets?show=403", "3 reads of secrets answered 403", 3)]
    public async Task List_AndChart_AreOfTheAnswersAskedFor(string url, string heading, int count)
    {
        await StoreManyAsync();

        var page = Open<SecretsPage>(url);

        page.WaitForAssertion(() => Assert.Equal(heading, page.Find("[data-testid=list-count]").TextContent));
        Assert.Equal(count, page.FindAll("[data-testid=event-row]").Count);
        Assert.Equal(count, page.FindComponent<TimeChart>().Instance.Model.Total);
        Assert.Equal(1, page.FindComponent<TimeChart>().Instance.Model.WidthMinutes);
        foreach (var key in (string[])["actor", "ip", "namespace", "name"])
        {
            Assert.Equal(count, page.FindAll($"[data-testid=facet-{key}]").Sum(e => NumberIn(e.QuerySelector(".c")!.TextContent)));
        }
    }

    [Fact]
    public async Task GuideNote_SaysWhatItsQueryWouldShow()
    {
        await StoreManyAsync();

        var page = Open<SecretsPage>("/secrets");

        page.WaitForAssertion(() => Assert.Contains("401 only: 2 of these 5", page.Find(".list-note").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bar_Clicked_ShowsTheEventsBehindIt()
    {
        await StoreManyAsync();
        var page = Open<SecretsPage>("/secrets");
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll("[data-testid=event-row]").Count));
        var chart = page.FindComponent<TimeChart>().Instance.Model;
        var refused = chart.Series.Single(s => s.Key == "403");
        var bin = refused.Counts.Select((count, i) => (count, i)).First(x => x.count == 2).i;

        await page.InvokeAsync(() => page.FindComponent<TimeChart>().Instance.OnBar.InvokeAsync(new ChartBar(chart.BinWindow(bin), "403")));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=event-row]").Count));
        Assert.Equal(60, page.FindComponent<TimeChart>().Instance.Model.Window.Duration.TotalSeconds);
    }

    [Fact]
    public void UnknownChoice_FallsBackAndSaysSo()
    {
        var page = Open<SecretsPage>("/secrets?show=418");

        page.WaitForAssertion(() => Assert.Contains("show", page.Find(".notice").TextContent, StringComparison.Ordinal));
    }

    private Task StoreManyAsync() => StoreAsync(
        Read(1, 401), Read(2, 401, user: "bob"), Read(3, 403), Read(10.1, 403, ns: "prod"), Read(10.2, 403, ip: "198.51.100.77"));

    private string Read(double minutesAgo, int code, string user = "ann", string ns = "web", string ip = "192.0.2.7") =>
        Record(minutesAgo, "get", "secrets", "db", user: user, code: code, ns: ns, group: "", ip: ip, decision: "forbid");
}

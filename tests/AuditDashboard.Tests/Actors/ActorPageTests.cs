using System.Globalization;
using AuditDashboard.Actors;
using AuditDashboard.Events;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Tests.EventList;
using Bunit;

namespace AuditDashboard.Tests.Actors;

public sealed class ActorPageTests : PageTestContext
{
    private const string Certificate = "X509SHA256=0a1b";

    [Fact]
    public async Task Page_EveryNumber_OpensExactlyItsEvents()
    {
        await CollectAsync(TimeSpan.FromDays(-2), TimeSpan.Zero);
        await StoreManyAsync();

        var page = Open<ActorPage>("/actor?name=jane");

        page.WaitForAssertion(() => Assert.Equal(6, NumberIn(page.Find("[data-testid=actor-events]").TextContent)));
        Assert.Equal(6, page.FindComponent<TimeChart>().Instance.Model.Total);
        var links = page.FindAll(".fv").Where(value => value.QuerySelector("a.l") is not null)
            .Select(value => (Url: value.QuerySelector("a.l")!.GetAttribute("href")!, Count: NumberIn(value.QuerySelector(".c")!.TextContent)))
            .Concat(page.FindAll(".hours td a").Select(hour => (Url: hour.GetAttribute("href")!, Count: NumberIn(hour.GetAttribute("title")!.Split(": ")[1]))))
            .Append((Url: page.Find("a.denied").GetAttribute("href")!, Count: NumberIn(page.Find("a.denied").TextContent))).ToList();
        Assert.True(links.Count > 12);
        foreach (var (url, count) in links)
        {
            var list = Open<EventsPage>(url);
            list.WaitForAssertion(() => Assert.Equal(count, NumberIn(list.Find("[data-testid=list-count]").TextContent)));
            list.Dispose();
        }
    }

    [Fact]
    public async Task Page_NeverSaysThatItIsAll_AndTellsWhatWasNotCollected()
    {
        await CollectAsync(TimeSpan.FromHours(-2), TimeSpan.Zero);
        await StoreManyAsync();

        var page = Open<ActorPage>("/actor?name=jane");

        page.WaitForAssertion(() => Assert.Contains("this is not all that the actor did", page.Markup, StringComparison.Ordinal));
        Assert.Contains("22 h not collected", page.Find("section.sec").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_AddressAndHourThatAreNew_AreSaidToBe()
    {
        await CollectAsync(TimeSpan.FromDays(-40), TimeSpan.Zero);
        await StoreAsync(
            Record(60, "update", "roles", "now", ip: "203.0.113.9"),
            Record(62, "update", "roles", "known", ip: "192.0.2.7"),
            Record((3 * 24 * 60) + 120, "update", "roles", "before", ip: "192.0.2.7"));

        var page = Open<ActorPage>("/actor?name=jane");

        page.WaitForAssertion(() => Assert.Equal("From 1 address not collected before: 203.0.113.9.", Plain(page.Find("[data-testid=new-addresses]").TextContent)));
        Assert.Contains("at hours 12 UTC", Plain(page.Markup), StringComparison.Ordinal);
        Assert.Contains("Now also at 13 UTC", page.Markup, StringComparison.Ordinal);
        Assert.Contains("20 Nov 2026 12:06:00 UTC", page.Find(".fact").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WhoActedAsWhom_IsSaidOnBothSides()
    {
        const string Flux = "system:serviceaccount:flux-system:kustomize-controller";
        await StoreAsync(
            Record(10, "patch", "rolebindings", "a", user: "mallory").Replace("\"sourceIPs\"", $"\"impersonatedUser\":{{\"username\":\"{Flux}\"}},\"sourceIPs\"", StringComparison.Ordinal),
            Record(20, "patch", "rolebindings", "b", user: "mallory"));

        var mallory = Open<ActorPage>("/actor?name=mallory");
        mallory.WaitForAssertion(() => Assert.Contains("flux-system/kustomize-controller", mallory.Find("[data-testid=acted-as] a").TextContent, StringComparison.Ordinal));
        var url = mallory.Find("[data-testid=acted-as] a").GetAttribute("href")!;
        Assert.Empty(mallory.FindAll("[data-testid=acted-by]"));
        mallory.Dispose();
        var list = Open<EventsPage>(url);
        list.WaitForAssertion(() => Assert.Equal(1, NumberIn(list.Find("[data-testid=list-count]").TextContent)));
        list.Dispose();

        var flux = Open<ActorPage>("/actor?name=" + Flux);
        flux.WaitForAssertion(() => Assert.Contains("mallory", flux.Find("[data-testid=acted-by] a").TextContent, StringComparison.Ordinal));
        Assert.Equal(0, NumberIn(flux.Find("[data-testid=actor-events]").TextContent));
    }

    [Fact]
    public async Task Page_NothingBefore_SaysThatWhatIsUsualCannotBeTold()
    {
        await StoreAsync(Record(60, "update", "roles", "now"));

        var page = Open<ActorPage>("/actor?name=jane");

        page.WaitForAssertion(() => Assert.Contains("what is usual cannot be told", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=new-addresses]"));
    }

    [Fact]
    public async Task Page_TwoWaysOfSigningInUnderOneName_IsWarned()
    {
        const string User = "\"username\":\"jane\"";
        await StoreAsync(
            Record(60, "update", "roles", "a"),
            Record(50, "update", "roles", "b").Replace(User, User + $",\"extra\":{{\"authentication.kubernetes.io/credential-id\":[\"{Certificate}\"]}}", StringComparison.Ordinal));

        var page = Open<ActorPage>("/actor?name=jane");

        page.WaitForAssertion(() => Assert.Contains("with a client certificate (1); in a way that the log does not hold (1)", Plain(page.Find("[data-testid=actor-faces]").TextContent), StringComparison.Ordinal));
        Assert.Contains(Certificate, page.Find(".hops").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NothingInTheWindow_CollectedOrNot_LooksDifferent()
    {
        await StoreAsync(Record(60 * 24 * 3, "update", "roles", "old"));
        var page = Open<ActorPage>("/actor?name=jane");
        page.WaitForAssertion(() => Assert.Contains("Nothing was collected", page.Find(".state.not-collected").TextContent, StringComparison.Ordinal));
        Assert.Contains("20 Nov 2026", page.Find(".fact").TextContent, StringComparison.Ordinal);

        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        Navigation.NavigateTo("/actor?name=jane&range=2h");

        page.WaitForAssertion(() => Assert.Contains("All of it was collected.", page.Find(".state.empty").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_WithoutAName_ListsTheUsers()
    {
        await StoreManyAsync();

        var page = Open<ActorPage>("/actor");

        page.WaitForAssertion(() => Assert.Contains("2 users", page.Find("h1").TextContent, StringComparison.Ordinal));
        Follow(page.FindAll("table.users a")[0]);
        page.WaitForAssertion(() => Assert.Equal("jane", page.Find("[data-testid=actor-name]").TextContent.Trim()));
    }

    [Fact]
    public async Task Page_HostileName_IsText()
    {
        const string Name = "<img src=x onerror=alert(1)>\u202e\"&f.verb=get";
        await StoreAsync(Record(60, "update", "roles", "a", user: Name));

        var page = Open<ActorPage>("/actor?name=" + Uri.EscapeDataString(Name));

        page.WaitForAssertion(() => Assert.Equal(1, NumberIn(page.Find("[data-testid=actor-events]").TextContent)));
        Assert.Empty(page.FindAll("img"));
        var list = Open<EventsPage>(page.Find("[data-testid=actor-events]").GetAttribute("href")!);
        list.WaitForAssertion(() => Assert.Equal(1, NumberIn(list.Find("[data-testid=list-count]").TextContent)));
    }

    [Fact]
    public async Task EventPage_LeadsToItsActor()
    {
        await StoreAsync(Record(60, "update", "roles", "a"));
        var list = Open<EventsPage>("/events");
        list.WaitForAssertion(() => Assert.NotEmpty(list.FindAll("[data-testid=event-row]")));

        Follow(list.Find("a.row-link"));

        list.WaitForAssertion(() => Assert.Contains("/actor?", list.Find("[data-testid=actor-link]").GetAttribute("href"), StringComparison.Ordinal));
        Assert.Contains("name=jane", list.Find("[data-testid=actor-link]").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "none")]
    [InlineData("7", "07")]
    [InlineData("7,8,9", "07 to 09")]
    [InlineData("0,7,8,23", "00, 07 to 08 and 23")]
    public void HoursInWords(string hours, string words)
    {
        var has = new bool[24];
        foreach (var hour in hours.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            has[int.Parse(hour, CultureInfo.InvariantCulture)] = true;
        }

        Assert.Equal(words, ActorHours.Words(has));
    }

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(" .", ".", StringComparison.Ordinal);

    private Task StoreManyAsync() => StoreAsync(
        Record(600, "create", "roles", "one"),
        Record(500, "update", "roles", "one"),
        Record(90, "delete", "roles", "two", ns: "shop"),
        Record(80, "get", "secrets", "token", code: 403, decision: "forbid", group: "", ip: "203.0.113.9"),
        Record(20, "list", "secrets", "token", code: 401, decision: "forbid", group: ""),
        Record(10, "patch", "clusterroles", "wide", ns: null, code: 409),
        Record(10, "patch", "clusterroles", "wide", ns: null, user: "bob"));
}

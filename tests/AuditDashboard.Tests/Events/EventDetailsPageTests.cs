using AngleSharp.Dom;
using AuditDashboard.Events;
using AuditDashboard.Storage.Events;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Events;

public sealed class EventDetailsPageTests : PageTestContext
{
    [Fact]
    public async Task Page_OfAnEvent_SaysWhoDidWhatAndWhy()
    {
        await StoreAsync(Record(5, "patch", "clusterroles", "admin", user: "j.okafor", ns: null, ip: "203.0.113.61"));

        var page = await OpenFirstAsync();

        page.WaitForAssertion(() => Assert.Equal("j.okafor patched ClusterRole admin; allowed.", Squeeze(page.Find(".say"))));
        Assert.Contains("RBAC: because", page.Find(".dec").TextContent, StringComparison.Ordinal);
        Assert.Contains("asserted by API server", page.Find(".hops").TextContent, StringComparison.Ordinal);
        Assert.Contains("203.0.113.61", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Cluster roles", page.Find(".found").TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("kubectl/v1.31.0 (linux/amd64)", "kubectl 1.31.0, linux/amd64 chosen by client")]
    [InlineData("k9s/v0.32.5 (linux/amd64)", "k9s 0.32.5 console, linux/amd64 chosen by client")]
    public async Task Program_SaysItsKind_UnlessItsNameDoes(string agent, string words)
    {
        await StoreAsync(Record(5, "patch", "clusterroles", "admin", ns: null, extra: $"\"userAgent\":{Text(agent)},"));

        var page = await OpenFirstAsync();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".hops")));
        var program = page.FindAll("dt").Single(term => term.TextContent == "Program").NextElementSibling;
        Assert.Equal(words.Replace(" ", "", StringComparison.Ordinal), Squeeze(program!).Replace(" ", "", StringComparison.Ordinal)); // styles keep the parts apart
    }

    [Fact]
    public async Task Page_FindsTheSameAuditIdAndTheSameActor()
    {
        await StoreAsync(
            Record(60, "create", "roles", "this", user: "ann", auditId: "shared", stage: "RequestReceived"), Record(59.9, "create", "roles", "this", user: "ann", auditId: "shared"),
            Record(50, "create", "roles", "near", user: "ann"), Record(44, "create", "roles", "far", user: "ann"), Record(59, "create", "roles", "other", user: "bob"),
            Record(3000, "delete", "roles", "old", user: "eve", auditId: "shared"));

        var page = await OpenFirstAsync(new EventFilter { Search = "this", Window = null });

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".side table").Count));
        var tables = page.FindAll(".side table");
        Assert.Equal(3, tables[0].QuerySelectorAll("tbody tr").Length);
        Assert.Equal(3, tables[1].QuerySelectorAll("tbody tr").Length);
        Assert.DoesNotContain("far", tables[1].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("other", tables[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("3 collected events", page.Find(".side").TextContent, StringComparison.Ordinal);
        Assert.Contains("not all that the actor did", page.Find(".side").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ReusedAuditId_ExplainsTheFlag()
    {
        await StoreAsync(Record(2, "create", "roles", "a", auditId: "mine"));
        await StoreAsync(Record(1, "create", "roles", "b", auditId: "mine"));

        var page = await OpenFirstAsync();

        page.WaitForAssertion(() => Assert.Contains("A client can choose the audit ID", page.Find(".flag").TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/event/ffffffffffffffffffffffffffffffff", "never collected")]
    [InlineData("/event/12", "32 hexadecimal digits")]
    [InlineData("/event/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "32 hexadecimal digits")]
    public void UnknownId_IsAClearState(string url, string words)
    {
        var page = Open<EventDetailsPage>(url);

        page.WaitForAssertion(() => Assert.Contains(words, page.Find(".state").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("script"));
    }

    [Fact]
    public async Task OtherView_IsInTheUrl_AndShowsTheRecordAsItIs()
    {
        var record = Record(5, "create", "roles", "a");
        await StoreAsync(record);
        var page = await OpenFirstAsync();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".json")));

        Follow(page.FindAll("a.tab").Single(a => a.TextContent == "Raw"));

        page.WaitForAssertion(() => Assert.Equal(record, page.Find("pre").TextContent));
        Assert.Contains("view=raw", Navigation.Uri, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".json"));
    }

    [Fact]
    public async Task NextEvent_OnTheSamePage_IsShownInstead()
    {
        await StoreAsync(Record(5, "create", "roles", "first"), Record(6, "create", "roles", "second"));
        var page = await OpenFirstAsync(new EventFilter { Search = "first" });
        page.WaitForAssertion(() => Assert.Contains("web/first", page.Find(".say").TextContent, StringComparison.Ordinal));

        Follow(page.FindAll(".side td.time a").Single());

        page.WaitForAssertion(() => Assert.Contains("web/second", page.Find(".say").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task LargeBody_IsBoundedUntilAllIsAskedFor()
    {
        var body = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"k{i}\":{i}"));
        await StoreAsync(Record(5, "create", "roles", "a", extra: $"\"requestObject\":{{{body}}},"));
        var page = await OpenFirstAsync();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("a.tab")));
        Follow(page.FindAll("a.tab").Single(a => a.TextContent == "Raw"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("pre")));
        Assert.InRange(page.Find("pre").TextContent.Length, 30_000, 40_000);

        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent.StartsWith("Show all", StringComparison.Ordinal)).Click());

        page.WaitForAssertion(() => Assert.True(page.Find("pre").TextContent.Length > 200_000));
    }

    [Theory]
    [MemberData(nameof(HostileText.All), MemberType = typeof(HostileText))]
    public async Task HostileText_Everywhere_IsTextOnly(string value)
    {
        var json = value.Replace('\uD800', '?').Replace('\uDC00', '?');
        await StoreAsync(Record(
            1, "create", "roles", json, user: json, ns: json, ip: json, auditId: json, decision: "forbid", code: 403,
            extra: $"\"impersonatedUser\":{{\"username\":{Text(json)},\"groups\":[{Text(json)}]}},\"requestObject\":{{{Text(json + "k")}:{Text(json)}}},"));

        var page = await OpenFirstAsync();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".say")));
        Assert.Empty(page.FindAll("script, img, iframe, svg[onload], [onerror], [onmouseover], [onload]"));
        Assert.All(page.FindAll("a"), a => Assert.Matches("^/", a.GetAttribute("href")));
    }

    private async Task<IRenderedComponent<EventDetailsPage>> OpenFirstAsync(EventFilter? filter = null)
    {
        var rows = (await Services.GetRequiredService<EventReader>().GetPageAsync(filter ?? new EventFilter(), null, 1, Token)).Rows;
        return Open<EventDetailsPage>("/event/" + rows[0].Id);
    }

    private static string Squeeze(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)).Replace(" .", ".", StringComparison.Ordinal).Replace(" ;", ";", StringComparison.Ordinal);
}

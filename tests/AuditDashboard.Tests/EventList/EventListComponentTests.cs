using AngleSharp.Dom;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.EventList.Json;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shell;
using AuditDashboard.Storage.Events;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.EventList;

public sealed class EventListComponentTests : BunitContext
{
    private static readonly string[] Expected = ["SPAN", "DIV", "A", "TABLE", "COLGROUP", "COL", "THEAD", "TBODY", "TR", "TH", "TD", "BDI", "H2", "INPUT", "BUTTON", "P", "PRE", "SVG", "PATH", "B", "TIME", "HTML", "HEAD", "BODY"];

    public EventListComponentTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddScoped<BrowserShell>();
        Services.AddSingleton(TimeProvider.System);
    }

    [Theory]
    [MemberData(nameof(HostileText.All), MemberType = typeof(HostileText))]
    public void EventTable_HostileTextInEveryField_IsTextOnly(string value)
    {
        var row = EventRows.Row(1) with
        {
            Cluster = value,
            Verb = value,
            User = value,
            ImpersonatedUser = value,
            ApiGroup = value,
            Resource = value,
            Subresource = value,
            Namespace = value,
            Name = value,
            SourceIp = value,
            UserAgent = value,
            RequestUri = value,
            AuditId = value,
            Stage = value,
            Decision = value,
        };

        var table = Render<EventTable>(p => p.Add(t => t.Data, EventRows.Data([row, row with { RowId = 2, Resource = null }]))
            .Add(t => t.State, EventListState.Default).Add(t => t.UrlFor, s => Url(s)).Add(t => t.Label, "2 changes"));

        AssertNoForeignMarkup(table.Nodes);
        Assert.Equal(2, table.FindAll("[data-testid=event-row]").Count);
        if (value.Length is > 0 and < 200)
        {
            var cell = table.Find(".who bdi").TextContent;
            Assert.Equal(LogSegmentsText(value, 120), cell);
        }
    }

    [Theory]
    [MemberData(nameof(HostileText.All), MemberType = typeof(HostileText))]
    public void FacetsAndChips_HostileValues_AreTextAndLinkToThemselves(string value)
    {
        var counts = new FacetCounts(EventFacet.Actor, [new FacetValue(value, 3)], 1);
        var state = EventListState.Default.Not(EventFacet.Name, value);

        var facet = Render<FacetList>(p => p.Add(f => f.Counts, counts).Add(f => f.State, state).Add(f => f.UrlFor, s => Url(s)));
        var chips = Render<FilterChips>(p => p.Add(c => c.BaseText, "x").Add(c => c.State, state).Add(c => c.UrlFor, s => Url(s)));

        AssertNoForeignMarkup(facet.Nodes);
        AssertNoForeignMarkup(chips.Nodes);
        Assert.All(facet.FindAll("a").Concat(chips.FindAll("a")), a => Assert.StartsWith("/changes", a.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(HostileText.All), MemberType = typeof(HostileText))]
    public void JsonView_HostileRecord_IsTextInEveryMode(string value)
    {
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { [value.Replace('\uD800', '?').Replace('\uDC00', '?') + "k"] = new[] { value.Replace('\uD800', '?').Replace('\uDC00', '?') } });

        foreach (var mode in Enum.GetValues<JsonMode>())
        {
            var view = Render<JsonView>(p => p.Add(v => v.Json, json).Add(v => v.ModeInUrl, mode));

            AssertNoForeignMarkup(view.Nodes);
        }
    }

    [Fact]
    public void JsonView_ReadAgain_StaysOpen_AndAnotherRecordBeginsShort()
    {
        var json = System.Text.Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 100_000) + "\"}");
        var view = Render<JsonView>(p => p.Add(v => v.Json, json).Add(v => v.ModeInUrl, JsonMode.Raw));
        view.FindAll("button").Single(b => b.TextContent.StartsWith("Show all", StringComparison.Ordinal)).Click();

        view.Render(p => p.Add(v => v.Json, json.ToArray()));
        Assert.Equal(json.Length, view.Find("pre").TextContent.Length);

        byte[] other = [.. json[..6], (byte)'y', .. json[7..]];
        view.Render(p => p.Add(v => v.Json, other));
        Assert.Equal(JsonView.FirstChars, view.Find("pre").TextContent.Length);
    }

    [Fact]
    public void FilterChips_Exclusion_SaysHowManyItHides()
    {
        var state = EventListState.Default.Not(EventFacet.Actor, "system:node:a");
        var hidden = new Dictionary<FacetFilter, long> { [state.Chips[0]] = 1_234 };

        var chips = Render<FilterChips>(p => p.Add(c => c.BaseText, "x").Add(c => c.State, state).Add(c => c.Hidden, hidden).Add(c => c.UrlFor, s => Url(s)));

        var chip = chips.Find("[data-testid=chip]");
        Assert.Contains("not", chip.ClassList);
        Assert.Equal("actor is not system:node:a 1\u202F234 hidden ×", Words(chip));
        Assert.Equal("/changes", chip.QuerySelector("a.x")!.GetAttribute("href"));
    }

    [Fact]
    public void FacetList_Value_LinksToExactlyItsEvents()
    {
        var counts = new FacetCounts(EventFacet.Namespace, [new FacetValue("web", 3), new FacetValue("", 2)], 2);

        var facet = Render<FacetList>(p => p.Add(f => f.Counts, counts).Add(f => f.State, EventListState.Default).Add(f => f.UrlFor, s => Url(s)));

        var entries = facet.FindAll("[data-testid=facet-namespace]");
        Assert.Equal(["/changes?f.namespace=web", "/changes?f.namespace=web", "/changes?x.namespace=web"], entries[0].QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.Equal("cluster-wide only not 2", Words(entries[1]));
        Assert.Equal("/changes?f.namespace=", entries[1].QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void EventTable_Selected_IsTheOnlyTabStop()
    {
        var rows = new[] { EventRows.Row(1), EventRows.Row(2), EventRows.Row(3) };
        var state = EventListState.Default.Select(rows[1].Id);

        var table = Render<EventTable>(p => p.Add(t => t.Data, EventRows.Data(rows, state)).Add(t => t.State, state).Add(t => t.UrlFor, s => Url(s)).Add(t => t.Label, "3"));

        Assert.Equal(["-1", "0", "-1"], table.FindAll(".row-link").Select(a => a.GetAttribute("tabindex")));
        Assert.All(table.FindAll(".fl a"), a => Assert.Equal("-1", a.GetAttribute("tabindex")));
        Assert.Equal("true", table.FindAll("[data-testid=event-row]")[1].GetAttribute("aria-selected"));
    }

    private static string Url(EventListState state) => AuditDashboard.Shared.Urls.DashboardUrls.Changes(new AuditDashboard.Shared.Scope.PageScope(), state.ToPairs());

    // The pieces of a chip are boxes beside each other: what stands between them is not in the text.
    private static string Words(IElement element) =>
        string.Join(' ', element.Descendants<IText>().SelectMany(t => t.Data.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)));

    private static string LogSegmentsText(string value, int max) => string.Concat(LogSegments.Split(value, max).Select(s => s.Text));

    private static void AssertNoForeignMarkup(INodeList nodes)
    {
        var elements = nodes.OfType<IElement>().SelectMany(e => e.QuerySelectorAll("*").Prepend(e)).ToList();
        Assert.All(elements, e => Assert.Contains(e.TagName.ToUpperInvariant(), Expected));
        Assert.All(elements.SelectMany(e => e.Attributes), a => Assert.False(a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), a.Name));
    }
}

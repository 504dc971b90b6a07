using AngleSharp.Dom;
using AuditDashboard.Changes;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Tests.EventList;
using Bunit;

namespace AuditDashboard.Tests.Changes;

public sealed class ChangesPageTests : PageTestContext
{
    [Fact]
    public async Task Page_OnChanges_ListChartFacetsAndCountAgree()
    {
        await StoreManyAsync();

        var page = Open<ChangesPage>("/changes");
        page.WaitForAssertion(() => Assert.Equal("12 changes", page.Find("[data-testid=list-count]").TextContent));

        Assert.Equal(12, page.FindAll("[data-testid=event-row]").Count);
        Assert.Equal(12, page.FindComponent<TimeChart>().Instance.Model.Total);
        foreach (var key in (string[])["kind", "actor", "verb", "namespace", "outcome", "ip"])
        {
            Assert.Equal(12, page.FindAll($"[data-testid=facet-{key}]").Sum(e => NumberIn(e.QuerySelector(".c")!.TextContent)));
        }
    }

    [Fact]
    public async Task EveryFacetCount_Followed_GivesExactlySoManyRowsAndBars()
    {
        await StoreManyAsync();
        var page = Open<ChangesPage>("/changes?x.verb=delete");
        page.WaitForAssertion(() => Assert.Equal("11 changes", page.Find("[data-testid=list-count]").TextContent));
        var doors = page.FindAll("[data-testid^=facet-]").Select(e => (Href: e.QuerySelector("a")!.GetAttribute("href")!, Count: NumberIn(e.QuerySelector(".c")!.TextContent))).ToList();

        Assert.NotEmpty(doors);
        foreach (var (href, count) in doors)
        {
            Navigation.NavigateTo(href);
            page.WaitForAssertion(() => Assert.Equal(count, NumberIn(page.Find("[data-testid=list-count]").TextContent)), TimeSpan.FromSeconds(10));
            Assert.Equal(count, page.FindAll("[data-testid=event-row]").Count);
            Assert.Equal(count, page.FindComponent<TimeChart>().Instance.Model.Total);
        }
    }

    [Fact]
    public async Task UnknownCluster_HasAChartThatIsNotCollected_NotAnEmptyBaseline()
    {
        await StoreManyAsync();

        var page = Open<ChangesPage>("/changes?cluster=nobody");
        page.WaitForAssertion(() => Assert.Equal("No changes known", page.Find("[data-testid=list-count]").TextContent));

        var chart = page.FindComponent<TimeChart>().Instance.Model;
        var stretch = Assert.Single(chart.Coverage);
        Assert.Equal((chart.Window, CoverageState.NotCollected), (stretch.Window, stretch.State));
        Assert.NotEmpty(page.FindAll(".state.not-collected"));
        Assert.Empty(page.FindAll(".state.empty"));
    }

    [Fact]
    public async Task Excluding_SaysHowManyAreHidden_AndTheChipTakesItBack()
    {
        await StoreManyAsync();

        var page = Open<ChangesPage>("/changes?x.actor=system:node:a");
        page.WaitForAssertion(() => Assert.Equal("8 changes", page.Find("[data-testid=list-count]").TextContent));

        var chip = page.Find("[data-testid=chip]");
        Assert.Contains("4 hidden", chip.TextContent, StringComparison.Ordinal);
        Follow(chip.QuerySelector("a.x")!);
        page.WaitForAssertion(() => Assert.Equal("12 changes", page.Find("[data-testid=list-count]").TextContent));
        Assert.Empty(page.FindAll("[data-testid=chip]"));
    }

    [Fact]
    public async Task BarClicked_ShowsExactlyItsEvents()
    {
        await StoreManyAsync();
        var page = Open<ChangesPage>("/changes");
        page.WaitForAssertion(() => Assert.Equal(12, page.FindAll("[data-testid=event-row]").Count));
        var chart = page.FindComponent<TimeChart>().Instance.Model;
        var series = chart.Series.First(s => s.Total > 0);
        var bin = series.Counts.Select((count, i) => (count, i)).First(x => x.count > 0);

        await page.InvokeAsync(() => page.FindComponent<TimeChart>().Instance.OnBar.InvokeAsync(new ChartBar(chart.BinWindow(bin.i), series.Key)));

        page.WaitForAssertion(() => Assert.Equal(bin.count, NumberIn(page.Find("[data-testid=list-count]").TextContent)));
        Assert.Contains("from=", Navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("f.kind=" + series.Key, Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherApiGroups_AreFoldedApart_WithTheirCount()
    {
        await StoreManyAsync();
        var page = Open<ChangesPage>("/changes");
        page.WaitForAssertion(() => Assert.Contains("2 writes to other API groups", page.Find("[data-testid=other-groups]").TextContent, StringComparison.Ordinal));

        Follow(page.Find("[data-testid=other-groups]"));

        page.WaitForAssertion(() => Assert.Equal("2 writes to other API groups’ roles", page.Find("[data-testid=list-count]").TextContent));
        Assert.Equal(2, page.FindAll("[data-testid=event-row]").Count);
        Assert.Equal(2, page.FindComponent<TimeChart>().Instance.Model.Total);
    }

    [Fact]
    public async Task Undated_AreCountedBesideTheWindow_AndCanBeOpened()
    {
        await StoreAsync(Record(5, "create", "roles", "a"), Record(0, "create", "roles", "lost", isUndated: true));
        var page = Open<ChangesPage>("/changes");
        page.WaitForAssertion(() => Assert.Equal("1 change", page.Find("[data-testid=list-count]").TextContent));

        Follow(page.Find("[data-testid=undated]"));

        page.WaitForAssertion(() => Assert.Contains("web/lost", page.Find("[data-testid=event-row]").TextContent, StringComparison.Ordinal));
        Assert.Contains("undated=1", Navigation.Uri, StringComparison.Ordinal);
        Assert.Empty(page.FindComponents<TimeChart>());
    }

    [Fact]
    public async Task Pages_OfAHundred_HoldEveryEventOnce()
    {
        await StoreAsync([.. Enumerable.Range(0, 250).Select(i => Record(1 + (i / 3), "create", "roles", $"r{i}"))]);
        var page = Open<ChangesPage>("/changes");
        var seen = new List<string>();

        string[] positions = ["1–100 of 250", "101–200 of 250", "201–250 of 250"];
        foreach (var position in positions)
        {
            page.WaitForAssertion(() => Assert.Contains(position, page.Find(".pager").TextContent, StringComparison.Ordinal));
            seen.AddRange(page.FindAll("[data-testid=event-row] .did").Select(e => e.TextContent));
            if (page.FindAll(".pager a[rel=next]") is [var next])
            {
                Follow(next);
            }
        }

        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"created Role web/r{i}").Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Follow(page.Find(".pager a[rel=prev]"));
        page.WaitForAssertion(() => Assert.Contains("101–200 of 250", page.Find(".pager").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SharedLink_WithFiltersPlaceAndSelection_ShowsTheSameInAFreshProfile()
    {
        await StoreAsync([.. Enumerable.Range(0, 130).Select(i => Record(1 + i, i % 2 == 0 ? "create" : "patch", "roles", $"r{i}"))]);
        var first = Open<ChangesPage>("/changes?range=12h&q=r");
        first.WaitForAssertion(() => Assert.Equal(100, first.FindAll("[data-testid=event-row]").Count));
        Follow(first.Find(".pager a[rel=next]"));
        first.WaitForAssertion(() => Assert.Equal(30, first.FindAll("[data-testid=event-row]").Count));
        Follow(first.FindAll(".row-link")[3]);
        first.WaitForAssertion(() => Assert.Contains("104 of 130", first.Find(".panel").TextContent, StringComparison.Ordinal));

        var second = Open<ChangesPage>(Navigation.Uri);

        second.WaitForAssertion(() => Assert.Contains("104 of 130", second.Find(".panel").TextContent, StringComparison.Ordinal));
        Assert.All((IRenderedComponent<ChangesPage>[])[first, second], page => page.WaitForAssertion(() => Assert.Empty(page.FindAll(".risk.wait, .effect.wait"))));
        Assert.Equal(first.FindAll("[data-testid=event-row]").Select(e => e.TextContent), second.FindAll("[data-testid=event-row]").Select(e => e.TextContent));
    }

    [Fact]
    public async Task Selected_ShowsSentenceDecisionAndLinkToTheEvent()
    {
        await StoreAsync(Record(3, "create", "rolebindings", "admins", user: "j.okafor", code: 403, decision: "forbid"));
        var page = Open<ChangesPage>("/changes");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=event-row]")));

        Follow(page.Find(".row-link"));

        page.WaitForAssertion(() => Assert.Equal("j.okafor tried to create RoleBinding web/admins and was refused by RBAC.", Squeeze(page.Find(".panel .say"))));
        Assert.Contains("RBAC: because", page.Find(".panel").TextContent, StringComparison.Ordinal);
        Assert.Matches("^/event/[0-9a-f]{32}", page.FindAll(".panel a").Single(a => a.TextContent.Contains("event page", StringComparison.Ordinal)).GetAttribute("href"));
    }

    [Fact]
    public async Task Search_FindsNamesUsersNamespacesUrisAndAddresses()
    {
        await StoreAsync(
            Record(1, "create", "roles", "needle1"), Record(2, "create", "roles", "b", user: "needle2"), Record(3, "create", "roles", "c", ns: "needle3"),
            Record(4, "create", "roles", "d", ip: "198.51.100.4"), Record(5, "create", "roles", "e_%"));

        foreach (var (text, count) in (ReadOnlySpan<(string, int)>)[("NEEDLE", 3), ("needle2", 1), ("198.51.100", 1), ("_%", 1), ("%", 1), ("/apis/rbac", 5), ("nothing", 0)])
        {
            var page = Open<ChangesPage>("/changes?q=" + Uri.EscapeDataString(text));
            page.WaitForAssertion(() => Assert.Equal(count, NumberIn(page.Find("[data-testid=list-count]").TextContent)));
        }
    }

    [Fact]
    public async Task Empty_WhereAllWasCollected_SaysSo()
    {
        await CollectAsync(TimeSpan.FromDays(-2), TimeSpan.Zero);

        var page = Open<ChangesPage>("/changes");

        page.WaitForAssertion(() => Assert.Contains("All of it was collected.", page.Find(".state.empty").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Empty_WhereNothingWasCollected_DoesNotLookLikeNothingHappening()
    {
        var page = Open<ChangesPage>("/changes");

        page.WaitForAssertion(() => Assert.Contains("does not mean that nothing happened", page.Find(".state.not-collected").TextContent, StringComparison.Ordinal));
        Assert.NotNull(page.Find(".state.not-collected .hatch"));
    }

    [Fact]
    public async Task Empty_BehindFilters_OffersToClearThem()
    {
        await StoreAsync(Record(1, "create", "roles", "a"));

        var page = Open<ChangesPage>("/changes?f.verb=delete");

        page.WaitForAssertion(() => Assert.Contains("match the filters", page.Find(".state.empty").TextContent, StringComparison.Ordinal));
        Follow(page.FindAll(".state.empty a").Single(a => a.TextContent == "Clear the filters"));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=event-row]")));
    }

    [Fact]
    public async Task UnknownSelection_SaysSo()
    {
        await StoreAsync(Record(1, "create", "roles", "a"));

        var page = Open<ChangesPage>("/changes?sel=ffffffffffffffffffffffffffffffff");

        page.WaitForAssertion(() => Assert.Contains("not stored here", page.Find(".panel").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task BadKeysInTheLink_AreSaid()
    {
        await StoreAsync(Record(1, "create", "roles", "a"));

        var page = Open<ChangesPage>("/changes?f.kind=Bogus&groups=all&colour=red");

        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=event-row]")));
        var notice = page.Find(".notice").TextContent;
        Assert.Contains("Kind", notice, StringComparison.Ordinal);
        Assert.Contains("groups", notice, StringComparison.Ordinal);
        Assert.Contains("colour", notice, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(HostileText.All), MemberType = typeof(HostileText))]
    public async Task HostileNames_FromRecordToPage_AreTextOnly(string value)
    {
        var json = value.Replace('\uD800', '?').Replace('\uDC00', '?');
        await StoreAsync(Record(1, "create", "roles", json, user: json, ns: json, ip: json, auditId: json));

        var page = Open<ChangesPage>("/changes");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=event-row]")));
        Follow(page.Find(".row-link"));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".panel .say")));
        Assert.Empty(page.FindAll("script, img, iframe, svg[onload], [onerror], [onmouseover], [onload]"));
    }

    [Fact]
    public async Task StagesOfOneRequest_AreCountedAsOneRequest()
    {
        await StoreAsync(Record(2, "create", "roles", "a", stage: "RequestReceived", auditId: "same"), Record(1, "create", "roles", "a", auditId: "same"));

        var page = Open<ChangesPage>("/changes");

        page.WaitForAssertion(() => Assert.Equal("2 changes", page.Find("[data-testid=list-count]").TextContent));
        Assert.Contains("of 1 request", page.Find(".sech").TextContent, StringComparison.Ordinal);
    }

    private static string Squeeze(IElement element) => string.Join(' ', element.TextContent.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)).Replace(" .", ".", StringComparison.Ordinal);

    // 12 changes: 4 by a node, 2 refused, 1 deletion, 1 of aws-auth; and 2 of another API group.
    private Task StoreManyAsync() => StoreAsync(
        Record(10, "create", "roles", "a", user: "system:node:a"), Record(10.2, "patch", "roles", "b", user: "system:node:a"),
        Record(30, "create", "rolebindings", "c", user: "system:node:a"), Record(31, "create", "rolebindings", "d", user: "system:node:a", ip: "198.51.100.1"),
        Record(100, "create", "clusterroles", "e", ns: null), Record(101, "update", "clusterroles", "f", ns: null),
        Record(102, "create", "clusterrolebindings", "g", ns: null, code: 403, decision: "forbid"), Record(103, "create", "clusterrolebindings", "g", ns: null, code: 403, decision: "forbid"),
        Record(200, "delete", "roles", "h"), Record(700, "create", "roles", "i", ns: "prod"), Record(701, "create", "roles", "j", ns: "prod", code: 409),
        Record(1000, "update", "configmaps", "aws-auth", ns: "kube-system", group: ""),
        Record(20, "create", "roles", "cloud", group: "iam.aws.crossplane.io"), Record(21, "update", "roles", "cloud", group: "iam.aws.crossplane.io"));
}

using AngleSharp.Dom;
using AuditDashboard.Changes;
using AuditDashboard.Investigation;
using AuditDashboard.Investigation.Objects;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Tests.EventList;
using Bunit;

namespace AuditDashboard.Tests.Investigation;

/// <summary>The page of one object, from stored records to what a person reads.</summary>
public sealed class ObjectPageTests : PageTestContext
{
    [Fact]
    public async Task Page_Versions_NewestFirstWithWhatEachChangedAndThePanelOfTheNewest()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreVersionsAsync();

        var page = Open<ObjectPage>("/object?kind=Role&ns=web&name=r");

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("[data-testid=version]").Count));
        var rows = page.FindAll("[data-testid=version]");
        Assert.Contains("− get secrets (core)", Squeeze(rows[0]), StringComparison.Ordinal);
        Assert.Contains("+ get pods (core)", Squeeze(rows[0]), StringComparison.Ordinal);
        Assert.Contains("+ get secrets (core)", Squeeze(rows[1]), StringComparison.Ordinal);
        Assert.Contains("created", Squeeze(rows[2]), StringComparison.Ordinal);
        Assert.Equal("is there at the end of this time", page.Find("[data-testid=object-state]").TextContent);
        Assert.Equal(3, page.FindAll(".pt").Count);
        Assert.Equal("true", rows[0].GetAttribute("aria-selected"));
        page.WaitForAssertion(() => Assert.Contains("1 of 3", page.Find("aside.panel .phr").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=unknown-before]"));
    }

    [Fact]
    public async Task Page_VersionChosen_IsInTheAddressAndOpensTheSameAfresh()
    {
        await StoreVersionsAsync();
        var page = Open<ObjectPage>("/object?kind=Role&ns=web&name=r");
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("[data-testid=version]").Count));

        Follow(page.Find("[data-panel-next]"));
        page.WaitForAssertion(() => Assert.Equal("true", page.FindAll("[data-testid=version]")[1].GetAttribute("aria-selected")));
        Follow(page.FindAll("[data-tabs] a").Single(tab => tab.TextContent.Trim() == "Diff"));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("aside.panel tr.add")));

        var fresh = Open<ObjectPage>(Navigation.Uri);
        fresh.WaitForAssertion(() => Assert.Single(fresh.FindAll("aside.panel tr.add")));
        Assert.Equal("true", fresh.FindAll("[data-testid=version]")[1].GetAttribute("aria-selected"));
        Assert.Contains("2 of 3", fresh.Find("aside.panel .phr").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_FirstVersionNotKnown_SaysUnknownBefore()
    {
        await StoreAsync(Record(20, "update", "roles", "r", extra: RbacRecords.Response("Role", "r", "6", RbacRecords.Rules("get", "pods"))));

        var page = Open<ObjectPage>("/object?kind=Role&ns=web&name=r");

        page.WaitForAssertion(() => Assert.Contains("Unknown before 23 Nov 2026 13:46:00 UTC.", page.Find("[data-testid=unknown-before]").TextContent, StringComparison.Ordinal));
        Assert.Contains("unknown before this", page.Find("[data-testid=version]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("+ get pods", Squeeze(page.Find("[data-testid=version]")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Window_ShowsItsVersionsAndLeadsToTheOthers()
    {
        await StoreVersionsAsync();

        var page = Open<ObjectPage>("/object?kind=Role&ns=web&name=r&from=2026-11-23T13:30:00Z&to=2026-11-23T13:50:00Z"); // 36 to 16 minutes ago

        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=version]")));
        Assert.Contains("There are versions before this window.", page.Markup, StringComparison.Ordinal);
        Follow(page.FindAll("a").Single(a => a.TextContent.StartsWith("There are versions after this window", StringComparison.Ordinal)));
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("[data-testid=version]").Count));
        Navigation.NavigateTo("/object?kind=Role&ns=web&name=r&from=2026-11-23T13:30:00Z&to=2026-11-23T13:50:00Z");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=version]")));
        Follow(page.FindAll("a").Single(a => a.TextContent == "Show older ones"));
        page.WaitForAssertion(() => Assert.Contains("created", page.Find("[data-testid=version]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_NoVersion_CollectedOrNot_LooksDifferent()
    {
        var page = Open<ObjectPage>("/object?kind=ClusterRole&name=none&range=2h");
        page.WaitForAssertion(() => Assert.Contains("None seen, but not all of it is known", page.Find(".state.empty").TextContent, StringComparison.Ordinal));
        Assert.Equal("", page.Find("[data-testid=object-state]").TextContent);

        await CollectAsync(TimeSpan.FromHours(-3), TimeSpan.Zero);
        page = Open<ObjectPage>("/object?kind=ClusterRole&name=none&range=2h");

        page.WaitForAssertion(() => Assert.Contains("All of it was collected.", page.Find(".state.empty").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_ObjectDeleted_SaysThatItIsNotThere()
    {
        await StoreVersionsAsync();
        await StoreAsync(Record(5, "delete", "roles", "r", extra: """ "requestObject":{"kind":"DeleteOptions"},"responseObject":{"kind":"Status","status":"Success"}, """));

        var page = Open<ObjectPage>("/object?kind=role&ns=web&name=r");

        page.WaitForAssertion(() => Assert.Equal("is not there at the end of this time", page.Find("[data-testid=object-state]").TextContent));
        Assert.NotEmpty(page.FindAll(".pt.gone"));
    }

    [Theory]
    [InlineData("/object", "The link names no kind of object that is followed.")]
    [InlineData("/object?kind=Secret&ns=web&name=x", "The link names no kind of object that is followed.")]
    [InlineData("/object?kind=Role&name=x", "The link has no namespace, and a Role lies in one.")]
    [InlineData("/object?kind=ClusterRole&ns=web&name=x", "The link has a namespace, and a ClusterRole lies in none.")]
    [InlineData("/object?kind=ClusterRole", "The link has no name of an object.")]
    public void Page_LinkWithoutAnObject_SaysWhatIsWrong(string url, string sentence)
    {
        var page = Open<ObjectPage>(url);

        page.WaitForAssertion(() => Assert.Equal("The link names no object that is followed.", page.Find(".state h2").TextContent));
        Assert.Contains(sentence, page.Find(".notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChangesPage_PanelOfAChange_LeadsToItsObject()
    {
        await StoreVersionsAsync();
        var list = Open<ChangesPage>("/changes");
        list.WaitForAssertion(() => Assert.NotEmpty(list.FindAll(".row-link")));
        Follow(list.Find(".row-link"));
        list.WaitForAssertion(() => Assert.Contains(list.FindAll("aside.panel a"), a => a.TextContent == "All versions of the object"));

        var page = Open<ObjectPage>(list.FindAll("aside.panel a").Single(a => a.TextContent == "All versions of the object").GetAttribute("href")!);

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("[data-testid=version]").Count));
    }

    [Theory]
    [MemberData(nameof(HostileText.All), MemberType = typeof(HostileText))]
    public async Task HostileNames_AreTextAndFoundByTheirLink(string value)
    {
        var text = value.Length == 0 ? "-" : value.Replace('\uD800', '?').Replace('\uDC00', '?');
        await StoreAsync(Record(40, "create", "clusterroles", text, code: 201, ns: null, extra: RbacRecords.Response("ClusterRole", text, "1", RbacRecords.Rules(text, text), null)));

        var page = Open<ObjectPage>(InvestigationUrls.Object("demo", new ObjectKey(TrackedKind.ClusterRole, "", text)));

        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=version]")));
        Assert.Empty(page.FindAll("script, img, iframe, svg[onload], [onerror], [onmouseover], [onload]"));
    }

    [Fact]
    public void State_ThroughItsUrl_StaysTheSame()
    {
        var state = new ObjectPageState { Key = new ObjectKey(TrackedKind.RoleBinding, "a&b", "x=ü \u202e"), Selected = "0123", Panel = new ChangePanelState { Tab = ChangeTab.Diff, ShowsText = true } };
        var problems = new List<string>();

        Assert.True(ObjectPageState.TryFrom(PageQuery.Parse(InvestigationUrls.Object(new PageScope(), state.Key.Value, state.ToPairs())), problems, out var read));

        Assert.Equal(state, read);
    }

    private Task StoreVersionsAsync() => StoreAsync(
        Record(40, "create", "roles", "r", code: 201, extra: RbacRecords.Response("Role", "r", "5", "\"rules\":[]")),
        Record(30, "update", "roles", "r", extra: RbacRecords.Response("Role", "r", "6", RbacRecords.Rules("get", "secrets"))),
        Record(10, "update", "roles", "r", user: "bob", extra: RbacRecords.Response("Role", "r", "8", RbacRecords.Rules("get", "pods"))));

    private static string Squeeze(IElement element) => string.Join(' ', element.TextContent.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
}

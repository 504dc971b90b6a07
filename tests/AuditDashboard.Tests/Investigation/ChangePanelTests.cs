using System.Text;
using AngleSharp.Dom;
using AuditDashboard.AwsAuth;
using AuditDashboard.Changes;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Investigation;

/// <summary>The panel of a change, from stored records to what a person reads.</summary>
public sealed class ChangePanelTests : PageTestContext
{
    private const string Reader = """[{"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]}]""";
    private const string Wide = """[{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]},{"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]}]""";

    [Fact]
    public async Task Role_Widened_TellsWhatItDidWhyItIsGraveAndHowToTakeItBack()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(Role("create", 40, Reader, 201, "5"), Binding("create", 30, "eve"), Role("update", 20, Wide, 200, "6", sent: "5"));
        var page = await OpenNewestAsync();

        page.WaitForAssertion(() => Assert.Contains("Why medium", Panel(page), StringComparison.Ordinal));

        Assert.Equal(["get secrets (core)"], Items(page, "add"));
        Assert.Empty(Items(page, "del"));
        Assert.Contains("Compared with the version that the record itself names", Panel(page), StringComparison.Ordinal);
        Assert.Contains("User eve", page.Find(".panel .why").TextContent, StringComparison.Ordinal);
        Assert.Contains("It allows at least 1 more permission.", Squeeze(page.Find(".panel .say")), StringComparison.Ordinal);
        var undo = page.Find(".panel .cmd").TextContent;
        Assert.StartsWith("# Puts the version before in the place of the object as it is now.\n# kubectl replace -f undo.yaml\n", undo, StringComparison.Ordinal);
        Assert.Contains("- pods", undo, StringComparison.Ordinal);
        Assert.DoesNotContain("secrets", undo, StringComparison.Ordinal);
        Assert.DoesNotContain("resourceVersion", undo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_BeforeNotCollected_IsUnknownAndNeverGuessed()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(Role("update", 20, Wide, 200, "6", sent: "5"));
        var page = await OpenNewestAsync();

        page.WaitForAssertion(() => Assert.Contains("Unknown before this.", Panel(page), StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("whether this is new cannot be told", Panel(page), StringComparison.Ordinal));
        Assert.Contains("The version before is not known, so it cannot be restored.", Panel(page), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".panel .cmd"));
        Assert.DoesNotContain("It allows", page.Find(".panel .say").TextContent, StringComparison.Ordinal);

        Follow(Tab(page, "Diff"));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".panel [data-testid=unknown-before]")));
        Assert.Empty(page.FindAll(".panel tr.add, .panel tr.del, .panel .yaml .a, .panel .yaml .d"));
    }

    [Fact]
    public async Task Request_Refused_IsShownAsWhatItAskedFor()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(Role("create", 40, Reader, 201, "5"), Binding("create", 30, "eve"), Role("update", 20, Wide, 403, null));
        var page = await OpenNewestAsync();

        page.WaitForAssertion(() => Assert.Contains("had it been let through", Panel(page), StringComparison.Ordinal));

        Assert.Equal(["get secrets (core)"], Items(page, "add"));
        Assert.Contains("It asked to allow", page.Find(".panel .say").TextContent, StringComparison.Ordinal);
        Assert.Contains("There is nothing to undo: the request took no effect.", Panel(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TimeBetweenNotCollected_IsADoubtAboutTheVersionBefore()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.FromMinutes(-39));
        await CollectAsync(TimeSpan.FromMinutes(-25), TimeSpan.Zero);
        await StoreAsync(Role("create", 40, Reader, 201, "5"), Role("patch", 20, Wide, 200, "9"));
        var page = await OpenNewestAsync();

        page.WaitForAssertion(() => Assert.Contains("14 min between the last known version and this change were not collected", page.Find(".panel .doubt").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TimeSinceAListingNotCollected_IsADoubtToo()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.FromMinutes(-39));
        await CollectAsync(TimeSpan.FromMinutes(-25), TimeSpan.Zero);
        await ListAsync(40);
        await StoreAsync(Role("patch", 20, Wide, 200, "9"));
        var page = await OpenNewestAsync();

        await page.WaitForAssertionAsync(() => Assert.Contains("14 min between the last known version and this change were not collected", page.Find(".panel .doubt").TextContent, StringComparison.Ordinal));
        Assert.Equal(["get secrets (core)"], Items(page, "add"));
    }

    [Fact]
    public async Task TimeSinceAListingCollected_IsNoDoubt()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await ListAsync(40);
        await StoreAsync(Role("patch", 20, Wide, 200, "9"));
        var page = await OpenNewestAsync();

        await page.WaitForAssertionAsync(() => Assert.Equal(["get secrets (core)"], Items(page, "add")));
        Assert.Empty(page.FindAll(".panel .doubt"));
    }

    [Fact]
    public async Task Permissions_SayWhoGainedWhatByWhichWay()
    {
        await StoreAsync(Role("create", 40, Reader, 201, "5"), Binding("create", 30, "eve"));
        var page = await OpenNewestAsync("tab=permissions");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".panel section.sub")));
        var subject = page.Find(".panel section.sub");
        Assert.Contains("User eve", subject.QuerySelector("h2")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("at least +2", Squeeze(subject.QuerySelector("h2")!), StringComparison.Ordinal);
        var row = Assert.Single(subject.QuerySelectorAll("tr.add"));
        Assert.Contains("by RoleBinding web/b of Role r", Squeeze(row), StringComparison.Ordinal);
        Assert.Equal(["get", "list"], row.QuerySelectorAll(".v").Select(verb => verb.TextContent.Trim()));
        Assert.Contains("No listing shows every Role of the cluster", page.Find(".panel .gaps").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tabs_EachHaveAnAddress_ThatOpensTheSameInAFreshProfile()
    {
        await StoreAsync(Role("create", 40, Reader, 201, "5"), Role("update", 20, Wide, 200, "6", sent: "5"));
        var page = await OpenNewestAsync();
        page.WaitForAssertion(() => Assert.Equal(["Summary", "Diff", "Actor", "Permissions", "Used", "Related", "JSON", "Raw"], page.FindAll("[data-tabs] a").Select(tab => tab.TextContent.Trim())));

        Follow(Tab(page, "Diff"));
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".panel tr.add")));
        Follow(page.FindAll(".panel .seg a").Single(a => a.TextContent == "YAML"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".panel .yaml")));

        var fresh = Open<ChangesPage>(Navigation.Uri);
        fresh.WaitForAssertion(() => Assert.NotEmpty(fresh.FindAll(".panel .yaml")));
        Assert.Equal("Diff", fresh.Find("[data-tabs] a[aria-current=true]").TextContent.Trim());
        Assert.DoesNotContain("resourceVersion", fresh.Find(".panel .yaml").TextContent, StringComparison.Ordinal);

        Follow(fresh.FindAll(".panel .dh a").Single(a => a.TextContent == "Show bookkeeping"));
        fresh.WaitForAssertion(() => Assert.Contains("resourceVersion", fresh.Find(".panel .yaml").TextContent, StringComparison.Ordinal));
        Assert.Contains("tab=diff", Navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("diff=yaml", Navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("books=1", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NextAndPrevious_KeepThePartThatIsShown()
    {
        await StoreAsync(Role("create", 40, Reader, 201, "5"), Binding("create", 30, "eve"), Role("update", 20, Wide, 200, "6", sent: "5"));
        var page = await OpenNewestAsync("tab=actor");
        page.WaitForAssertion(() => Assert.Contains("1 of 3", Panel(page), StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-panel-previous]"));

        Follow(page.Find("[data-panel-next]"));
        page.WaitForAssertion(() => Assert.Contains("2 of 3", Panel(page), StringComparison.Ordinal));
        Assert.Equal("Actor", page.Find("[data-tabs] a[aria-current=true]").TextContent.Trim());
        Follow(page.Find("[data-panel-next]"));
        page.WaitForAssertion(() => Assert.Contains("3 of 3", Panel(page), StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-panel-next]"));
        Follow(page.Find("[data-close]"));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".panel")));
        Assert.DoesNotContain("tab=", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Used_CountsWhatTheGrantedDidSince_AndTheLinkShowsExactlyThat()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(
            Record(90, "get", "secrets", "db", user: "eve", code: 403, group: "", decision: "forbid"),
            Role("create", 40, Reader, 201, "5"), Binding("create", 30, "eve"),
            Record(10, "get", "secrets", "db", user: "eve", code: 403, group: "", decision: "forbid"),
            Record(9, "delete", "roles", "other", user: "eve"));
        var page = Open<ChangesPage>("/changes");
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("[data-testid=event-row]").Count));
        Follow(page.FindAll(".row-link")[1]);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-tabs] a")));

        Follow(Tab(page, "Used"));

        page.WaitForAssertion(() => Assert.Equal("2 collected events", page.Find("[data-testid=granted-activity]").TextContent));
        Assert.Contains("f.actor=eve", page.Find("[data-testid=granted-activity]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll(".panel section.who li").Count);
        var actor = page.Find("[data-testid=granted-actor]").GetAttribute("href");
        Assert.StartsWith("/actor?", actor, StringComparison.Ordinal);
        Assert.EndsWith("name=eve", actor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Used_RequestsThatNameTheBinding_AreCountedFromTheChangeOn_ByWhomAndOnWhat()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(
            By("b/web", Record(90, "create", "roles", "early", user: "eve")),
            Role("create", 40, Reader, 201, "5"), Binding("create", 30, "eve"),
            By("b/web", Record(10, "create", "roles", "x", user: "eve")), By("b/web", Record(9, "delete", "roles", "x", user: "eve")), By("other/web", Record(8, "create", "roles", "y", user: "eve")));
        var page = await OpenAsync(3, "tab=used");

        page.WaitForAssertion(() => Assert.StartsWith("Used: 2 collected events, first 23 Nov 2026 13:56:00 UTC", Squeeze(page.Find(".panel [data-testid=used]")), StringComparison.Ordinal));
        Assert.Contains("23 Nov 13:36 → 23 Nov 2026 14:06 UTC, from the change on.", Panel(page), StringComparison.Ordinal);
        Assert.Equal("eve2", Squeeze(page.Find("[data-testid=panel-used-by] li")));
        Assert.Equal(["create roles in web1", "delete roles in web1"], page.FindAll("[data-testid=panel-used-on] li").Select(Squeeze));
        Assert.Contains("kind=RoleBinding", page.Find("[data-testid=used-page]").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Used_OfWhatWasDeleted_AsksAboutTheTimeBefore()
    {
        await CollectAsync(TimeSpan.FromDays(-40), TimeSpan.Zero);
        await StoreAsync(
            Binding("create", 60, "eve"), By("b/web", Record(50, "create", "roles", "x", user: "eve")), Record(20, "delete", "rolebindings", "b", user: "alice"),
            By("b/web", Record(10, "create", "roles", "late", user: "eve")));
        var page = await OpenAsync(1, "tab=used");

        page.WaitForAssertion(() => Assert.StartsWith("Used: 1 collected event, first 23 Nov 2026 13:16:00 UTC", Squeeze(page.Find(".panel [data-testid=used]")), StringComparison.Ordinal));
        Assert.Contains("used before it was deleted?", Panel(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Used_OfARequestWithoutEffect_SaysThatThereWasNothingToUse()
    {
        await StoreAsync(Role("create", 40, Reader, 201, "5"), Role("update", 20, Wide, 403, null));
        var page = await OpenNewestAsync("tab=used");

        page.WaitForAssertion(() => Assert.Contains("it gave nothing that could be used", Panel(page), StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".panel [data-testid=used], .panel section.who"));
    }

    [Fact]
    public async Task Used_OfAwsAuth_LeadsToThePageOfTheUserThatTheRowMakes()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(
            AwsAuth(60, "- rolearn: a\n  groups: [ops]\n"), AwsAuth(20, "- rolearn: a\n  groups: [ops]\n- rolearn: b\n  username: ci\n  groups: [system:masters]\n"),
            Record(10, "create", "roles", "x", user: "ci"));

        var page = Open<AwsAuthPage>("/aws-auth?tab=used");

        page.WaitForAssertion(() => Assert.Equal("1 collected event", page.Find("[data-testid=granted-activity]").TextContent));
        Assert.EndsWith("name=ci", page.Find("[data-testid=granted-actor]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("system:masters is let through without a reason", page.Find("aside.panel").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecordOfAnEarlierStage_SaysThatItChangedNothingByItself()
    {
        await StoreAsync(Record(20, "update", "roles", "r", stage: "RequestReceived"));
        var page = await OpenNewestAsync();

        page.WaitForAssertion(() => Assert.Contains("It only says that the request came in", Panel(page), StringComparison.Ordinal));
        Assert.Contains("Open the event page", Panel(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteWithoutABody_SaysWhatIsNotKnown()
    {
        await StoreAsync(Record(20, "update", "roles", "r"));
        var page = await OpenNewestAsync();

        page.WaitForAssertion(() => Assert.Contains("Cannot tell.", Panel(page), StringComparison.Ordinal));
        Assert.Contains("what changed is not known", Panel(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AwsAuth_MastersGranted_IsCriticalInThePanelBesideTheRows()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(AwsAuth(60, "- rolearn: a\n  groups: [ops]\n"), AwsAuth(20, "- rolearn: a\n  groups: [ops]\n- rolearn: b\n  username: ci\n  groups: [system:masters]\n"));

        var page = Open<AwsAuthPage>("/aws-auth");

        page.WaitForAssertion(() => Assert.Contains("Why critical", page.Find("aside.panel").TextContent, StringComparison.Ordinal));
        Assert.Contains("+added: b as ci in system:masters", Squeeze(page.Find("aside.panel .items")), StringComparison.Ordinal);
        Follow(page.FindAll("[data-tabs] a").Single(tab => tab.TextContent == "Permissions"));
        page.WaitForAssertion(() => Assert.Contains("may do everything; no RBAC rule limits it", page.Find("aside.panel .ways").TextContent, StringComparison.Ordinal));
        Follow(page.Find("[data-panel-next]"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-panel-previous]")));
        Assert.Contains("tab=permissions", Navigation.Uri, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(HostileText.All), MemberType = typeof(HostileText))]
    public async Task HostileNames_InBodies_AreTextInEveryPart(string value)
    {
        var text = value.Replace('\uD800', '?').Replace('\uDC00', '?');
        var json = Text(text);
        await StoreAsync(
            Record(40, "create", "roles", text, code: 201, extra: $"\"responseObject\":{{\"kind\":\"Role\",\"metadata\":{{\"name\":{json},\"namespace\":\"web\",\"uid\":\"u\",\"resourceVersion\":\"1\"}},\"rules\":[]}},"),
            Record(30, "create", "rolebindings", text, code: 201, extra: $"\"responseObject\":{{\"kind\":\"RoleBinding\",\"metadata\":{{\"name\":{json},\"namespace\":\"web\",\"uid\":\"b\",\"resourceVersion\":\"2\",\"labels\":{{{json}:{json}}}}},\"subjects\":[{{\"kind\":\"User\",\"name\":{json}}}],\"roleRef\":{{\"kind\":\"Role\",\"name\":{json}}}}},"),
            Record(20, "update", "roles", text, extra: $"\"responseObject\":{{\"kind\":\"Role\",\"metadata\":{{\"name\":{json},\"namespace\":\"web\",\"uid\":\"u\",\"resourceVersion\":\"3\"}},\"rules\":[{{\"verbs\":[{json}],\"apiGroups\":[{json}],\"resources\":[{json}]}}]}},"));
        var page = await OpenNewestAsync();

        foreach (var tab in (string[])["summary", "diff", "diff&diff=yaml", "permissions", "used", "related", "actor", "json", "raw"])
        {
            Navigation.NavigateTo(Navigation.Uri.Split("&tab=")[0] + "&tab=" + tab);
            page.WaitForAssertion(() =>
            {
                Assert.NotEmpty(page.FindAll(".panel [data-tabs]"));
                Assert.Empty(page.FindAll(".panel .state-loading, .state.failed"));
                Assert.Empty(page.FindAll("script, img, iframe, svg[onload], [onerror], [onmouseover], [onload]"));
            });
        }
    }

    /// <summary>Opens the list with its newest change selected.</summary>
    private Task<IRenderedComponent<ChangesPage>> OpenNewestAsync(string pairs = "") => OpenAsync(0, pairs);

    /// <summary>Opens the list with one of its changes selected, counted from the newest.</summary>
    private async Task<IRenderedComponent<ChangesPage>> OpenAsync(int row, string pairs)
    {
        var page = Open<ChangesPage>("/changes");
        await page.WaitForAssertionAsync(() => Assert.True(page.FindAll(".row-link").Count > row));
        var href = page.FindAll(".row-link")[row].GetAttribute("href")!; // rows are links
        Navigation.NavigateTo(pairs.Length == 0 ? href : $"{href}&{pairs}");
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll(".panel .say")));
        return page;
    }

    private static string Panel(IRenderedComponent<ChangesPage> page) => Squeeze(page.Find(".panel"));

    private static IElement Tab(IRenderedComponent<ChangesPage> page, string name) => page.FindAll("[data-tabs] a").Single(tab => tab.TextContent.Trim() == name);

    private static IEnumerable<string> Items(IRenderedComponent<ChangesPage> page, string side) => page.FindAll($".panel .items .{side} .log").Select(item => item.TextContent);

    private static string Squeeze(IElement element) => string.Join(' ', element.TextContent.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private string Role(string verb, double minutesAgo, string rules, int code, string? version, string? sent = null) => Record(
        minutesAgo, verb, "roles", "r", user: "alice", code: code, decision: code == 403 ? "forbid" : "allow",
        extra: $"\"requestObject\":{Object("Role", "r", sent, $"\"rules\":{rules}")},"
            + (version is null ? "" : $"\"responseObject\":{Object("Role", "r", version, $"\"rules\":{rules}")},"));

    /// <summary>A listing of the cluster so many minutes ago, which shows the role as <see cref="Reader"/> has it.</summary>
    private async Task ListAsync(double minutesAgo)
    {
        var listed = (ManifestObject)ManifestValue.Parse(Encoding.UTF8.GetBytes($$$"""{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"r","namespace":"web","uid":"u-r","resourceVersion":"5"},"rules":{{{Reader}}}}"""))!; // an object, as written here
        var listing = new ClusterListing
        {
            TimeMicros = TimeWindow.ToMicrosSinceEpoch(Clock.GetUtcNow().AddMinutes(-minutesAgo)),
            Objects = [new(new ObjectKey(TrackedKind.Role, "web", "r"), listed)],
            CompleteKinds = new HashSet<TrackedKind> { TrackedKind.Role },
        };
        await Services.GetRequiredService<ListingStore>().AddAsync("demo", new Redactor(new byte[32]).Redact(listing), "listing.json", Token);
    }

    private string Binding(string verb, double minutesAgo, string user) => Record(
        minutesAgo, verb, "rolebindings", "b", user: "alice", code: 201,
        extra: $"\"responseObject\":{Object("RoleBinding", "b", "7", $$"""
            "subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"{{user}}"}],"roleRef":{"kind":"Role","name":"r"}
            """)},");

    private static string By(string binding, string record) =>
        record.Replace("RBAC: because", $"RBAC: allowed by RoleBinding \\\"{binding}\\\" of Role \\\"r\\\" to User \\\"eve\\\"", StringComparison.Ordinal);

    private string AwsAuth(double minutesAgo, string rows) => Record(
        minutesAgo, "update", "configmaps", "aws-auth", ns: "kube-system", group: "",
        extra: $"\"requestObject\":{{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{{\"name\":\"aws-auth\",\"namespace\":\"kube-system\"}},\"data\":{{\"mapRoles\":{Text(rows)}}}}},");

    private static string Object(string kind, string name, string? version, string members) =>
        $$"""{"kind":"{{kind}}","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"{{name}}","namespace":"web"{{(version is null ? "" : $",\"uid\":\"u-{name}\",\"resourceVersion\":\"{version}\"")}}},{{members}}}""";
}

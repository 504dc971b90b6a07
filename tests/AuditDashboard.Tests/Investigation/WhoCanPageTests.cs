using AngleSharp.Dom;
using AuditDashboard.Actors;
using AuditDashboard.Investigation.Access;
using AuditDashboard.Investigation.Objects;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Histories;
using AuditDashboard.Tests.Commands;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Investigation;

/// <summary>"Who could VERB RESOURCE in NAMESPACE at TIME?", from stored records to what a person reads.</summary>
public sealed class WhoCanPageTests : PageTestContext
{
    [Fact]
    public async Task Page_BindingOfAKnownRole_IsTheWayWithItsRuleAndTheAnswerSaysAtLeast()
    {
        await StoreGrantAsync();

        var page = Open<WhoCanPage>("/who-can?ns=web");

        page.WaitForAssertion(() => Assert.Equal("At least 2 users and groups could get secrets in namespace web.", Answer(page)));
        Assert.Equal(["Group system:masters", "User eve"], Ways(page).Select(way => way.Who));
        Assert.Equal("RoleBinding web/b of Role r rule get secrets (core)", Ways(page)[1].By);
        Assert.Contains("No listing shows every Role of the cluster", page.Find(".gaps").TextContent, StringComparison.Ordinal);
        Assert.Contains("Made of 2 stored writes", Squeeze(page.Find("[data-testid=known]")), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=unknown-before]"));
    }

    [Fact]
    public async Task Page_EachTime_HasItsOwnAnswer_ReachedByTheChangesAndTheSlider()
    {
        await StoreGrantAsync();
        await StoreAsync(Record(10, "delete", "rolebindings", "b", extra: """ "requestObject":{"kind":"DeleteOptions"},"responseObject":{"kind":"Status","status":"Success"}, """));
        var page = Open<WhoCanPage>("/who-can?ns=web&range=1h");
        page.WaitForAssertion(() => Assert.Equal(["Group system:masters"], Ways(page).Select(way => way.Who)));

        Follow(page.Find("[data-testid=change-before]")); // the deletion itself: the state after it
        page.WaitForAssertion(() => Assert.Contains("at=", Navigation.Uri, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("13:56:00", page.Find(".wl b").TextContent, StringComparison.Ordinal));
        Follow(page.Find("[data-testid=change-before]"));
        page.WaitForAssertion(() => Assert.Equal(["Group system:masters", "User eve"], Ways(page).Select(way => way.Who)));
        var fresh = Open<WhoCanPage>(Navigation.Uri);
        fresh.WaitForAssertion(() => Assert.Equal(["Group system:masters", "User eve"], Ways(fresh).Select(way => way.Who)));

        await fresh.InvokeAsync(() => fresh.Find("input[type=range]").Change("0"));
        fresh.WaitForAssertion(() => Assert.NotEmpty(fresh.FindAll("[data-testid=unknown-before]")));
        Assert.Equal(["Group system:masters"], Ways(fresh).Select(way => way.Who));
        Assert.NotEmpty(fresh.FindAll("[data-testid=unknown-share]"));
        Assert.NotEmpty(fresh.FindAll("[data-testid=change-after]"));
    }

    [Fact]
    public async Task Page_AskedForOneUser_HasTheGroupsOfTheNameAndOfAwsAuth()
    {
        await StoreGrantAsync();
        await StoreAsync(Record(
            20, "update", "configmaps", "aws-auth", ns: "kube-system", group: "",
            extra: $"\"responseObject\":{{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{{\"name\":\"aws-auth\",\"namespace\":\"kube-system\",\"uid\":\"m\",\"resourceVersion\":\"9\"}},\"data\":{{\"mapRoles\":{Text("- rolearn: arn:aws:iam::1:role/x\n  username: ci\n  groups: [system:masters]\n")}}}}},"));

        var page = Open<WhoCanPage>("/who-can?ns=web&user=ci");

        page.WaitForAssertion(() => Assert.Equal("ci could get secrets in namespace web, in at least 1 way.", Answer(page)));
        Assert.Contains("arn:aws:iam::1:role/x", Ways(page)[0].Who, StringComparison.Ordinal);
        Assert.Contains("system:authenticated, system:masters", page.Markup, StringComparison.Ordinal);
        Navigation.NavigateTo("/who-can?ns=web&user=mallory");
        page.WaitForAssertion(() => Assert.Equal("As far as is known, mallory could not get secrets in namespace web.", Answer(page)));
        Assert.Empty(page.FindAll("[data-testid=way]"));
    }

    [Fact]
    public async Task Page_WithAListing_IsExactAndSaysSinceWhenAndByWhich()
    {
        await CollectAsync(TimeSpan.FromHours(-2), TimeSpan.Zero);
        await StoreAsync(Record(30, "create", "rolebindings", "b", code: 201, extra: RbacRecords.Response("RoleBinding", "b", "7", RbacRecords.Binds("eve", "reader", "ClusterRole"))));
        var time = TimeWindow.ToMicrosSinceEpoch(Clock.GetUtcNow().AddHours(-1));
        Assert.True(ListingReader.TryRead(System.Text.Encoding.UTF8.GetBytes(SeedCommandTests.Listing), time, out var listing, out _));
        await Services.GetRequiredService<ListingStore>().AddAsync("demo", new Redactor(new byte[32]).Redact(listing!), "state\u202e.json", Token);

        var page = Open<WhoCanPage>("/who-can?ns=web");

        page.WaitForAssertion(() => Assert.Equal("3 users and groups could get secrets in namespace web.", Answer(page)));
        Assert.Equal(["Group audit", "Group system:masters", "User eve"], Ways(page).Select(way => way.Who).Order(StringComparer.Ordinal));
        Assert.StartsWith("Known as a whole since the listing of 23 Nov 2026 13:06:00 UTC (state", Squeeze(page.Find("[data-testid=known]")), StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', page.Find("[data-testid=known]").TextContent);
        Assert.Empty(page.FindAll(".gaps"));
        Navigation.NavigateTo("/who-can?ns=web&at=2026-11-23T13:00:00Z");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=unknown-before]")));

        var thing = Open<ObjectPage>("/object?kind=ClusterRole&name=reader");
        thing.WaitForAssertion(() => Assert.Contains("shown by a listing", thing.Find("[data-testid=version]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_NothingStored_SaysThatNothingIsKnownAndNeverNobody()
    {
        var page = Open<WhoCanPage>("/who-can?ns=web");

        page.WaitForAssertion(() => Assert.Contains("Nothing is known", page.Find("[data-testid=unknown-before]").TextContent, StringComparison.Ordinal));
        Assert.StartsWith("At least 1 user or group", Answer(page), StringComparison.Ordinal);
        Assert.Equal("width:100%", page.Find("[data-testid=unknown-share]").GetAttribute("style"));
    }

    [Fact]
    public async Task Page_QuestionAsked_IsInTheAddressAndLinksOpenTheObjectAndTheActor()
    {
        await StoreGrantAsync();
        var page = Open<WhoCanPage>("/who-can");
        page.WaitForAssertion(() => Assert.Contains("every namespace", Answer(page), StringComparison.Ordinal));

        await page.InvokeAsync(() => page.Find("[aria-label='Namespace']").Change(" web "));
        await page.InvokeAsync(() => page.Find("[aria-label='Verb']").Change("GET"));
        await page.InvokeAsync(() => page.Find("form.ask").Submit());

        page.WaitForAssertion(() => Assert.Equal("At least 2 users and groups could get secrets in namespace web.", Answer(page)));
        Assert.Contains("ns=web", Navigation.Uri, StringComparison.Ordinal);
        var row = page.FindAll("[data-testid=way]")[1];
        var actor = Open<ActorPage>(row.QuerySelector("a.who")!.GetAttribute("href")!);
        actor.WaitForAssertion(() => Assert.Equal("eve", actor.Find("[data-testid=actor-name]").TextContent.Trim()));
        var thing = Open<ObjectPage>(row.QuerySelectorAll("td")[1].QuerySelectorAll("a")[1].GetAttribute("href")!);
        thing.WaitForAssertion(() => Assert.Equal("Role web/r", thing.Find("h1").TextContent.Trim()));
    }

    [Theory]
    [InlineData("/who-can?verb=", "The question has no verb: write one, such as get.")]
    [InlineData("/who-can?resource=a%20b", "The resource holds spaces or control characters: write one word, such as secrets.")]
    [InlineData("/who-can?resource=/metrics&ns=web", "A URL lies in no namespace and has no name: leave namespace and name out.")]
    [InlineData("/who-can?cluster=none", "There is no such cluster.")]
    public void Page_QuestionThatCannotBeRead_SaysWhy(string url, string sentence)
    {
        var page = Open<WhoCanPage>(url);

        page.WaitForAssertion(() => Assert.Equal(sentence, page.Find(".state h2").TextContent));
        Assert.Empty(page.FindAll("[data-testid=answer]"));
    }

    [Fact]
    public async Task Page_TwoClusters_AsksForOne()
    {
        await Services.GetRequiredService<ClusterStore>().RegisterAsync("other", "Demo", Clock.GetUtcNow(), Token);

        var page = Open<WhoCanPage>("/who-can");

        page.WaitForAssertion(() => Assert.Equal("Choose a cluster: who may do what is a question about one.", page.Find(".state h2").TextContent));
    }

    [Fact]
    public async Task Page_TimeThatCannotBeRead_AnswersForTheEndAndSaysSo()
    {
        await StoreGrantAsync();
        var page = Open<WhoCanPage>("/who-can?ns=web&at=yesterday");

        page.WaitForAssertion(() => Assert.Contains("at is no time such as", page.Find(".notice").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal("At least 2 users and groups could get secrets in namespace web.", Answer(page)));
    }

    [Theory]
    [MemberData(nameof(HostileText.All), MemberType = typeof(HostileText))]
    public async Task HostileNames_AreText(string value)
    {
        var text = value.Length == 0 ? "-" : value.Replace('\uD800', '?').Replace('\uDC00', '?');
        await StoreAsync(
            Record(40, "create", "clusterroles", text, code: 201, ns: null, extra: RbacRecords.Response("ClusterRole", text, "1", RbacRecords.Rules("get", "secrets"), null)),
            Record(30, "create", "clusterrolebindings", text, code: 201, ns: null, extra: RbacRecords.Response("ClusterRoleBinding", text, "2", RbacRecords.Binds(text, text, "ClusterRole"), null)));

        var page = Open<WhoCanPage>("/who-can?user=" + Uri.EscapeDataString(text));

        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=way]")));
        Assert.Empty(page.FindAll("script, img, iframe, svg[onload], [onerror], [onmouseover], [onload]"));
    }

    [Theory]
    [InlineData("get", "deploy/scale", "web", "get deployments/scale of apps in namespace web")]
    [InlineData("create", "pods/exec", null, "create pods/exec in every namespace")]
    [InlineData("get", "node", "web", "get nodes")]
    [InlineData("get", "/metrics", null, "get /metrics")]
    [InlineData("list", "widgets.example.com", "web", "list widgets of example.com in namespace web")]
    public void Question_AsKubectlTakesIt_IsReadAsTheAuthorizerIsAsked(string verb, string resource, string? space, string words)
    {
        Assert.True(AskedQuestion.TryRead(verb, resource, space, null, out var asked, out var problem));

        Assert.Equal((words, null), (asked!.Words, problem));
    }

    [Fact]
    public void State_ThroughItsUrl_StaysTheSame()
    {
        var state = new WhoCanState { Verb = "create", Resource = "pods/exec", Namespace = "a&b=c", Name = "ü \u202e", User = "system:serviceaccount:x:y", AtMicros = 1_795_000_000_123_456 };
        var query = PageQuery.Parse("?" + string.Join('&', state.ToPairs().Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}")));
        var problems = new List<string>();

        Assert.True(WhoCanState.TryFrom(query, problems, out var read));

        Assert.Equal(state, read);
        Assert.Empty(new WhoCanState().ToPairs());
    }

    [Theory]
    [InlineData("ingress", "ingresses.networking.k8s.io")]
    [InlineData("NetPol", "networkpolicies.networking.k8s.io")]
    [InlineData("priorityclass", "priorityclasses.scheduling.k8s.io")]
    [InlineData("endpoints", "endpoints")]
    [InlineData("ep", "endpoints")]
    [InlineData("lease", "leases.coordination.k8s.io")]
    public void KnownResource_ByAnyOfItsNames_IsFound(string word, string words) => Assert.Equal(words, KnownResource.Find(word)?.Words);

    private Task StoreGrantAsync() => StoreAsync(
        Record(40, "create", "roles", "r", code: 201, extra: RbacRecords.Response("Role", "r", "5", RbacRecords.Rules("get", "secrets"))),
        Record(30, "create", "rolebindings", "b", code: 201, extra: RbacRecords.Response("RoleBinding", "b", "7", RbacRecords.Binds("eve", "r"))));

    private static string Answer(IRenderedComponent<WhoCanPage> page) => Squeeze(page.Find("[data-testid=answer]"));

    private static IReadOnlyList<(string Who, string By)> Ways(IRenderedComponent<WhoCanPage> page) =>
        [.. page.FindAll("[data-testid=way]").Select(row => row.QuerySelectorAll("td")).Select(cells => (Squeeze(cells[0]), Squeeze(cells[1])))];

    private static string Squeeze(IElement element) => string.Join(' ', element.TextContent.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
}

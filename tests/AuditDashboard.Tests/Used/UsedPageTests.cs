using AuditDashboard.Events;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;
using AuditDashboard.Tests.EventList;
using AuditDashboard.Used;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Used;

public sealed class UsedPageTests : PageTestContext
{
    private const string Url = "/used?cluster=demo&kind=RoleBinding&ns=web&name=deployers";
    private const string Deployers = "RBAC: allowed by RoleBinding \"deployers/web\" of ClusterRole \"edit\" to Group \"team\"";

    [Fact]
    public async Task Page_UsesOfABinding_FirstCountByWhomOnWhat_EachOpensItsEvents()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(
            Use(50, "create", "roles", "a"), Use(40, "create", "roles", "b"), Use(30, "delete", "roles", "a", user: "bob"),
            Use(45, "create", "roles", "c", reason: "RBAC: allowed by RoleBinding \"deployers/other\" of ClusterRole \"edit\" to Group \"team\""),
            Use(46, "create", "roles", "d", reason: "RBAC: allowed by ClusterRoleBinding \"deployers\" of ClusterRole \"edit\" to Group \"team\""),
            Use(44, "create", "roles", "e", decision: "forbid", code: 403));

        var page = Open<UsedPage>(Url);

        page.WaitForAssertion(() => Assert.Equal("Used: 3 collected events, first 23 Nov 2026 13:16:00 UTC, last 23 Nov 2026 13:36:00 UTC.", Plain(page.Find("[data-testid=used]").TextContent)));
        Assert.Equal(["jane 2", "bob 1"], page.FindAll("[data-testid=used-by]").Select(Pair));
        Assert.Equal(["create roles in web 2", "delete roles in web 1"], page.FindAll("[data-testid=used-on]").Select(Pair));
        Assert.Equal(3, page.FindAll("[data-testid=use-row]").Count);
        foreach (var (index, count) in new[] { (0, 2), (1, 1) })
        {
            Follow(page.FindAll("[data-testid=used-on] a.l")[index]);
            page.WaitForAssertion(() => Assert.Equal(count, page.FindAll("[data-testid=use-row]").Count));
            Assert.Equal(count, NumberIn(page.Find("[data-testid=used-count]").TextContent));
        }

        Follow(page.FindAll("[data-testid=used-by] a.l")[1]);
        page.WaitForAssertion(() => Assert.Contains("bob", Assert.Single(page.FindAll("[data-testid=use-row]")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_RequestThatAdmissionRefused_UsedTheRightAllTheSame()
    {
        await StoreAsync(Use(50, "create", "roles", "a", code: 403));

        var page = Open<UsedPage>(Url);

        page.WaitForAssertion(() => Assert.Contains("1 collected event", page.Find("[data-testid=used]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_NothingNamesIt_NeverSaysNeverUsed_AndTellsWhatWasNotCollected()
    {
        await CollectAsync(TimeSpan.FromHours(-2), TimeSpan.Zero);
        await StoreAsync(Record(50, "create", "roles", "a"));

        var page = Open<UsedPage>(Url);

        page.WaitForAssertion(() => Assert.Contains("No collected request names it", page.Find("[data-testid=used]").TextContent, StringComparison.Ordinal));
        Assert.Contains("That is not “never used”", page.Markup, StringComparison.Ordinal);
        Assert.Contains("22 h not collected", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=use-row]"));
    }

    [Fact]
    public async Task Page_GrantToMasters_CannotTell()
    {
        await StoreAsync(Record(
            60, "create", "clusterrolebindings", "wide", ns: null, code: 201,
            extra: "\"responseObject\":{\"kind\":\"ClusterRoleBinding\",\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"metadata\":{\"name\":\"wide\",\"resourceVersion\":\"7\",\"uid\":\"u\"},\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"admin\"},\"subjects\":[{\"kind\":\"Group\",\"name\":\"system:masters\"}]},"));

        var page = Open<UsedPage>("/used?cluster=demo&kind=ClusterRoleBinding&name=wide");

        page.WaitForAssertion(() => Assert.Contains("The group system:masters is allowed everything before RBAC is asked", page.Find("[data-testid=cannot-tell]").TextContent, StringComparison.Ordinal));
        Assert.Contains("It grants to Group system:masters", Plain(page.Find("section[aria-label=Answer]").TextContent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_AccessPolicyOfEksInTheWindow_CannotTell()
    {
        await StoreAsync(Use(50, "create", "roles", "a", reason: "EKS Access Policy: allowed by ClusterRoleBinding \"arn:aws:iam::111122223333:role/a+arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy\" of ClusterRole \"x\" to User \"AROA\""));

        var page = Open<UsedPage>(Url);

        page.WaitForAssertion(() => Assert.Contains("access policies of EKS, which name no binding", page.Find("[data-testid=cannot-tell]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_UseWithoutATime_IsSaidAndNotCounted()
    {
        await StoreAsync(Use(50, "create", "roles", "a", isUndated: true));

        var page = Open<UsedPage>(Url);

        page.WaitForAssertion(() => Assert.Contains("without a time is not counted", page.Find("[data-testid=cannot-tell]").TextContent, StringComparison.Ordinal));
        Assert.Contains("No collected request names it", page.Find("[data-testid=used]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventPage_OfAChange_AsksFromItsTimeOn()
    {
        await StoreAsync(Record(60, "update", "rolebindings", "deployers"), Use(90, "create", "roles", "before"), Use(50, "create", "roles", "after"));
        var list = Open<EventsPage>("/events?f.resource=rolebindings");
        list.WaitForAssertion(() => Assert.Single(list.FindAll("[data-testid=event-row]")));
        var id = list.Find("a.row-link").GetAttribute("href")!.Split("sel=")[1];

        var details = Render<EventDetailsPage>(parameters => parameters.Add(p => p.Id, id));
        Navigation.NavigateTo("/event/" + id);
        details.WaitForAssertion(() => Assert.NotEmpty(details.FindAll("[data-testid=used-link]")));
        var page = Open<UsedPage>(details.Find("[data-testid=used-link]").GetAttribute("href")!);

        page.WaitForAssertion(() => Assert.StartsWith("Used: 1 collected event, first 23 Nov 2026 13:16:00 UTC", Plain(page.Find("[data-testid=used]").TextContent), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/used?cluster=demo", "No grant is asked about.")]
    [InlineData("/used?cluster=demo&kind=RoleBinding&name=x", "No grant is asked about.")]
    public void Page_LinkWithoutAGrant_SaysSo(string url, string title)
    {
        var page = Open<UsedPage>(url);

        page.WaitForAssertion(() => Assert.Contains(title, page.Find(".state").TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ChangeKind.RoleBinding, "web", "deployers", Deployers, true)]
    [InlineData(ChangeKind.RoleBinding, "web", "deploy", Deployers, false)]
    [InlineData(ChangeKind.ClusterRoleBinding, null, "deployers", Deployers, false)]
    [InlineData(ChangeKind.ClusterRole, null, "edit", Deployers, true)]
    [InlineData(ChangeKind.ClusterRole, null, "dit", Deployers, false)]
    [InlineData(ChangeKind.Role, "web", "local", "RBAC: allowed by RoleBinding \"x/web\" of Role \"local\" to User \"u\"", true)]
    [InlineData(ChangeKind.Role, "web", "local", "RBAC: allowed by RoleBinding \"x/ops\" of Role \"local\" to User \"u\"", false)]
    [InlineData(ChangeKind.ClusterRoleBinding, null, "a", "RBAC: allowed by ClusterRoleBinding \"a\" of ClusterRole \"b\" to User \"c\"", true)]
    public void Query_ForExplore_SelectsExactlyWhatTheReasonNames(ChangeKind kind, string? space, string name, string reason, bool isSelected)
    {
        var text = UsedQuery.Of(new UsedState { Kind = kind, Namespace = space, Name = name });
        Assert.True(InsightsQuery.TryCompile(text, QueryOptions.Default.ForAuditEvents(), out var query, out var error), error?.ToString());

        var run = query.Start();
        run.Add(new LogRecord
        {
            Message = System.Text.Encoding.UTF8.GetBytes(Use(10, "get", "pods", "p", reason: reason)),
            TimestampMicros = 1,
            LogStream = "kube-apiserver-audit-1",
        });

        Assert.Equal(isSelected ? 1 : 0, run.Complete().Rows.Count);
    }

    private static string Pair(AngleSharp.Dom.IElement row) => $"{Plain(row.QuerySelector(".l")!.TextContent)} {Plain(row.QuerySelector(".c")!.TextContent)}"; // every row has both

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(" ,", ",", StringComparison.Ordinal).Replace(" .", ".", StringComparison.Ordinal);

    [Fact]
    public async Task Reader_ClusterForgottenAndImportedAnew_CountsWhatIsNew()
    {
        await StoreAsync(Use(50, "create", "roles", "a"), Use(40, "create", "roles", "b"));
        var reader = Services.GetRequiredService<UsedReader>();
        var window = Storage.TimeWindow.Between(Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow());
        var state = new UsedState { Kind = ChangeKind.RoleBinding, Namespace = "web", Name = "deployers" };
        var first = await reader.ReadAsync("demo", window, state, Token);

        await ForgetAsync("demo");
        var gone = await reader.ReadAsync("demo", window, state, Token);
        await StoreAsync(Record(50, "create", "roles", "a"), Record(40, "create", "roles", "b"), Use(30, "create", "roles", "c"));
        var second = await reader.ReadAsync("demo", window, state, Token);

        Assert.Equal((2L, 0L, 1L), (first.Use?.Events, gone.Use?.Events, second.Use?.Events));
        Assert.Equal("c", Assert.Single(second.Rows).Name);
    }

    private string Use(double minutesAgo, string verb, string resource, string name, string user = "jane", string reason = Deployers, string decision = "allow", int code = 201, bool isUndated = false) =>
        Record(minutesAgo, verb, resource, name, user, code, decision: decision, isUndated: isUndated).Replace("\"RBAC: because\"", Text(reason), StringComparison.Ordinal);
}

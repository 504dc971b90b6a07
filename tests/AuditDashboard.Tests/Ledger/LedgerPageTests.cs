using System.Text;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Ledger;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Trail;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Ledger;

public sealed class LedgerPageTests : PageTestContext
{
    private const string Ops = "arn:aws:iam::111122223333:role/Ops";

    [Fact]
    public async Task Page_SameGrantInThreeWays_ThreeRowsAndOnePrincipal()
    {
        await StoreAsync(
            Change("2026-11-23T13:00:00Z", "create", "rolebindings", "web", "ops", "{}", """{"kind":"RoleBinding","metadata":{"name":"ops","namespace":"web"},"roleRef":{"kind":"ClusterRole","name":"admin"},"subjects":[{"kind":"Group","name":"ops"}]}"""),
            Change("2026-11-23T13:09:00Z", "update", "configmaps", "kube-system", "aws-auth", """{"metadata":{"name":"aws-auth","namespace":"kube-system","uid":"u","resourceVersion":"1"},"data":{"mapRoles":""}}""", """{"metadata":{"name":"aws-auth","namespace":"kube-system","uid":"u","resourceVersion":"2"},"data":{"mapRoles":""}}"""),
            Change("2026-11-23T13:10:00Z", "update", "configmaps", "kube-system", "aws-auth", """{"metadata":{"name":"aws-auth","namespace":"kube-system","uid":"u","resourceVersion":"2"},"data":{}}""", $$"""{"metadata":{"name":"aws-auth","namespace":"kube-system","uid":"u","resourceVersion":"3"},"data":{"mapRoles":"- rolearn: {{Ops}}\n  username: ops\n  groups: [ops]\n"} }"""));
        await StoreCallsAsync(Entry("e-1", "2026-11-23T13:20:00Z"));

        var page = Open<LedgerPage>("/access");

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("[data-testid=ledger-row]").Count));
        Assert.Equal(3, NumberIn(page.Find("[data-testid=ledger-count]").TextContent));
        Assert.Equal(
            ["granted|" + Ops + "|Access entry|ada", "granted|" + Ops + "|aws-auth|ann", "granted|" + Ops + "|Role binding|ann"],
            page.FindAll("[data-testid=ledger-row]").Select(row => string.Join('|', new[] { 1, 2, 4, 5 }.Select(i => row.Children[i].TextContent.Trim()))));
        Assert.Empty(page.FindAll("[data-testid=no-trail]"));

        Follow(page.Find("[data-testid=by-principal]"));

        page.WaitForAssertion(() => Assert.Contains("Role binding, aws-auth, Access entry", Assert.Single(page.FindAll("[data-testid=ledger-principal]")).TextContent, StringComparison.Ordinal));

        Follow(page.Find("[data-testid=ledger-principal] a"));

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("[data-testid=ledger-row]").Count));
    }

    [Fact]
    public async Task Page_CallOpened_SaysWhoMadeItStepByStep()
    {
        await StoreCallsAsync(Entry("e-1", "2026-11-23T13:20:00Z", "AccessDeniedException"));
        var page = Open<LedgerPage>("/access");
        page.WaitForAssertion(() => Assert.Contains("failed", page.Find("[data-testid=ledger-row]").TextContent, StringComparison.Ordinal));

        Follow(page.Find("[data-testid=ledger-row] td.time a"));

        page.WaitForAssertion(() => Assert.Contains("IAM user", page.Find("[data-testid=trail-call]").TextContent, StringComparison.Ordinal));
        Assert.Contains("not allowed: AccessDeniedException", page.Find("[data-testid=trail-call]").TextContent, StringComparison.Ordinal);
        Assert.Contains("asserted by IAM", page.Find("[data-testid=trail-call]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NoCloudTrail_SaysThatItIsNotCollected()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);

        var page = Open<LedgerPage>("/access?range=1h");

        page.WaitForAssertion(() => Assert.Contains("CloudTrail is not collected", page.Find("[data-testid=no-trail]").TextContent, StringComparison.Ordinal));
        Assert.NotNull(page.Find(".state.empty"));

        await StoreCallsAsync(Entry("e-1", "2026-11-20T13:20:00Z"));
        var later = Open<LedgerPage>("/access?range=1h&by=principal");

        later.WaitForAssertion(() => Assert.Contains("No file of CloudTrail", later.Find("[data-testid=no-trail]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_HostileNames_AreShownAsText()
    {
        await StoreCallsAsync(Entry("e-1", "2026-11-23T13:20:00Z").Replace("role/Ops", "role/<img src=x>\\u202e", StringComparison.Ordinal));

        var page = Open<LedgerPage>("/access");

        page.WaitForAssertion(() => Assert.Contains("role/<img src=x>", page.Find("[data-testid=ledger-row]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=ledger-row] img"));
        Assert.DoesNotContain('\u202e', page.Find("[data-testid=ledger-row]").TextContent);
    }

    [Theory]
    [InlineData("/access?who=Iam", "who and name do not name")]
    [InlineData("/access?name=x", "who and name do not name")]
    [InlineData("/access?who=3&name=x", "who and name do not name")]
    [InlineData("/access?by=x", "by is not principal")]
    [InlineData("/access?way=x", "way is none")]
    [InlineData("/access?call=x", "call is not the id")]
    [InlineData("/access?page=0", "page is not a number")]
    public void Page_LinkThatCannotBeRead_FallsBackAndSaysSo(string url, string expected)
    {
        var page = Open<LedgerPage>(url);

        page.WaitForAssertion(() => Assert.Contains(expected, page.Markup, StringComparison.Ordinal));
    }

    private async Task StoreCallsAsync(params IReadOnlyList<string> records)
    {
        var redactor = new Redactor(new byte[32]);
        var calls = new List<TrailIngest>();
        var spans = new List<FileSpan>();
        foreach (var record in records.Select(Encoding.UTF8.GetBytes))
        {
            var call = TrailReader.Read(record, out _) ?? throw new InvalidOperationException("The record is no call.");
            calls.Add(new TrailIngest(redactor.Redact(RecordIdentity.Compute("demo", record), call, record) ?? throw new InvalidOperationException("The record cannot be kept."), call.TimeMicros, FromFiles: true));
            spans.Add(new FileSpan("file", new TimeWindow(call.TimeMicros!.Value, call.TimeMicros.Value + 1))); // the records have a time
        }

        await Services.GetRequiredService<EventIngest>().CommitAsync(new IngestBatch { Cluster = "demo", RunId = 0, Lease = null, Calls = calls, CallSpans = spans }, Token);
    }

    private static string Entry(string id, string time, string? error = null) =>
        $$$"""{"eventID":"{{{id}}}","eventSource":"eks.amazonaws.com","eventName":"CreateAccessEntry","eventTime":"{{{time}}}",{{{(error is null ? "" : $"\"errorCode\":\"{error}\",")}}}"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ada","userName":"ada"},"requestParameters":{"name":"demo","principalArn":"{{{Ops}}}","kubernetesGroups":["ops"],"username":"ops"}}""";

    private static string Change(string time, string verb, string resource, string space, string name, string request, string response) =>
        $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"{{time}}","stage":"ResponseComplete","requestURI":"/x","verb":"{{verb}}","user":{"username":"ann"},"objectRef":{"resource":"{{resource}}","namespace":"{{space}}","name":"{{name}}"{{(resource == "configmaps" ? "" : ",\"apiGroup\":\"rbac.authorization.k8s.io\"")}},"apiVersion":"v1"},"responseStatus":{"code":{{(verb == "create" ? 201 : 200)}}},"requestObject":{{request}},"responseObject":{{response}},"requestReceivedTimestamp":"{{time}}","stageTimestamp":"{{time}}"}""";
}

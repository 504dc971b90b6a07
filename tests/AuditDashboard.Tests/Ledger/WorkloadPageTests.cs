using System.Text;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Ledger.Workloads;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Trail;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Ledger;

public sealed class WorkloadPageTests : PageTestContext
{
    [Fact]
    public async Task Page_DeniedAndNewOnes_ComeFirst()
    {
        await StoreAsync(
            Call("api", "api", "2026-11-20T10:00:00Z"),
            Call("api", "api", "2026-11-23T13:50:00Z"),
            Call("api", "api", "2026-11-23T13:55:00Z"),
            Call("jobs", "new", "2026-11-23T13:00:00Z"),
            Call("jobs", "admin", "2026-11-23T12:00:00Z", "AccessDenied"),
            Call("jobs", "busy", "2026-11-23T13:58:00Z", "ThrottlingException"));

        var page = Open<WorkloadPage>("/workload-identity");

        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll("[data-testid=workload-row]").Count));
        Assert.Equal(5, NumberIn(page.Find("[data-testid=workload-count]").TextContent));
        Assert.Equal(
            ["denied|web/jobs|admin|new|1", "failed|web/jobs|busy|new|1", "taken|web/jobs|new|new|1", "taken|web/api|api|-|2"],
            page.FindAll("[data-testid=workload-row]").Select(row =>
                $"{row.Children[1].TextContent.Trim()}|{row.Children[2].TextContent.Trim()}|{row.Children[3].TextContent.Split('/')[^1].Trim()}|{(row.Children[4].TextContent.Contains("new", StringComparison.Ordinal) ? "new" : "-")}|{row.Children[5].TextContent.Trim()}"));
    }

    [Fact]
    public async Task Page_NumberFollowed_ShowsExactlyItsCallsAndEachOpens()
    {
        await StoreAsync(Call("api", "api", "2026-11-23T13:50:00Z"), Call("api", "api", "2026-11-23T13:55:00Z"), Call("api", "api", "2026-11-20T13:55:00Z"), Call("api", "other", "2026-11-23T13:40:00Z"));
        var page = Open<WorkloadPage>("/workload-identity");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=workload-row]").Count));

        Follow(page.FindAll("[data-testid=workload-row] td.num a").Single(link => link.TextContent == "2"));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=workload-call]").Count));

        Follow(page.Find("[data-testid=workload-call] a"));

        page.WaitForAssertion(() => Assert.Contains("Token’s subject", page.Find("[data-testid=trail-call]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_NothingReadBefore_NothingIsCalledNew()
    {
        await StoreAsync(Call("api", "api", "2026-11-23T13:50:00Z"));

        var page = Open<WorkloadPage>("/workload-identity");

        page.WaitForAssertion(() => Assert.Contains("what is new cannot be told", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=workload-row] .tag.a"));
    }

    [Fact]
    public void Page_NoCloudTrail_SaysThatItIsNotCollected()
    {
        var page = Open<WorkloadPage>("/workload-identity");

        page.WaitForAssertion(() => Assert.Contains("CloudTrail is not collected", page.Find("[data-testid=no-trail]").TextContent, StringComparison.Ordinal));
        Assert.Equal("Roles that workloads took: not collected", page.Find("[data-testid=workload-count]").TextContent);
        Assert.Contains("does not mean that nothing happened", page.Find(".state.not-collected").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=workload-row]"));
    }

    private new async Task StoreAsync(params IReadOnlyList<string> records)
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

    private static string Call(string account, string role, string time, string? error = null) =>
        $$$"""{"eventSource":"sts.amazonaws.com","eventName":"AssumeRoleWithWebIdentity","eventTime":"{{{time}}}",{{{(error is null ? "" : $"\"errorCode\":\"{error}\",")}}}"userIdentity":{"type":"WebIdentityUser","userName":"system:serviceaccount:web:{{{account}}}","identityProvider":"arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE0"},"requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/{{{role}}}"} }""";
}

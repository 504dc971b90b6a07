using System.Text;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Ledger.Workloads;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Runs;
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

        page.WaitForAssertion(() => Assert.Contains("to tell what is new", page.Markup, StringComparison.Ordinal));
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

    [Theory]
    [InlineData(-24.0, "0 calls for roles by workloads", "No role was taken by a workload in", ".state.empty")]
    [InlineData(-6.0, "Roles that workloads took: not collected", "seen in", ".state.not-collected")]
    public async Task Page_LogGroupOfCloudTrail_TellsQuietFromNotCollected(double fromHours, string headline, string title, string state)
    {
        await CollectCallsAsync(TimeSpan.FromHours(fromHours));

        var page = Open<WorkloadPage>("/workload-identity");

        await page.WaitForAssertionAsync(() => Assert.Equal(headline, page.Find("[data-testid=workload-count]").TextContent));
        Assert.Contains(title, page.Find(state).TextContent, StringComparison.Ordinal);
        Assert.Equal(fromHours > -24, page.FindAll("[data-testid=no-trail]").Count == 1);
        if (fromHours > -24)
        {
            Assert.Contains("Of CloudTrail’s log group 18 h not collected", page.Find("[data-testid=no-trail]").TextContent, StringComparison.Ordinal);
        }
        else
        {
            Assert.StartsWith("CloudTrail is collected from its log group. All of it was collected.", page.Find("[data-testid=trail]").TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Page_LogGroupThatFailed_SaysWhy()
    {
        await CollectCallsAsync(TimeSpan.FromHours(-24), TimeSpan.FromHours(-1));
        await Services.GetRequiredService<RunStore>().NoteFailedWindowAsync(
            "demo", [TrailQueries.Workloads.Id], TimeWindow.Between(Clock.GetUtcNow().AddHours(-1), Clock.GetUtcNow()), "The log group trail in eu-west-1 is not there.", lease: null, Token);

        var page = Open<WorkloadPage>("/workload-identity");

        await page.WaitForAssertionAsync(() => Assert.Contains("1 h not collected", page.Find("[data-testid=no-trail]").TextContent, StringComparison.Ordinal));
        Assert.EndsWith("The log group trail in eu-west-1 is not there.", page.Find("[data-testid=no-trail]").TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_LogGroupWhoseRecordsExpired_SaysThatTheyAreNoLongerKept()
    {
        await CollectCallsAsync(TimeSpan.FromDays(-6));
        await ExpireAsync("demo", new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));

        var page = Open<WorkloadPage>("/workload-identity?from=2026-11-18T00:00:00Z&to=2026-11-19T00:00:00Z");

        await page.WaitForAssertionAsync(() => Assert.Contains("are no longer kept, so roles that workloads took of that time are not here.", page.Find("[data-testid=no-trail]").TextContent, StringComparison.Ordinal));
    }

    private async Task CollectCallsAsync(TimeSpan from, TimeSpan to = default)
    {
        var window = TimeWindow.Between(Clock.GetUtcNow() + from, Clock.GetUtcNow() + to);
        var gains = TrailQueries.All.Select(q => new CoverageGain(q.Id, q.SelectionHash, window, CoverageHow.Live, 0, 0, IsSettled: true)).ToList();
        await Services.GetRequiredService<EventIngest>().CommitAsync(new IngestBatch { Cluster = "demo", RunId = 0, Lease = null, Coverage = gains }, Token);
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

using AuditDashboard.Queries;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Runs;
using AuditDashboard.Tests.EventList;
using AuditDashboard.Tests.SignIn;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Queries;

public sealed class QueriesPageTests : PageTestContext
{
    [Fact]
    public void Catalog_ListsEveryQuery_AndShowsBothTextsOfTheFirst()
    {
        var page = Open<QueriesPage>("/queries");

        page.WaitForAssertion(() => Assert.Equal(QueryCatalog.BuiltIn.Queries.Count, page.FindAll("table[aria-label='Canned queries'] tbody tr").Count));
        var first = QueryCatalog.BuiltIn.Queries[0];
        Assert.Equal((string?[])[first.GuideText, first.Text], page.FindAll("pre").Select(p => p.TextContent));
        Assert.Contains("It has not run yet.", page.Markup, StringComparison.Ordinal);
        Assert.All(page.FindAll(".catalog tbody tr"), row => Assert.Contains("not yet", row.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Query_Chosen_ShowsItsTextAndItsRuns()
    {
        var runs = Services.GetRequiredService<RunStore>();
        var run = await runs.StartAsync("demo", RunTrigger.Schedule, Token);
        var started = Clock.GetUtcNow();
        await runs.EndAsync(
            run, RunState.Failed, "The source did not answer.",
            [new RunQueryRow(run, "secrets", started, started.AddSeconds(2.5), RunState.Failed, 1234, 5 << 20, "The source did not answer.")], Token);

        var page = Open<QueriesPage>("/queries?query=secrets");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".query-runs tbody tr")));
        var cells = page.FindAll(".query-runs tbody tr td").Select(c => c.TextContent.Trim()).ToList();
        Assert.Equal(["23 Nov 14:06:00", "demo", "2.5 s", "1\u202F234", "5.0 MiB", "failed: The source did not answer."], cells);
        Assert.Contains("secrets", page.Find("tr[aria-selected=true]").TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void QueriesOfCloudTrail_AreListedWithTheirTextAndWhereTheirCallsAre()
    {
        var page = Open<QueriesPage>("/queries?query=cloudtrail-workloads&range=1h");

        page.WaitForAssertion(() => Assert.Equal(["Access entries", "Roles of workloads"], page.FindAll("table[aria-label='Queries of CloudTrail'] tbody a").Select(link => link.TextContent.Trim())));
        Assert.Contains("no cluster shown has a log group of CloudTrail", page.Markup, StringComparison.Ordinal);
        Assert.Contains("AssumeRoleForPodIdentity", page.Find("pre").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("/workload-identity?", page.FindAll("a").Single(link => link.TextContent == "Its calls").GetAttribute("href"), StringComparison.Ordinal);
        Assert.DoesNotContain("Open in Explore", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".notice"));
    }

    [Fact]
    public void UnknownQuery_IsSaid_AndTheFirstShown()
    {
        var page = Open<QueriesPage>("/queries?query=nope");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("pre")));
        Assert.Contains("does not exist", page.Find(".notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunNow_Clicked_PutsOneHarvestOfThatClusterInLine()
    {
        var page = Open<QueriesPage>("/queries");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".runs-now button")));
        Assert.Contains("the schedule is off", page.Find(".runs-now").TextContent, StringComparison.Ordinal);

        await page.InvokeAsync(() => page.Find(".runs-now button").Click());

        page.WaitForAssertion(() => Assert.Contains(
            "A harvest of demo was asked for at 14:06:00 UTC", page.Find(".runs-now [role=status]").TextContent, StringComparison.Ordinal));
        var job = Assert.Single(Jobs.GetMonitoringApi().EnqueuedJobs("default", 0, 10)).Value.Job;
        Assert.Equal(["demo", RunTrigger.Manual], job.Args.Take(2));
    }

    [Theory]
    [InlineData(DashboardRole.Viewer)]
    [InlineData(DashboardRole.Reviewer)]
    public async Task RunNow_ForALesserRole_IsNotOffered(DashboardRole role)
    {
        await Services.GetRequiredService<TestPerson>().SignInAsync(role);

        var page = Open<QueriesPage>("/queries");

        page.WaitForAssertion(() => Assert.Contains("demo", page.Find(".runs-now").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".runs-now button"));
    }

    /// <summary>A button that is still shown starts nothing once its reader may not.</summary>
    [Fact]
    public async Task RunNow_AfterTheSessionsEnd_StartsNothing()
    {
        var session = await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Administrator);
        var page = Open<QueriesPage>("/queries");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".runs-now button")));
        await Services.GetRequiredService<CredentialStore>().RevokeAsync(session, Token);

        await page.InvokeAsync(() => page.Find(".runs-now button").Click());

        page.WaitForAssertion(() => Assert.Contains("Your sign-in has ended.", page.Find(".runs-now [role=status]").TextContent, StringComparison.Ordinal));
        Assert.Empty(Jobs.GetMonitoringApi().EnqueuedJobs("default", 0, 10));
        Assert.Empty(await Services.GetRequiredService<ActivityStore>().GetAsync(null, ActivityKind.Job, 10, Token));
    }

    [Fact]
    public async Task RunNow_Clicked_IsRecorded()
    {
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Administrator, "ann");
        var page = Open<QueriesPage>("/queries");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".runs-now button")));

        await page.InvokeAsync(() => page.Find(".runs-now button").Click());

        page.WaitForAssertion(() => Assert.Contains("was asked for", page.Find(".runs-now [role=status]").TextContent, StringComparison.Ordinal));
        var entry = Assert.Single(await Services.GetRequiredService<ActivityStore>().GetAsync(null, ActivityKind.Job, 10, Token));
        Assert.Equal(("ann", "Started a harvest of demo by hand."), (entry.Actor, entry.Text));
    }

    [Fact]
    public void NextRun_WithASchedule_IsSaidInUtc()
    {
        Harvest.IsScheduled = true;

        var page = Open<QueriesPage>("/queries");

        page.WaitForAssertion(() => Assert.Contains("next run 23 Nov 14:07:00 UTC", page.Find(".runs-now").TextContent, StringComparison.Ordinal));
    }
}

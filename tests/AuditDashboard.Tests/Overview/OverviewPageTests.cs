using AuditDashboard.Changes;
using AuditDashboard.Events;
using AuditDashboard.Overview;
using AuditDashboard.Queries;
using AuditDashboard.Secrets;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Runs;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Overview;

public sealed class OverviewPageTests : PageTestContext
{
    [Fact]
    public async Task EveryCell_Followed_OpensExactlySoManyEvents()
    {
        await CollectAsync(TimeSpan.FromDays(-3), TimeSpan.Zero);
        await StoreSomeAsync();
        var page = Open<OverviewPage>("/");
        page.WaitForAssertion(() => Assert.Equal("9 events", page.Find("[data-testid=stack-total]").TextContent));
        var doors = page.FindAll("a.cell").Select(c => (Href: c.GetAttribute("href")!, Count: NumberIn(c.QuerySelector(".big")!.TextContent))).ToList();
        Assert.True(doors.Sum(d => d.Count) > 9); // a refusal of a secret is denied, too

        foreach (var (href, count) in doors)
        {
            var events = Open<EventsPage>(href);
            events.WaitForAssertion(() => Assert.Equal(count, NumberIn(events.Find("[data-testid=list-count]").TextContent)));
            Assert.Equal(count, events.FindAll("[data-testid=event-row]").Count);
        }
    }

    [Fact]
    public async Task LastMasters_IsTheNewestKnownGrant_AndLeadsToItsPanel()
    {
        await StoreAsync(
            Map(90, "- rolearn: a\n  groups: [system:masters]\n"),
            Map(60, "- rolearn: a\n  groups: [system:masters]\n- rolearn: b\n  groups: [system:masters]\n"),
            Map(30, "- rolearn: a\n  groups: [ops]\n"));

        var page = Open<OverviewPage>("/?range=6h");

        page.WaitForAssertion(() => Assert.Contains("last given to b by jane, 23 Nov 2026 13:06:00 UTC", Squeeze(page.Find("[data-testid=last-masters]").TextContent), StringComparison.Ordinal));
        Assert.StartsWith("/aws-auth?", page.Find("[data-testid=last-masters] a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=maybe-masters]"));
    }

    /// <summary>On EKS a creation of aws-auth has no body: whoever makes it anew with one more row must not stay unseen.</summary>
    [Fact]
    public async Task LastMasters_TextBeforeUnknown_WhoStandsInItAndWasNotSeenBeforeIsTold()
    {
        await StoreAsync(
            Map(90, "- rolearn: a\n  groups: [system:masters]\n"),
            Map(80, "- rolearn: a\n  groups: [system:masters]\n- rolearn: b\n  groups: [system:masters]\n"),
            Record(70, "delete", "configmaps", "aws-auth", ns: "kube-system", group: "", extra: "\"requestObject\":{\"kind\":\"DeleteOptions\"},"),
            Record(60, "create", "configmaps", "aws-auth", ns: "kube-system", group: "", code: 201),
            Map(50, "- rolearn: b\n  groups: [system:masters]\n- rolearn: thief\n  groups: [system:masters]\n"));

        var page = Open<OverviewPage>("/?range=6h");

        page.WaitForAssertion(() => Assert.StartsWith(
            "perhaps later to thief, who stands in system:masters in the text that jane wrote at 23 Nov 2026 13:16:00 UTC", Squeeze(page.Find("[data-testid=maybe-masters]").TextContent), StringComparison.Ordinal));
        Assert.Contains("last given to b by jane, 23 Nov 2026 12:46:00 UTC", Squeeze(page.Find("[data-testid=last-masters]").TextContent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LastMasters_WithoutAKnownGrant_SaysThatNoneIsKnown()
    {
        await StoreSomeAsync();

        var page = Open<OverviewPage>("/?range=6h");

        page.WaitForAssertion(() => Assert.Contains("No change of aws-auth is known that put somebody into system:masters.", page.Find("[data-testid=last-masters]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chart_MarksAwsAuth_AndComparesWithThePeriodBefore()
    {
        await CollectAsync(TimeSpan.FromDays(-3), TimeSpan.Zero);
        await StoreSomeAsync();

        var page = Open<OverviewPage>("/?range=6h");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindComponents<TimeChart>()));
        var model = page.FindComponent<TimeChart>().Instance.Model;
        Assert.Equal(["aws-auth: updated 13:26", "aws-auth: update refused 13:16"], model.Annotations.Select(a => a.Label));
        Assert.Equal(model.BinCount, Assert.IsType<IReadOnlyList<int>>(model.Before, exactMatch: false).Count);
        Assert.Equal(2, model.Before!.Sum());
        Assert.Equal("the 6 h before 2", page.Find(".legend .before").TextContent.Trim());
    }

    [Fact]
    public async Task Chart_PeriodBeforeWithAHole_IsNotCompared()
    {
        await CollectAsync(TimeSpan.FromHours(-9), TimeSpan.Zero);
        await StoreSomeAsync();

        var page = Open<OverviewPage>("/?range=6h");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindComponents<TimeChart>()));
        Assert.Null(page.FindComponent<TimeChart>().Instance.Model.Before);
        Assert.Empty(page.FindAll(".legend .before"));
    }

    [Fact]
    public async Task NothingThere_CollectedDueOrNot_LooksDifferent()
    {
        Harvest.IsScheduled = true;
        var page = Open<OverviewPage>("/?range=1h");
        page.WaitForAssertion(() => Assert.Equal(Cells("not collected"), page.FindAll("a.cell .big").Select(b => b.TextContent)));
        Assert.NotEmpty(page.FindAll(".state.not-collected"));

        await CollectAsync(TimeSpan.FromDays(-3), TimeSpan.FromSeconds(-10));
        Navigation.NavigateTo("/?range=2h");

        page.WaitForAssertion(() => Assert.Equal(Cells("0"), page.FindAll("a.cell .big").Select(b => b.TextContent)));
        Assert.All(page.FindAll("a.cell"), c => Assert.Contains("none to 14:05:50 UTC", c.TextContent, StringComparison.Ordinal));
        Assert.Contains("All of it up to 14:05:50 UTC was collected", page.Find(".state.empty").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".state.not-collected"));
    }

    [Fact]
    public async Task SourceThatCannotBeRead_IsToldOnEveryPage()
    {
        await CollectAsync(TimeSpan.FromDays(-3), TimeSpan.Zero);
        await Services.GetRequiredService<ClusterStore>().RegisterAsync("away", "Files", null, Token);
        await Services.GetRequiredService<RunStore>().NoteProblemAsync("away", "/x", "/x cannot be read: <b>permission denied</b>.", Token);

        await AssertToldAsync<OverviewPage>("/", isTold: true);
        await AssertToldAsync<ChangesPage>("/changes", isTold: true);
        await AssertToldAsync<SecretsPage>("/secrets?cluster=away", isTold: true);
        await AssertToldAsync<SecretsPage>("/secrets?cluster=demo", isTold: false);
    }

    [Fact]
    public async Task UnreadableProblem_OfLongAgo_IsLeftToCollection()
    {
        await Services.GetRequiredService<RunStore>().NoteProblemAsync("demo", "/x", "/x is gone.", Token);
        Clock.Advance(TimeSpan.FromHours(25));

        await AssertToldAsync<ChangesPage>("/changes", isTold: false);
    }

    private static IEnumerable<string> Cells(string text) => QueryCatalog.BuiltIn.Queries.Select(_ => text);

    private Task AssertToldAsync<TPage>(string url, bool isTold)
        where TPage : IComponent
    {
        var page = Open<TPage>(url);
        page.WaitForAssertion(() => Assert.Equal("true", page.Find("[data-ready]").GetAttribute("data-ready")));
        Assert.Equal(isTold ? 1 : 0, page.FindAll("[data-testid=source-problem]").Count);
        Assert.Empty(page.FindAll(".notice b b, .notice bdi b"));
        return Task.CompletedTask;
    }

    private Task StoreSomeAsync() => StoreAsync(
        Record(10, "create", "roles", "a"), Record(20, "delete", "rolebindings", "b"), Record(30, "create", "clusterroles", "c", ns: null),
        Record(40, "update", "configmaps", "aws-auth", ns: "kube-system", group: ""),
        Record(50, "update", "configmaps", "aws-auth", ns: "kube-system", group: "", code: 403, decision: "forbid"),
        Record(60, "get", "secrets", "s", group: "", code: 403, decision: "forbid"), Record(70, "list", "secrets", "t", group: "", code: 401, decision: "forbid"),
        Record(60 * 7, "create", "roles", "d"), Record(60 * 8, "create", "roles", "e"));

    private string Map(double minutesAgo, string rows) => Record(
        minutesAgo, "update", "configmaps", "aws-auth", ns: "kube-system", group: "",
        extra: $"\"requestObject\":{{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{{\"name\":\"aws-auth\",\"namespace\":\"kube-system\"}},\"data\":{{\"mapRoles\":{Text(rows)}}}}},");

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
}

using AuditDashboard.Overview;
using AuditDashboard.Queue;
using AuditDashboard.Tests.EventList;
using Bunit;
using static AuditDashboard.Tests.Investigation.RbacRecords;

namespace AuditDashboard.Tests.Overview;

/// <summary>What waits for a person, at the head of the front page.</summary>
public sealed class WaitingListTests : PageTestContext
{
    [Fact]
    public async Task Waiting_PeopleAndControllers_TheGravestOfWhatNothingExplainsStandFirst()
    {
        await StoreAsync(
            Binding(50, "n-low", "view"), Binding(40, "n-grave", "cluster-admin", cluster: true), Binding(30, "n-middle", "r"), Binding(20, "n-late", "view"),
            Record(10, "patch", "roles", "app", user: "system:serviceaccount:flux-system:kustomize-controller",
                extra: null).Replace("\"groups\":[\"system:authenticated\"]", "\"groups\":[\"system:authenticated\"],\"extra\":{\"authentication.kubernetes.io/pod-name\":[\"kustomize-controller-7d9c\"]}", StringComparison.Ordinal));

        var page = Open<OverviewPage>("/?range=6h");

        await page.WaitForAssertionAsync(() => Assert.Equal("4 changes wait for a person", page.Find("[data-testid=waiting] h2").TextContent));
        Assert.Contains("of 5 changes in the window · 1 explained", page.Find("[data-testid=waiting]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["n-grave", "n-middle", "n-late"], page.FindAll("[data-testid=waiting-change]").Select(change => Names.Single(name => change.TextContent.Contains(name, StringComparison.Ordinal))));
        Assert.Contains("The gravest of them.", page.Find("[data-testid=waiting]").TextContent, StringComparison.Ordinal);

        var queue = Open<QueuePage>(page.Find("[data-testid=waiting] .sech a").GetAttribute("href")!);
        await queue.WaitForAssertionAsync(() => Assert.Equal(4, NumberIn(queue.Find("[data-testid=queue-count]").TextContent)));
    }

    [Fact]
    public async Task Waiting_MoreThanAreLookedAt_SaysOfHowManyItIs()
    {
        await StoreAsync([.. Enumerable.Range(0, WaitingReader.MaxLooked + 5).Select(i => Binding(i + 1, "b-" + i, "view"))]);

        var page = Open<OverviewPage>("/?range=6h");

        await page.WaitForAssertionAsync(() => Assert.Contains("The gravest of the newest 30.", page.Find("[data-testid=waiting]").TextContent, StringComparison.Ordinal));
        Assert.Equal("35 changes wait for a person", page.Find("[data-testid=waiting] h2").TextContent);
        Assert.Equal(WaitingReader.MaxShown, page.FindAll("[data-testid=waiting-change]").Count);
    }

    [Fact]
    public async Task Waiting_NoChangeAtAll_IsNotShown()
    {
        await StoreAsync(Record(10, "get", "secrets", "s", code: 403, group: "", decision: "forbid"));

        var page = Open<OverviewPage>("/?range=6h");

        await page.WaitForAssertionAsync(() => Assert.Equal("1 event", page.Find("[data-testid=stack-total]").TextContent));
        Assert.Empty(page.FindAll("[data-testid=waiting]"));
    }

    private static readonly string[] Names = ["n-low", "n-grave", "n-middle", "n-late"];

    private string Binding(double minutesAgo, string name, string role, bool cluster = false) => Record(
        minutesAgo, "create", cluster ? "clusterrolebindings" : "rolebindings", name, user: "alice", code: 201, ns: cluster ? null : "web",
        extra: Response(cluster ? "ClusterRoleBinding" : "RoleBinding", name, "7", Binds(name, role, cluster || role == "view" ? "ClusterRole" : "Role"), cluster ? null : "web"));
}

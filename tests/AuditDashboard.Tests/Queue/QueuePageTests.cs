using AuditDashboard.Changes;
using AuditDashboard.Queue;
using AuditDashboard.Reviews;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Reviews;
using AuditDashboard.Tests.EventList;
using AuditDashboard.Tests.SignIn;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Queue;

public sealed class QueuePageTests : PageTestContext
{
    private const string Flux = "system:serviceaccount:flux-system:kustomize-controller";

    [Fact]
    public async Task Page_ControllersAndPeople_PeopleAreListedAndTheRestFoldedWithTheirCount()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync([.. Enumerable.Range(0, 98).Select(i => OfFlux(i + 10, "app-" + i, pod: "kustomize-controller-7d9c")), Person(20), Person(30)]);

        var page = Open<QueuePage>("/queue");

        page.WaitForAssertion(() => Assert.Equal(2, NumberIn(page.Find("[data-testid=queue-count]").TextContent)));
        Assert.Equal(2, page.FindAll("[data-testid=queue-row]").Count);
        Assert.Contains("98 changes by Flux", page.Find("tr.fold").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=doubts]"));

        Follow(page.Find("tr.fold a"));

        page.WaitForAssertion(() => Assert.Equal(98, page.FindAll("[data-testid=queue-row]").Count));
        Assert.Contains("The API server authenticated the service account flux-system/kustomize-controller in pod kustomize-controller-7d9c.", page.Find(".why-cell").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WhoClaimsToBeAController_IsListedAndPointedOut()
    {
        await StoreAsync(
            OfFlux(10, "real", pod: "kustomize-controller-7d9c"), OfFlux(11, "shell", pod: "debug-shell"),
            Person(20, agent: "kustomize-controller/v1.4.0 (linux/amd64) kubernetes/$Format"));

        var page = Open<QueuePage>("/queue");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=queue-row]").Count));
        Assert.Contains("1 change under the name of a known controller", page.Find("[data-testid=doubts]").TextContent, StringComparison.Ordinal);

        Follow(page.Find("[data-testid=doubts] a"));

        page.WaitForAssertion(() => Assert.Contains("its token is that of the pod debug-shell", Assert.Single(page.FindAll("[data-testid=queue-row]")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_MoreThanAPage_EveryChangeIsOnOneOfThem()
    {
        await StoreAsync([.. Enumerable.Range(0, 130).Select(i => Person(i + 1, name: "binding-" + i))]);
        var page = Open<QueuePage>("/queue");
        page.WaitForAssertion(() => Assert.Equal(100, page.FindAll("[data-testid=queue-row]").Count));

        Follow(page.FindAll("nav a").Single(link => link.TextContent == "Older"));

        page.WaitForAssertion(() => Assert.Equal(30, page.FindAll("[data-testid=queue-row]").Count));
        Assert.Contains("page 2 of 2", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_AllChanges_EqualsTheChangesPage()
    {
        await StoreAsync(OfFlux(10, "a", pod: "kustomize-controller-7d9c"), Person(20), Record(30, "get", "secrets", "s", code: 403, group: ""), Record(5, "update", "roles", "x", isUndated: true));

        var page = Open<QueuePage>("/queue");

        page.WaitForAssertion(() => Assert.Contains("1 change that nothing explains", page.Find("h1").TextContent, StringComparison.Ordinal));
        Assert.Contains("1 change without a time", page.Markup, StringComparison.Ordinal);
        var list = Open<ChangesPage>(page.FindAll("a").Single(link => link.TextContent == "All 2 changes").GetAttribute("href")!);
        list.WaitForAssertion(() => Assert.Equal(2, NumberIn(list.Find("[data-testid=list-count]").TextContent)));
    }

    [Fact]
    public async Task Page_NothingThere_CollectedOrNot_LooksDifferent()
    {
        var page = Open<QueuePage>("/queue?range=1h");
        page.WaitForAssertion(() => Assert.Contains("Nothing was collected", page.Find(".state.not-collected").TextContent, StringComparison.Ordinal));

        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        Navigation.NavigateTo("/queue?range=2h");

        page.WaitForAssertion(() => Assert.Contains("All of it was collected.", page.Find(".state.empty").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reader_SecondTime_GivesTheSame()
    {
        await StoreAsync(OfFlux(10, "a", pod: "kustomize-controller-7d9c"), OfFlux(11, "b", pod: "debug"), Person(20));
        var reader = Services.GetRequiredService<QueueReader>();
        var window = Storage.TimeWindow.Between(Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow());

        var first = await reader.ReadAsync("demo", window, new QueueState(), Token);
        var second = await reader.ReadAsync("demo", window, new QueueState(), Token);

        Assert.Equal((3, 2, 1), (first.Judged, first.Open, first.Doubts));
        Assert.Equal((first.Judged, first.Open, first.Doubts), (second.Judged, second.Open, second.Doubts));
        Assert.Equal(first.Folds, second.Folds);
        Assert.Equal(first.Rows.Select(row => row.Event.Id), second.Rows.Select(row => row.Event.Id));
    }

    [Fact]
    public async Task Reader_ClusterForgottenAndImportedAnew_JudgesWhatIsNew()
    {
        await StoreAsync(OfFlux(10, "a", pod: "kustomize-controller-7d9c"), OfFlux(11, "b", pod: "kustomize-controller-7d9c"));
        var reader = Services.GetRequiredService<QueueReader>();
        var window = Storage.TimeWindow.Between(Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow());
        var first = await reader.ReadAsync("demo", window, new QueueState(), Token);

        await ForgetAsync("demo");
        var gone = await reader.ReadAsync("demo", window, new QueueState(), Token);
        await StoreAsync(Person(20), Person(30));
        var second = await reader.ReadAsync("demo", window, new QueueState(), Token);

        Assert.Equal((2, 0), (first.Judged, first.Open));
        Assert.Equal((0, 0), (gone.Judged, gone.Total));
        Assert.Equal((2, 2), (second.Judged, second.Open));
        Assert.Empty(second.Folds);
        Assert.Equal(["j.okafor", "j.okafor"], second.Rows.Select(row => row.Event.User));
    }

    [Fact]
    public async Task Button_StartsAReviewOfWhatNothingExplains_AndTellsWhatComesInLater()
    {
        await StoreAsync([OfFlux(10, "a", pod: "kustomize-controller-7d9c"), .. Enumerable.Range(0, 130).Select(i => Person(20 + i, name: "binding-" + i))]);
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer, "rita");
        var page = Open<QueuePage>("/queue?cluster=demo&from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z&page=2");
        page.WaitForAssertion(() => Assert.False(page.Find("[data-testid=start-review]").HasAttribute("disabled")));

        await page.InvokeAsync(() => page.Find("[data-testid=start-review]").Click());
        Assert.Equal("Unexplained changes of demo, 22 Nov 14:06 → 23 Nov 2026 14:06 UTC", page.Find("[data-testid=review-title]").GetAttribute("value"));
        await page.InvokeAsync(() => page.Find("[data-testid=start-review-box]").Submit());

        page.WaitForAssertion(() => Assert.Contains("/reviews/", Navigation.Uri, StringComparison.Ordinal));
        var made = Assert.Single(await Services.GetRequiredService<ReviewStore>().GetAsync(true, 10, Token));
        Assert.Equal(130, made.Items.Count);

        // Late into the window, and after it: each a person's and a controller's.
        Clock.Advance(TimeSpan.FromHours(1));
        await StoreAsync(Person(300, name: "late"), OfFlux(300, "late", pod: "kustomize-controller-7d9c"), Person(5, name: "after"), OfFlux(5, "after", pod: "kustomize-controller-7d9c"));
        var reader = Services.GetRequiredService<ReviewReader>();
        var news = await reader.ReadNewsAsync((await reader.ReadAsync(made.Review.Code, Token))!, Token); // made just now

        Assert.Equal((1, 1), (news.InWindow, news.After));
        Assert.Equal(["after", "late"], news.Rows.Select(row => row.Name));
    }

    private string OfFlux(double minutesAgo, string name, string pod) => Record(minutesAgo, "patch", "rolebindings", name, user: Flux).Replace(
        $"\"username\":{Text(Flux)}",
        $"\"username\":{Text(Flux)},\"uid\":\"5b1c\",\"extra\":{{\"authentication.kubernetes.io/credential-id\":[\"JTI=1\"],\"authentication.kubernetes.io/pod-name\":[{Text(pod)}]}}",
        StringComparison.Ordinal);

    private string Person(double minutesAgo, string name = "deployers", string? agent = null)
    {
        var record = Record(minutesAgo, "patch", "rolebindings", name, user: "j.okafor");
        return agent is null ? record : record.Replace("\"kubectl/v1.31.0 (linux/amd64)\"", Text(agent), StringComparison.Ordinal);
    }
}

using AngleSharp.Dom;
using AuditDashboard.Changes;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Sources.Demo;
using AuditDashboard.Investigation.Objects;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.LookBacks;
using AuditDashboard.Tests.EventList;
using AuditDashboard.Tests.SignIn;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Tests.Investigation;

/// <summary>The button that has the version before a change looked for further back: its price, its progress, what came of it, and who may press it.</summary>
public sealed class LookBackBoxTests : PageTestContext
{
    private const string Box = "[data-testid=look-back]";
    private static readonly ObjectKey Key = new(TrackedKind.Role, "web", "r");

    private readonly CancellationTokenSource _watching = new();
    private ILogSource _source;
    private Task _watch = Task.CompletedTask;

    public LookBackBoxTests()
    {
        _source = new DemoLogSource(new DemoCluster(1, 6, 4), Clock);
        Services.AddSingleton(_ => new ClusterRegistry([new ConfiguredCluster(new ClusterOptions { Name = "demo", Source = "Demo" }, _source, "* * * * *")]));

        // The pauses between two looks at the database are real ones: the clock of the page stands still.
        Services.AddSingleton(p => new DataChanges(
            p.GetRequiredService<AuditDatabase>(), TimeProvider.System, TimeSpan.FromMilliseconds(100), p.GetRequiredService<ILogger<DataChanges>>()));
    }

    [Fact]
    public async Task Button_TellsWhatItWouldReadBeforeItStarts_AndTheToolRemembersWhoPressedIt()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(Update(20, "get", "6"));
        var page = await OpenNewestAsync();

        await PressAsync(page, "Look further back…");
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll("[data-testid=look-back-estimate]")));

        // Seven days before 13:46 of which 23 h 40 min are collected, at 30 events a minute; lengths are said in their two largest units.
        Assert.Equal(
            "6 d before this change are not collected. It would read about 259 800 records if all of it has to be read; nothing is billed. It stops as soon as the version before is known.",
            Squeeze(page.Find("[data-testid=look-back-estimate]")).Replace('\u202F', ' '));

        await PressAsync(page, "Start");
        await page.WaitForAssertionAsync(() => Assert.StartsWith("Asked for: it begins when its turn comes. From 23 Nov 13:46 UTC back to 16 Nov 13:46 UTC at most, asked for by ", Squeeze(page.Find(Box)), StringComparison.Ordinal));
        Assert.Equal(1, Jobs.GetMonitoringApi().EnqueuedCount("default"));
        var row = Assert.Single(await Services.GetRequiredService<ActivityStore>().GetAsync(null, ActivityKind.Job, 10, Token));
        Assert.Equal("Had the version of Role web/r in demo before 23 Nov 2026 13:46:00 UTC looked for, up to 7 days back.", row.Text);
    }

    [Fact]
    public async Task Look_UnderWay_SaysHowFarItIsAndCanBeCancelled()
    {
        await StoreAsync(Update(20, "get", "6"));
        var page = await OpenNewestAsync();
        await StartAsync(page);
        var store = Services.GetRequiredService<LookBackStore>();
        var look = await store.FindLatestAsync("demo", Key, Token);

        Assert.True(await store.ReportAsync(look!.Id, look.Window.ToMicros - 3_600_000_000, 12, 4_096, Token));
        await page.WaitForAssertionAsync(() => Assert.StartsWith("Looking further back: to 23 Nov 12:46 UTC, 12 new events, 4.0 KiB read.", Squeeze(page.Find(Box)), StringComparison.Ordinal));

        await PressAsync(page, "Cancel");
        await page.WaitForAssertionAsync(() => Assert.True(Button(page, "Cancelling…").HasAttribute("disabled")));
        await store.EndAsync(look.Id, LookBackState.Cancelled, "Cancelled. It had looked back to 2026-11-23 12:46:00 UTC; what it read stays.", null, Token);
        await page.WaitForAssertionAsync(() => Assert.Contains("Looked further back. Cancelled. It had looked back to 2026-11-23 12:46:00 UTC; what it read stays.", Squeeze(page.Find("[data-testid=look-back-result]")), StringComparison.Ordinal));
        Assert.False(Button(page, "Look further back…").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Look_FoundIt_ThePanelComparesByItself()
    {
        await StoreAsync(Update(20, "get", "6"));
        var page = await OpenNewestAsync();
        await page.WaitForAssertionAsync(() => Assert.Contains("Unknown before this.", Squeeze(page.Find(".panel")), StringComparison.Ordinal));
        await StartAsync(page);
        var store = Services.GetRequiredService<LookBackStore>();
        var look = await store.FindLatestAsync("demo", Key, Token);

        await StoreAsync(Update(3_000, "list", "5"));
        await store.EndAsync(look!.Id, LookBackState.Found, "Found: the version before is of 2026-11-21 12:06:00 UTC.", null, Token);

        await page.WaitForAssertionAsync(() => Assert.Equal(["get pods (core)"], page.FindAll(".panel .items .add .log").Select(item => item.TextContent)));
        Assert.Equal(["list pods (core)"], page.FindAll(".panel .items .del .log").Select(item => item.TextContent));
        Assert.Empty(page.FindAll(Box));
    }

    [Fact]
    public async Task Version_BeforeIsKnown_OffersNothing()
    {
        await StoreAsync(Update(40, "list", "5"), Update(20, "get", "6"));
        var page = await OpenNewestAsync();

        await page.WaitForAssertionAsync(() => Assert.Equal(["get pods (core)"], page.FindAll(".panel .items .add .log").Select(item => item.TextContent)));
        Assert.Empty(page.FindAll(Box));
    }

    [Fact]
    public async Task Viewer_ReadsThatAReviewerCan()
    {
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Viewer);
        await StoreAsync(Update(20, "get", "6"));
        var page = await OpenNewestAsync();

        await page.WaitForAssertionAsync(() => Assert.Contains("a reviewer can have it looked for", Squeeze(page.Find(Box)), StringComparison.Ordinal));
        Assert.Empty(page.FindAll(Box + " button"));
    }

    [Fact]
    public async Task ClusterOfFiles_SaysThatNothingLiesFurtherBackAndCannotStart()
    {
        _source = new SilentSource();
        await StoreAsync(Update(20, "get", "6"));
        var page = await OpenNewestAsync();

        await PressAsync(page, "Look further back…");

        await page.WaitForAssertionAsync(() => Assert.Contains("each of them is read whole: nothing lies further back in them.", Squeeze(page.Find(Box)), StringComparison.Ordinal));
        Assert.True(Button(page, "Start").HasAttribute("disabled"));
    }

    [Fact]
    public async Task ObjectPage_OldestVersionWithNothingBefore_OffersIt()
    {
        await StoreAsync(Update(20, "get", "6"));
        var page = Open<ObjectPage>("/object?kind=Role&ns=web&name=r");

        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll("[data-testid=unknown-before]")));
        await page.WaitForAssertionAsync(() => Assert.Single(page.FindAll(".panel " + Box)));
        Assert.Single(page.FindAll(Box));

        Navigation.NavigateTo("/object?kind=Role&ns=web&name=r&tab=diff");
        await page.WaitForAssertionAsync(() => Assert.Empty(page.FindAll(".panel " + Box)));
        await StartAsync(page);
        await page.WaitForAssertionAsync(() => Assert.StartsWith("Asked for:", Squeeze(page.Find(Box)), StringComparison.Ordinal));
    }

    private string Update(double minutesAgo, string verb, string version) => Record(
        minutesAgo, "update", "roles", "r", extra: RbacRecords.Response("Role", "r", version, RbacRecords.Rules(verb, "pods")));

    protected override async ValueTask DisposeAsyncCore()
    {
        await _watching.CancelAsync();
        await _watch;
        await base.DisposeAsyncCore();
        _watching.Dispose();
    }

    private async Task<IRenderedComponent<ChangesPage>> OpenNewestAsync()
    {
        _watch = Task.Run(() => Services.GetRequiredService<DataChanges>().WatchAsync(_watching.Token), Token);
        var page = Open<ChangesPage>("/changes");
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll(".row-link")));
        Navigation.NavigateTo(page.FindAll(".row-link")[0].GetAttribute("href")!); // rows are links
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll(".panel .basis")));
        return page;
    }

    private static async Task StartAsync<TPage>(IRenderedComponent<TPage> page)
        where TPage : IComponent
    {
        await PressAsync(page, "Look further back…");
        await PressAsync(page, "Start");
        await page.WaitForAssertionAsync(() => Assert.Contains("Asked for", Squeeze(page.Find(Box)), StringComparison.Ordinal));
    }

    private static async Task PressAsync<TPage>(IRenderedComponent<TPage> page, string name)
        where TPage : IComponent
    {
        await page.WaitForAssertionAsync(() => Button(page, name));
        await page.InvokeAsync(() => Button(page, name).Click());
    }

    private static IElement Button<TPage>(IRenderedComponent<TPage> page, string name)
        where TPage : IComponent => page.FindAll(Box + " button").Single(button => button.TextContent.Trim() == name);

    private static string Squeeze(IElement element) => string.Join(' ', element.TextContent.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
}

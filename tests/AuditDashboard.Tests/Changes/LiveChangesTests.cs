using AuditDashboard.Changes;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Changes;

/// <summary>A page with a relative range follows new events, stands still while it is read, and says how much is new.</summary>
public sealed class LiveChangesTests : PageTestContext
{
    private readonly CancellationTokenSource _watching = new();

    [Fact]
    public async Task Page_WithNothingSelected_ShowsNewEventsByItself()
    {
        await OpenWithTwoAsync(async page =>
        {
            await ArriveAsync("c");

            page.WaitForAssertion(() => Assert.Equal("3 changes", page.Find("[data-testid=list-count]").TextContent));
            Assert.Equal("Live", Label(page));
        });
    }

    [Fact]
    public async Task Page_WithARowSelected_StandsStillAndCountsWhatIsNew()
    {
        await OpenWithTwoAsync(async page =>
        {
            Follow(page.Find("[data-testid=event-row] a.row-link"));
            page.WaitForAssertion(() => Assert.Equal("Paused", Label(page)));
            var window = page.FindComponent<PageFrame>().Instance.Window;

            await ArriveAsync("c", "d");

            page.WaitForAssertion(() => Assert.Equal("2 new", Label(page)));
            Assert.Equal("2 changes", page.Find("[data-testid=list-count]").TextContent);
            Assert.Equal(window, page.FindComponent<PageFrame>().Instance.Window);
            Assert.Equal(2, page.FindAll("[data-testid=event-row]").Count);
        });
    }

    [Fact]
    public async Task NewOnes_Pressed_AreShownAndThePageIsLiveAgain()
    {
        await OpenWithTwoAsync(async page =>
        {
            await page.InvokeAsync(() => page.FindComponent<PageFrame>().Instance.OnScrolled(true));
            await ArriveAsync("c");
            page.WaitForAssertion(() => Assert.Equal("1 new", Label(page)));

            await page.InvokeAsync(() => page.Find("[data-testid=live]").Click());

            page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("[data-testid=event-row]").Count));
            Assert.Equal("Live", Label(page));
        });
    }

    [Fact]
    public async Task Brushing_StandsStill_UntilItEnds()
    {
        await OpenWithTwoAsync(async page =>
        {
            await page.InvokeAsync(() => page.FindComponent<PageFrame>().Instance.OnBrushed(true));
            Assert.Equal("Paused", Label(page));

            await page.InvokeAsync(() => page.FindComponent<PageFrame>().Instance.OnBrushed(false));

            Assert.Equal("Live", Label(page));
        });
    }

    [Fact]
    public async Task NewOnes_UnderAnotherFilter_AreCountedAnew()
    {
        await OpenWithTwoAsync(async page =>
        {
            await page.InvokeAsync(() => page.FindComponent<PageFrame>().Instance.OnScrolled(true));
            await ArriveAsync("c", "d");
            page.WaitForAssertion(() => Assert.Equal("2 new", Label(page)));

            Navigation.NavigateTo("/changes?f.namespace=nowhere");

            page.WaitForAssertion(() => Assert.Equal("0 changes", page.Find("[data-testid=list-count]").TextContent));
            page.WaitForAssertion(() => Assert.Equal("Paused", Label(page)));
        });
    }

    [Fact]
    public async Task Range_Dragged_CanBeTakenBack()
    {
        await OpenWithTwoAsync(async page =>
        {
            Assert.Empty(page.FindAll("[data-testid=zoom-back]"));
            var window = TimeWindow.Between(Clock.GetUtcNow().AddMinutes(-10), Clock.GetUtcNow().AddMinutes(-5));

            await page.InvokeAsync(() => page.FindComponent<TimeChart>().Instance.OnRange.InvokeAsync(window));
            page.WaitForAssertion(() => Assert.Equal(window, page.FindComponent<PageFrame>().Instance.Window));
            Assert.Equal("Live", Label(page));
            Assert.True(page.Find("[data-testid=live]").HasAttribute("disabled"));

            await page.InvokeAsync(() => page.FindComponent<TimeChart>().Instance.OnBackChosen());

            page.WaitForAssertion(() => Assert.Equal(TimeSpan.FromHours(24), page.FindComponent<PageFrame>().Instance.Window.Duration));
            Assert.EndsWith("/changes", Navigation.Uri, StringComparison.Ordinal);
            Assert.Empty(page.FindAll("[data-testid=zoom-back]"));
        });
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await _watching.CancelAsync();
        await base.DisposeAsyncCore();
        _watching.Dispose();
    }

    private static string Label(IRenderedComponent<ChangesPage> page) => page.Find("[data-testid=live]").TextContent.Trim();

    private async Task OpenWithTwoAsync(Func<IRenderedComponent<ChangesPage>, Task> test)
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(Record(20, "create", "roles", "a"), Record(7, "create", "roles", "b"));
        var watch = Task.Run(() => Services.GetRequiredService<DataChanges>().WatchAsync(_watching.Token), Token);
        var page = Open<ChangesPage>("/changes");
        page.WaitForAssertion(() => Assert.Equal("2 changes", page.Find("[data-testid=list-count]").TextContent));

        await test(page);

        await _watching.CancelAsync();
        await watch;
    }

    // A few seconds later, so that what is new lies after the window that is shown.
    private async Task ArriveAsync(params IReadOnlyList<string> names)
    {
        Clock.Advance(TimeSpan.FromSeconds(20));
        await StoreAsync([.. names.Select(name => Record(0.1, "create", "roles", name))]);
    }
}

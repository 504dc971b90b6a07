using AuditDashboard.Overview;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Tests.Shared;
using Bunit;

namespace AuditDashboard.Tests.Overview;

public sealed class OverviewCellViewTests : DashboardTestContext
{
    private static readonly TimeWindow Window = new(1_795_392_000_000_000, 1_795_395_600_000_000);

    private readonly OverviewCell _cell = new()
    {
        QueryId = "secrets-forbidden",
        Title = "Secrets, 403",
        Purpose = "Who asked for secrets and was refused.",
        Count = 1204,
        CountBefore = 1000,
        Bins = [0, 3, 0],
        BinsWindow = Window,
        LastEvent = TimeWindow.FromMicrosSinceEpoch(Window.ToMicros - 60_000_000),
        Coverage = [Stretch(CoverageState.Collected)],
    };

    [Fact]
    public void Cell_WholeCell_OpensExactlyItsEventsOverItsWindow()
    {
        var cut = RenderCell(_cell);

        Assert.Equal(
            "/events?cluster=prod&from=2026-11-23T00:00:00Z&to=2026-11-23T01:00:00Z&query=secrets-forbidden",
            cut.Find("a").GetAttribute("href"));
        Assert.Equal("1\u202F204", cut.Find(".big").TextContent);
    }

    [Fact]
    public void Cell_PreviousPeriodNotCollected_SaysSoInsteadOfADifference()
    {
        var cut = RenderCell(_cell with { CountBefore = null });

        Assert.Contains("before: not collected", cut.Find(".row").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Cell_NothingCollected_ShowsNoNumber()
    {
        var cut = RenderCell(_cell with { Count = 0, LastEvent = null, Bins = [0, 0, 0], Coverage = [Stretch(CoverageState.NotCollected)] });

        Assert.Equal("not collected", cut.Find(".big").TextContent);
        Assert.Contains("cannot tell", cut.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(cut.FindAll("svg.spark > rect"));
    }

    [Theory]
    [InlineData(CoverageState.Collected, "none")]
    [InlineData(CoverageState.NotCollected, "none seen")]
    public void Cell_Zero_SaysWhetherEverythingWasLookedAt(CoverageState second, string expected)
    {
        var half = (Window.FromMicros + Window.ToMicros) / 2;
        var cut = RenderCell(_cell with
        {
            Count = 0,
            LastEvent = null,
            Coverage =
            [
                Stretch(CoverageState.Collected) with { Window = new TimeWindow(Window.FromMicros, half) },
                Stretch(second) with { Window = new TimeWindow(half, Window.ToMicros) },
            ],
        });

        Assert.Equal(expected, cut.FindAll("a > span")[^1].TextContent);
    }

    [Theory]
    [InlineData(5, 3, "+2")]
    [InlineData(3, 5, "−2")]
    [InlineData(3, 3, "±0")]
    [InlineData(0, 0, "±0")]
    [InlineData(1060, 1000, "+6%")]
    [InlineData(2000, 999, "+1\u202F001")]
    public void Difference_SmallOrLarge_IsInEventsOrPercent(long now, long before, string expected) =>
        Assert.Equal(expected, OverviewCellView.Difference(now, before));

    private IRenderedComponent<OverviewCellView> RenderCell(OverviewCell cell) => Render<OverviewCellView>(p => p
        .Add(c => c.Cell, cell).Add(c => c.Scope, new PageScope { Cluster = "prod" }.Over(Window)));

    private static CoverageStretch Stretch(CoverageState state) => new(Window, state, null, null, null);
}

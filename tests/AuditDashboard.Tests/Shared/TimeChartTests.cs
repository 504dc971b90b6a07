using AuditDashboard.Shared.Charts;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using Bunit;
using Microsoft.JSInterop;

namespace AuditDashboard.Tests.Shared;

public sealed class TimeChartTests : DashboardTestContext
{
    private static readonly TimeWindow Day = new(0, 1440 * TimeWindow.MinuteMicros);

    private readonly ChartModel _model = BinRollupTests.RandomModel(new Random(5), Day);
    private readonly BunitJSModuleInterop _chart;

    public TimeChartTests()
    {
        var module = JSInterop.SetupModule("./js/timechart.js");
        module.Setup<double>("plotWidth", _ => true).SetResult(1360);
        _chart = module.SetupModule(invocation => invocation.Identifier == "create");
        _chart.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void Draw_DayOfMinutes_SendsJoinedBarsWithTheSameSums()
    {
        Render<TimeChart>(p => p.Add(c => c.Model, _model).Add(c => c.Label, "Events"));

        var bytes = Assert.IsType<byte[]>(_chart.VerifyInvoke("draw").Arguments[1]);
        var floats = new float[bytes.Length / 4];
        Buffer.BlockCopy(bytes, 0, floats, 0, bytes.Length);
        Assert.Equal(2 * 288, floats.Length);
        Assert.Equal(_model.Series[0].Total, (long)floats.Take(288).Sum(f => (double)f));
        Assert.Equal(_model.Series[1].Total, (long)floats.Skip(288).Sum(f => (double)f));
    }

    [Fact]
    public void Draw_SingleSeriesOfAMonth_KeepsEveryMinute()
    {
        var month = BinRollupTests.RandomModel(new Random(6), new TimeWindow(0, 43_200 * TimeWindow.MinuteMicros));
        var single = month with { Series = [month.Series[0]] };

        Render<TimeChart>(p => p.Add(c => c.Model, single).Add(c => c.Label, "Events"));

        Assert.Equal(43_200 * 4, Assert.IsType<byte[]>(_chart.VerifyInvoke("draw").Arguments[1]).Length);
    }

    [Fact]
    public async Task OnBarChosen_AnyBar_IsItsWindowAndSeries()
    {
        ChartBar? chosen = null;
        var cut = Render<TimeChart>(p => p.Add(c => c.Model, _model).Add(c => c.Label, "Events").Add(c => c.OnBar, bar => chosen = bar));

        await cut.InvokeAsync(() => cut.Instance.OnBarChosen(1, 3, 1));

        Assert.Equal(new ChartBar(new TimeWindow(15 * TimeWindow.MinuteMicros, 20 * TimeWindow.MinuteMicros), "denied"), chosen);
    }

    [Fact]
    public async Task OnBarsChosen_Range_IsWholeBars()
    {
        TimeWindow? range = null;
        var cut = Render<TimeChart>(p => p.Add(c => c.Model, _model).Add(c => c.Label, "Events").Add(c => c.OnRange, window => range = window));

        await cut.InvokeAsync(() => cut.Instance.OnBarsChosen(1, 2, 4));

        Assert.Equal(new TimeWindow(10 * TimeWindow.MinuteMicros, 25 * TimeWindow.MinuteMicros), range);
    }

    [Theory]
    [InlineData(1, -1, 3)]
    [InlineData(1, 3, 288)]
    [InlineData(1, 5, 4)]
    [InlineData(99, 0, 1)]
    public async Task OnBarsChosen_IndexesThatDoNotExist_AreIgnored(int version, int first, int last)
    {
        var isCalled = false;
        var cut = Render<TimeChart>(p => p.Add(c => c.Model, _model).Add(c => c.Label, "Events").Add(c => c.OnRange, _ => isCalled = true));

        await cut.InvokeAsync(() => cut.Instance.OnBarsChosen(version, first, last));

        Assert.False(isCalled);
    }

    [Fact]
    public void Legend_Click_IsolatesTheSeries()
    {
        var cut = Render<TimeChart>(p => p.Add(c => c.Model, _model).Add(c => c.Label, "Events"));

        cut.FindAll(".legend button")[1].Click();

        Assert.Equal(288 * 4, Assert.IsType<byte[]>(_chart.Invocations.Last(i => i.Identifier == "draw").Arguments[1]).Length);
        Assert.Equal(["false", "true"], cut.FindAll(".legend button").Select(b => b.GetAttribute("aria-pressed")));
    }

    [Fact]
    public void Table_Shown_AddsUpToTheChart()
    {
        var cut = Render<TimeChart>(p => p.Add(c => c.Model, _model).Add(c => c.Label, "Events"));

        cut.FindAll("button").Single(b => b.TextContent == "Show as table").Click();

        long sum = 0;
        for (var page = 0; ; page++)
        {
            sum += cut.FindAll("tbody tr td b").Sum(cell => long.Parse(cell.TextContent.Replace("\u202F", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture));
            var older = cut.FindAll(".pager button")[1];
            if (older.HasAttribute("disabled"))
            {
                break;
            }

            older.Click();
        }

        Assert.Equal(_model.Total, sum);
    }

    [Fact]
    public void Table_NotCollectedBars_AreRowsThatSaySo()
    {
        var quiet = _model with
        {
            Series = [.. _model.Series.Select(s => s with { Counts = new int[1440] })],
            Coverage = [new CoverageStretch(new TimeWindow(0, 10 * TimeWindow.MinuteMicros), CoverageState.NotCollected, null, null, null), new CoverageStretch(new TimeWindow(10 * TimeWindow.MinuteMicros, Day.ToMicros), CoverageState.Collected, null, null, null)],
        };
        var cut = Render<TimeChart>(p => p.Add(c => c.Model, quiet).Add(c => c.Label, "Events"));

        cut.FindAll("button").Single(b => b.TextContent == "Show as table").Click();

        Assert.Equal(["not collected", "not collected"], cut.FindAll("tbody tr td:last-child").Select(c => c.TextContent));
    }

    [Fact]
    public void Draw_HostileLabel_ReachesNeitherMarkupNorTemplate()
    {
        var hostile = _model with { Series = [_model.Series[0] with { Label = "<img src=x>{a|b}\u202E" }, _model.Series[1]] };

        var cut = Render<TimeChart>(p => p.Add(c => c.Model, hostile).Add(c => c.Label, "Events"));

        Assert.Empty(cut.FindAll("img"));
        Assert.Contains("<img src=x>{a|b}\\u202E", cut.Find(".legend").TextContent, StringComparison.Ordinal);
    }
}

using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using Bunit;

namespace AuditDashboard.Tests.Shared;

public sealed class RangePickerTests : DashboardTestContext
{
    private readonly List<TimeRange> _chosen = [];

    [Fact]
    public void Choose_RelativeRange_IsHandedOut()
    {
        var cut = Open(TimeRange.Default);

        cut.FindAll(".range-list button").Single(b => b.TextContent == "Last 7 days").Click();

        Assert.Equal([new TimeRange.Relative(TimeSpan.FromDays(7))], _chosen);
        Assert.Empty(cut.FindAll("[role=dialog]"));
    }

    [Fact]
    public void Apply_UtcFields_IsTheWindowToTheSecond()
    {
        var cut = Open(TimeRange.Default);

        cut.FindAll("input")[0].Input("2026-11-23 13:41:52");
        cut.FindAll("input")[1].Input("2026-11-23 13:41:53");
        cut.Find("form").Submit();

        var from = TimeWindow.ToMicrosSinceEpoch(new DateTimeOffset(2026, 11, 23, 13, 41, 52, TimeSpan.Zero));
        Assert.Equal([new TimeRange.Absolute(new TimeWindow(from, from + 1_000_000))], _chosen);
    }

    [Theory]
    [InlineData("tomorrow", "2026-11-23 13:41", "From is not a time")]
    [InlineData("2026-11-23 13:41", "23.11.2026", "To is not a time")]
    [InlineData("2026-11-23 13:41", "2026-11-23 13:41:00", "To has to be after from")]
    [InlineData("2026-02-30", "2026-03-01", "From is not a time")]
    public void Apply_BadField_SaysWhichAndStays(string from, string to, string problem)
    {
        var cut = Open(TimeRange.Default);

        cut.FindAll("input")[0].Input(from);
        cut.FindAll("input")[1].Input(to);
        cut.Find("form").Submit();

        Assert.Contains(problem, cut.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(_chosen);
    }

    [Fact]
    public void Move_EarlierAndLater_IsByOneWindow()
    {
        var cut = RenderPicker(TimeRange.Default);
        var window = TimeRange.Default.Resolve(Clock.GetUtcNow());
        var length = window.ToMicros - window.FromMicros;

        cut.Find("button[aria-label^=Earlier]").Click();
        cut.Find("button[aria-label^=Later]").Click();

        Assert.Equal(
            [
                new TimeRange.Absolute(new TimeWindow(window.FromMicros - length, window.ToMicros - length)),
                new TimeRange.Absolute(new TimeWindow(window.FromMicros + length, window.ToMicros + length)),
            ],
            _chosen);
    }

    [Fact]
    public void Fields_OfTheShownWindow_RoundTrip()
    {
        var window = new TimeWindow(1_795_442_512_418_123, 1_795_442_999_000_000);

        Assert.True(RangeText.TryParseField(RangeText.ToField(window.FromMicros), out var from));
        Assert.True(RangeText.TryParseField(RangeText.ToField(window.ToMicros), out var to));

        Assert.Equal(window, new TimeWindow(from, to));
    }

    private IRenderedComponent<RangePicker> Open(TimeRange range)
    {
        var cut = RenderPicker(range);
        cut.Find("[data-key-time]").Click();
        return cut;
    }

    private IRenderedComponent<RangePicker> RenderPicker(TimeRange range) => Render<RangePicker>(p => p
        .Add(c => c.Range, range).Add(c => c.Window, range.Resolve(Clock.GetUtcNow())).Add(c => c.OnChanged, _chosen.Add));
}

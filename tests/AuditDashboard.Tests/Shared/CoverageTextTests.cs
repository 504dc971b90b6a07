using AuditDashboard.Shared.Charts;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Tests.Shared;

public sealed class CoverageTextTests
{
    private const long Start = 1_795_392_000_000_000; // 23 Nov 2026 00:00 UTC
    private const long Second = 1_000_000;

    [Fact]
    public void Of_EverythingCollected_SaysSo() => Assert.Equal("all collected", Words((3600, CoverageState.Collected)));

    [Fact]
    public void Of_LastSecondsPending_SaysHowFarCollectionIs() =>
        Assert.Equal("collected to 00:59:55", Words((3595, CoverageState.Collected), (5, CoverageState.Due)));

    [Fact]
    public void Of_LastSecondsMissing_IsAGap() =>
        Assert.Equal("5 s not collected", Words((3595, CoverageState.Collected), (5, CoverageState.NotCollected)));

    [Fact]
    public void Of_NothingButDue_SaysSo() => Assert.Equal("due with the next harvest", Words((20, CoverageState.Due)));

    [Fact]
    public void WhollyCollected_ButForWhatIsDue_SaysUpToWhen() => Assert.Equal(
        "All of it up to 00:59:55 UTC was collected; the rest is due with the next harvest.",
        CoverageText.WhollyCollected(Summary((3595, CoverageState.Collected), (5, CoverageState.Due))));

    [Fact]
    public void WhollyCollected_WithAGapOrNothingKnown_SaysNothing()
    {
        Assert.Null(CoverageText.WhollyCollected(Summary((3595, CoverageState.Collected), (5, CoverageState.NotCollected))));
        Assert.Null(CoverageText.WhollyCollected(Summary((20, CoverageState.Due))));
        Assert.Null(CoverageText.WhollyCollected(Summary((20, CoverageState.OutOfScope))));
        Assert.Null(CoverageText.WhollyCollected(null));
    }

    [Fact]
    public void Of_GapBeforeThePendingEnd_NamesTheGapAlone() => Assert.Equal(
        "10 min not collected · collected to 00:59:55",
        Words((600, CoverageState.NotCollected), (2995, CoverageState.Collected), (5, CoverageState.Due)));

    [Fact]
    public void Of_LongEndNotCollected_IsAGap() =>
        Assert.Equal("30 min not collected", Words((1800, CoverageState.Collected), (1800, CoverageState.NotCollected)));

    [Fact]
    public void Of_PartThatHasExpired_SaysHowMuch_AndDoesNotSayAllCollected()
    {
        Assert.Equal("30 min no longer kept · the rest collected", Words((1800, CoverageState.Expired), (1800, CoverageState.Collected)));
        Assert.Equal(
            "20 min no longer kept · 10 min not collected",
            Words((1200, CoverageState.Expired), (600, CoverageState.NotCollected), (1800, CoverageState.Collected)));
        Assert.Null(CoverageText.WhollyCollected(Summary((1800, CoverageState.Expired), (1800, CoverageState.Collected))));
        Assert.False(CoverageText.IsExpired(Summary((1800, CoverageState.Expired), (1800, CoverageState.Collected))));
    }

    [Fact]
    public void Of_NothingThatIsStillKept_SaysSo()
    {
        Assert.Equal("no longer kept", Words((3600, CoverageState.Expired)));
        Assert.Equal("no longer kept", Words((1800, CoverageState.OutOfScope), (1800, CoverageState.Expired)));
        Assert.True(CoverageText.IsExpired(Summary((1800, CoverageState.OutOfScope), (1800, CoverageState.Expired))));
        Assert.False(CoverageText.IsExpired(Summary((1800, CoverageState.OutOfScope))));
        Assert.False(CoverageText.IsExpired(null));
    }

    [Fact]
    public void Of_NothingAskedFor_IsOutside() => Assert.Equal("outside what is collected", Words((3600, CoverageState.OutOfScope)));

    private static string Words(params (int Seconds, CoverageState State)[] line) => CoverageText.Of(Summary(line));

    private static CoverageSummary Summary(params (int Seconds, CoverageState State)[] line)
    {
        var stretches = new List<CoverageStretch>();
        var at = Start;
        foreach (var (seconds, state) in line)
        {
            stretches.Add(new CoverageStretch(new TimeWindow(at, at + (seconds * Second)), state, null, null, null));
            at += seconds * Second;
        }

        var missing = stretches.Where(s => s.State == CoverageState.NotCollected).ToList();
        return new CoverageSummary(
            new TimeWindow(Start, at), stretches, 1, TimeSpan.FromMicroseconds(missing.Sum(s => s.Window.ToMicros - s.Window.FromMicros)), missing.Count, null, false, 0, 0);
    }
}

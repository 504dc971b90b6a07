using AuditDashboard.Shared.Scope;

namespace AuditDashboard.Tests.Shared;

public sealed class LiveStateTests
{
    private readonly LiveState _live = new();

    [Theory]
    [InlineData(LiveHold.Scrolled)]
    [InlineData(LiveHold.Selected)]
    [InlineData(LiveHold.Brushed)]
    public void Hold_StopsIt_AndItsEndStartsItAgain(LiveHold hold)
    {
        Assert.True(_live.Hold(hold, true));
        Assert.False(_live.IsRunning);
        Assert.False(_live.Hold(hold, true));

        Assert.True(_live.Hold(hold, false));
        Assert.True(_live.IsRunning);
    }

    [Fact]
    public void Hold_EndingOneOfTwo_StandsStill()
    {
        _live.Hold(LiveHold.Scrolled, true);
        _live.Hold(LiveHold.Selected, true);

        _live.Hold(LiveHold.Scrolled, false);

        Assert.False(_live.IsRunning);
    }

    [Fact]
    public void News_StayOffered_AlsoWhenTheHoldIsGone()
    {
        _live.Hold(LiveHold.Scrolled, true);
        _live.Tell(27);

        _live.Hold(LiveHold.Scrolled, false);

        Assert.Equal((false, true, 27L), (_live.IsRunning, _live.HasNews, _live.News));
        _live.Resume();
        Assert.Equal((true, false), (_live.IsRunning, _live.HasNews));
    }

    [Fact]
    public void Tell_NothingNew_IsNoNews()
    {
        _live.Hold(LiveHold.Selected, true);
        _live.Tell(0);

        Assert.False(_live.HasNews);
    }

    [Fact]
    public void Tell_NotCounted_IsNewsWithoutANumber()
    {
        _live.Hold(LiveHold.Selected, true);
        _live.Tell(null);

        Assert.Equal((true, null), (_live.HasNews, _live.News));
    }

    [Fact]
    public void Resume_OverrulesTheHold_UntilANewOne()
    {
        _live.Hold(LiveHold.Selected, true);
        _live.Resume();
        Assert.True(_live.IsRunning);

        _live.Hold(LiveHold.Selected, false);
        _live.Hold(LiveHold.Selected, true);

        Assert.False(_live.IsRunning);
    }

    [Fact]
    public void Pause_ByHand_StaysThroughHolds()
    {
        _live.Pause();
        _live.Hold(LiveHold.Scrolled, true);
        _live.Hold(LiveHold.Scrolled, false);

        Assert.False(_live.IsRunning);
        _live.Resume();
        Assert.True(_live.IsRunning);
    }
}

namespace AuditDashboard.Shared.Scope;

/// <summary>Why a live page stands still without having been paused: the reader is at something that would move away.</summary>
[Flags]
public enum LiveHold
{
    /// <summary>Nothing holds it.</summary>
    None = 0,

    /// <summary>The page is scrolled down, or shows older events than the newest.</summary>
    Scrolled = 1,

    /// <summary>An event is selected.</summary>
    Selected = 2,

    /// <summary>A range of the chart is being selected.</summary>
    Brushed = 4,
}

/// <summary>Whether a page with a relative range follows the clock, and what came in while it does not.</summary>
/// <remarks>What came in stays offered until the reader asks for it, also when what held the page is gone: nothing moves under a reader's eyes unasked.</remarks>
public sealed class LiveState
{
    private bool _isPaused;
    private LiveHold _holds;
    private LiveHold _overruled;

    /// <summary>True if new events appear by themselves.</summary>
    public bool IsRunning => !_isPaused && !HasNews && Holds == LiveHold.None;

    /// <summary>True if the reader paused it.</summary>
    public bool IsPaused => _isPaused;

    /// <summary>What holds the page, without what the reader overruled.</summary>
    public LiveHold Holds => _holds & ~_overruled;

    /// <summary>True if there is something new that is not shown.</summary>
    public bool HasNews { get; private set; }

    /// <summary>How many new events are not shown; null if they were not counted.</summary>
    public long? News { get; private set; }

    /// <summary>Something begins or ends to hold the page.</summary>
    /// <returns>True if that changed anything.</returns>
    public bool Hold(LiveHold hold, bool isOn)
    {
        var before = _holds;
        _holds = isOn ? _holds | hold : _holds & ~hold;
        if (_holds == before)
        {
            return false;
        }

        _overruled &= ~hold;
        return true;
    }

    /// <summary>There may be something new: so many events (null if that is not known; 0 is nothing new).</summary>
    public void Tell(long? news) => (HasNews, News) = (news != 0, news);

    /// <summary>The reader pauses the page.</summary>
    public void Pause() => _isPaused = true;

    /// <summary>The reader wants what is new, now and from now on, whatever holds the page at present.</summary>
    public void Resume()
    {
        _isPaused = false;
        _overruled = _holds;
        Tell(0);
    }
}

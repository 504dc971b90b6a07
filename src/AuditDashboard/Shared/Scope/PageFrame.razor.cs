using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Sharing;
using AuditDashboard.Shell;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AuditDashboard.Shared.Scope;

/// <summary>Scope bar and body of a page: cluster, time range, coverage of the window, Live, Copy link.</summary>
public sealed partial class PageFrame : IAsyncDisposable
{
    /// <summary>Shortest time between two renewals of a page.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    /// <summary>How long ago a problem may have been seen last to be told on every page: a standing one is seen by each run.</summary>
    private static readonly TimeSpan ToldFor = TimeSpan.FromHours(24);

    private readonly CancellationTokenSource _lifetime = new();
    private readonly LiveState _ownLive = new();
    private IReadOnlyList<ClusterRow> _clusters = [];
    private IReadOnlyList<(string Cluster, SourceProblem Problem)> _standing = [];
    private IDisposable? _subscription;
    private DotNetObjectReference<PageFrame>? _self;
    private IJSObjectReference? _reading;
    private bool _areClustersRead;

    /// <summary>Title of the page, in sentence case.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Cluster and time range, from the URL.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>The window as the page resolved it: what all its numbers are over.</summary>
    [Parameter, EditorRequired]
    public required TimeWindow Window { get; set; }

    /// <summary>The reader chose another cluster or range: navigate there.</summary>
    [Parameter, EditorRequired]
    public EventCallback<PageScope> ScopeChanged { get; set; }

    /// <summary>There is new data and Live is on: resolve the range anew and load.</summary>
    [Parameter]
    public EventCallback OnRefresh { get; set; }

    /// <summary>The page's own live state: scrolling, selecting and brushing then hold the page. Null for a page that is watched, such as Collection.</summary>
    [Parameter]
    public LiveState? Live { get; set; }

    /// <summary>There is new data and the page stands still: tell <see cref="Live"/> how much.</summary>
    [Parameter]
    public EventCallback OnNews { get; set; }

    /// <summary>What of the URL was not understood.</summary>
    [Parameter]
    public IReadOnlyList<string> Problems { get; set; } = [];

    /// <summary>True where the page itself tells of sources that cannot be read.</summary>
    [Parameter]
    public bool TellsProblems { get; set; }

    /// <summary>Coverage of the window; null while it is not known.</summary>
    [Parameter]
    public CoverageSummary? Coverage { get; set; }

    /// <summary>True once the page shows its data (the bar's <c>data-ready</c> says it to tests); null for "when there is coverage".</summary>
    [Parameter]
    public bool? IsReady { get; set; }

    /// <summary>False for a page that shows what was asked at one moment, and does not follow new data. Default true.</summary>
    [Parameter]
    public bool HasLive { get; set; } = true;

    /// <summary>The page below the bar.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private ClusterStore Clusters { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private RunStore Runs { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private DataChanges Changes { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private TimeProvider Clock { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private BrowserShell Browser { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private SignInOptions Options { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ILogger<PageFrame> Logger { get; set; } = null!; // set by the framework before any method runs

    private string? ClusterName => Scope.Cluster ?? (_clusters is [var only] ? only.Name : null);

    private bool IsWholePageReady => _areClustersRead && (IsReady ?? Coverage is not null);

    private bool CanBeLive => Scope.Range is TimeRange.Relative;

    private LiveState State => Live ?? _ownLive;

    private bool IsLive => CanBeLive && State.IsRunning;

    private bool HasNews => CanBeLive && State.HasNews;

    private string LiveLabel => IsLive || !CanBeLive ? "Live"
        : !State.HasNews ? "Paused"
        : State.News is { } news ? $"{Numbers.Count(news)} new" : "New data";

    private string LiveTitle => !CanBeLive ? "A fixed window does not move; choose a relative range for Live"
        : IsLive ? "New events appear by themselves; press to pause"
        : $"{Standing} Press to show what is new, and to go on live.";

    private string Standing => State.IsPaused ? "Paused by you."
        : State.Holds.HasFlag(LiveHold.Selected) ? "Stands still while you look at an event or at older ones."
        : State.Holds.HasFlag(LiveHold.Brushed) ? "Stands still while you select on the chart."
        : State.Holds.HasFlag(LiveHold.Scrolled) ? "Stands still while you are further down."
        : "Stands still.";

    // What is shown now, over exactly the window that it is shown over.
    private string FixedView => LinkTo(Scope with { Cluster = ClusterName, Range = new TimeRange.Absolute(Window) }, UrlVersion.Pair);

    // What the address shows whenever it is opened; null where that is the same. The range stands as it does in the address: left out, it means
    // something else on each page.
    private string? MovingView => Scope.Range is TimeRange.Relative
        ? DashboardUrls.Page(new Uri(Navigation.Uri).AbsolutePath, new PageScope { Cluster = ClusterName }, PairsWithout("cluster", UrlVersion.Key).Append(UrlVersion.Pair))
        : null;

    private string AbsoluteLink => ShareAddress.Of(FixedView, Options, Navigation);

    private List<string> AllProblems =>
    [
        .. Problems,
        .. Scope.Cluster is { } asked && _clusters.Count > 0 && _clusters.All(c => c.Name != asked)
            ? new[] { "There is no cluster of the name in the link. Choose another." } : [],
    ];

    // A source that cannot be read must not look like a quiet one, on whatever page one is.
    private List<(string Cluster, SourceProblem Problem)> ProblemsInScope =>
        [.. _standing.Where(p => (Scope.Cluster is null || p.Cluster == Scope.Cluster) && p.Problem.LastSeenAt >= Clock.GetUtcNow() - ToldFor)];

    // Choices that come after their select was drawn would leave it at the first of them: another list makes another select.
    private string ChoicesKey => string.Join('\n', _clusters.Select(c => c.Name));

    private DateTimeOffset? LastEventBefore
    {
        get
        {
            var last = _clusters.Where(c => Scope.Cluster is null || c.Name == Scope.Cluster).Max(c => c.LastEvent);
            return last is { } instant && instant < Window.From ? instant : null;
        }
    }

    /// <summary>Called by js/shell.js when the reader leaves the page's top or comes back to it.</summary>
    [JSInvokable]
    public Task OnScrolled(bool isDown) => HoldAsync(LiveHold.Scrolled, isDown);

    /// <summary>Called by js/shell.js when a selection on a chart begins or ends.</summary>
    [JSInvokable]
    public Task OnBrushed(bool isBrushing) => HoldAsync(LiveHold.Brushed, isBrushing);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _lifetime.CancelAsync();
        _lifetime.Dispose();
        await StopReadingAsync();
        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || Live is null)
        {
            return;
        }

        try
        {
            var module = await Browser.ModuleAsync();
            if (_lifetime.IsCancellationRequested)
            {
                return; // the page was left meanwhile: what would be referred to is disposed
            }

            _self = DotNetObjectReference.Create(this);
            _reading = await module.InvokeAsync<IJSObjectReference>("watchReading", _self);
            if (_lifetime.IsCancellationRequested)
            {
                await StopReadingAsync();
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone before it was drawn.
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        _subscription = Changes.Subscribe(() => _lifetime.IsCancellationRequested ? Task.CompletedTask : InvokeAsync(OnDataChangedAsync));
        await ReadClustersAsync();
    }

    private async Task StopReadingAsync()
    {
        try
        {
            if (_reading is { } reading)
            {
                _reading = null;
                await reading.InvokeVoidAsync("dispose");
                await reading.DisposeAsync();
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser went first, and the listeners with it.
        }
    }

    // The next call comes after this one has ended: waiting here is what keeps a page from following every commit of a backfill.
    private async Task OnDataChangedAsync()
    {
        if (_lifetime.IsCancellationRequested)
        {
            return;
        }

        var token = _lifetime.Token;
        await ReadClustersAsync();
        if (IsLive || !CanBeLive)
        {
            // A fixed window can still be filled by a backfill: its numbers are renewed too.
            await OnRefresh.InvokeAsync();
        }
        else if (OnNews.HasDelegate)
        {
            await OnNews.InvokeAsync();
        }
        else
        {
            State.Tell(null);
            StateHasChanged();
        }

        await Task.Delay(ShortestPause, Clock, token).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadClustersAsync()
    {
        try
        {
            var token = _lifetime.Token;
            (_clusters, _standing) = await Task.Run(() => ReadClustersAsync(token), token);
            _areClustersRead = true;
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
#pragma warning disable CA1031 // The edge of the scope bar: the page below shows what failed; the log has the details.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            SharedLog.LoadFailed(Logger, exception, nameof(PageFrame));
        }
    }

    private async Task<(IReadOnlyList<ClusterRow> Clusters, IReadOnlyList<(string Cluster, SourceProblem Problem)> Standing)> ReadClustersAsync(CancellationToken cancellationToken)
    {
        var clusters = await Clusters.GetAllAsync(cancellationToken);
        var standing = new List<(string, SourceProblem)>();
        foreach (var cluster in clusters)
        {
            standing.AddRange((await Runs.GetProblemsAsync(cluster.Name, cancellationToken)).Select(p => (cluster.Name, p)));
        }

        return (clusters, standing);
    }

    private async Task ToggleLiveAsync()
    {
        if (State.IsRunning)
        {
            State.Pause();
            return;
        }

        State.Resume();
        if (_reading is not null)
        {
            await _reading.InvokeVoidAsync("toTop"); // what is new is there
        }

        await OnRefresh.InvokeAsync();
    }

    private async Task HoldAsync(LiveHold hold, bool isOn)
    {
        if (_lifetime.IsCancellationRequested || !State.Hold(hold, isOn))
        {
            return;
        }

        StateHasChanged();
        if (IsLive)
        {
            await OnRefresh.InvokeAsync(); // it stood still for a while: a second's news may have passed by
        }
    }

    private Task ChooseClusterAsync(ChangeEventArgs change)
    {
        var name = change.Value as string;
        return ScopeChanged.InvokeAsync(Scope with { Cluster = string.IsNullOrEmpty(name) ? null : name });
    }

    private Task ChooseRangeAsync(TimeRange range) => ScopeChanged.InvokeAsync(Scope with { Range = range });

    // The page's own state stays as it is in the URL; only the scope's keys change.
    private string LinkTo(PageScope scope, params IEnumerable<KeyValuePair<string, string>> more)
    {
        var own = PairsWithout("cluster", "range", "from", "to", UrlVersion.Key);
        return DashboardUrls.Page(new Uri(Navigation.Uri).AbsolutePath, scope, own.Concat(more));
    }

    private IEnumerable<KeyValuePair<string, string>> PairsWithout(params IEnumerable<string> keys)
    {
        var query = PageQuery.Parse(Navigation.Uri);
        return query.Keys.Except(keys, StringComparer.OrdinalIgnoreCase).SelectMany(key => query.TakeAll(key).Select(value => new KeyValuePair<string, string>(key, value)));
    }

    private static TimeWindow AroundDay(DateTimeOffset instant)
    {
        var day = new DateTimeOffset(instant.UtcDateTime.Date, TimeSpan.Zero);
        return TimeWindow.Between(day, day.AddDays(1));
    }
}

using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.Scope;

/// <summary>Scope bar and body of a page: cluster, time range, coverage of the window, Live, Copy link.</summary>
public sealed partial class PageFrame : IDisposable
{
    /// <summary>Shortest time between two renewals of a page.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _lifetime = new();
    private IReadOnlyList<ClusterRow> _clusters = [];
    private IDisposable? _subscription;
    private bool _areClustersRead;
    private bool _isPaused;
    private bool _hasNews;

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

    /// <summary>What of the URL was not understood.</summary>
    [Parameter]
    public IReadOnlyList<string> Problems { get; set; } = [];

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
    private DataChanges Changes { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private TimeProvider Clock { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ILogger<PageFrame> Logger { get; set; } = null!; // set by the framework before any method runs

    private string? ClusterName => Scope.Cluster ?? (_clusters is [var only] ? only.Name : null);

    private bool IsWholePageReady => _areClustersRead && (IsReady ?? Coverage is not null);

    private bool CanBeLive => Scope.Range is TimeRange.Relative;

    private bool IsLive => CanBeLive && !_isPaused;

    private string LiveLabel => IsLive || !CanBeLive ? "Live" : _hasNews ? "New data" : "Paused";

    private string LiveTitle => !CanBeLive ? "A fixed window does not move; choose a relative range for Live"
        : IsLive ? "New events appear by themselves; press to pause" : "Paused; press to show what is new";

    private string AbsoluteLink => Navigation.ToAbsoluteUri(LinkTo(Scope with { Cluster = ClusterName, Range = new TimeRange.Absolute(Window) })).ToString();

    private List<string> AllProblems =>
    [
        .. Problems,
        .. Scope.Cluster is { } asked && _clusters.Count > 0 && _clusters.All(c => c.Name != asked)
            ? new[] { "There is no cluster of the name in the link. Choose another." } : [],
    ];

    private DateTimeOffset? LastEventBefore
    {
        get
        {
            var last = _clusters.Where(c => Scope.Cluster is null || c.Name == Scope.Cluster).Max(c => c.LastEvent);
            return last is { } instant && instant < Window.From ? instant : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _lifetime.Cancel();
        _lifetime.Dispose();
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
        else
        {
            _hasNews = true;
            StateHasChanged();
        }

        await Task.Delay(ShortestPause, Clock, token).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadClustersAsync()
    {
        try
        {
            var token = _lifetime.Token;
            _clusters = await Task.Run(() => Clusters.GetAllAsync(token), token);
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

    private async Task ToggleLiveAsync()
    {
        _isPaused = !_isPaused;
        if (!_isPaused)
        {
            _hasNews = false;
            await OnRefresh.InvokeAsync();
        }
    }

    private Task ChooseClusterAsync(ChangeEventArgs change)
    {
        var name = change.Value as string;
        return ScopeChanged.InvokeAsync(Scope with { Cluster = string.IsNullOrEmpty(name) ? null : name });
    }

    private Task ChooseRangeAsync(TimeRange range) => ScopeChanged.InvokeAsync(Scope with { Range = range });

    // The page's own state stays as it is in the URL; only the scope's keys change.
    private string LinkTo(PageScope scope)
    {
        var uri = new Uri(Navigation.Uri);
        var query = PageQuery.Parse(Navigation.Uri);
        string[] scopeKeys = ["cluster", "range", "from", "to"];
        var own = query.Keys.Except(scopeKeys, StringComparer.OrdinalIgnoreCase)
            .SelectMany(key => query.TakeAll(key).Select(value => new KeyValuePair<string, string>(key, value)));
        return DashboardUrls.Page(uri.AbsolutePath, scope, own);
    }

    private static TimeWindow AroundDay(DateTimeOffset instant)
    {
        var day = new DateTimeOffset(instant.UtcDateTime.Date, TimeSpan.Zero);
        return TimeWindow.Between(day, day.AddDays(1));
    }
}

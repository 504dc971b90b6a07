using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace AuditDashboard.Shared.Scope;

/// <summary>
/// A page whose state is its URL: a change goes state → URL → navigation → <see cref="ReadState"/> → load → view, never round the URL.
/// Give <see cref="PageFrame"/> the page's <see cref="Scope"/>, <see cref="Window"/>, <see cref="Problems"/> and, as OnRefresh, <see cref="RefreshWindowAsync"/>;
/// where the page is read rather than watched, <see cref="Live"/> and, as OnNews, <see cref="TellNewsAsync"/> too.
/// </summary>
/// <typeparam name="TData">What one load gives.</typeparam>
public abstract class ScopedPage<TData> : LiveComponent<TData>
    where TData : class
{
    private const int MaxRangesBack = 50;

    private readonly List<string> _rangesBefore = [];
    private string _path = "";
    private string? _uri;

    /// <summary>Where the page is, and how it moves.</summary>
    [Inject]
    protected NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    /// <summary>The clock.</summary>
    [Inject]
    protected TimeProvider Clock { get; set; } = null!; // set by the framework before any method runs

    /// <summary>Cluster and time range, from the URL.</summary>
    protected PageScope Scope { get; private set; } = new();

    /// <summary>The window of <see cref="Scope"/> as it was last resolved: all numbers and links of one view use this one.</summary>
    protected TimeWindow Window { get; private set; }

    /// <summary><see cref="Scope"/> over exactly <see cref="Window"/>: for links behind numbers.</summary>
    protected PageScope WindowScope => Scope.Over(Window);

    /// <summary>Whether the page follows the clock.</summary>
    protected LiveState Live { get; } = new();

    /// <summary>True if the page showed another time range before, to which <see cref="ZoomBackAsync"/> leads.</summary>
    protected bool CanZoomBack => _rangesBefore.Count > 0;

    /// <summary>True if the page's own state shows something that must not move away: the range then stays as it was resolved.</summary>
    protected virtual bool HoldsStill => false;

    /// <summary>What of the URL was not understood, one sentence each.</summary>
    protected IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Reads the page's own keys; add a sentence to <paramref name="problems"/> for each that falls back.</summary>
    protected virtual void ReadState(PageQuery query, ICollection<string> problems)
    {
    }

    /// <summary>The URL of this page with its own state and another scope.</summary>
    protected abstract string UrlFor(PageScope scope);

    /// <summary>Goes to the same page with another scope.</summary>
    protected Task ChangeScopeAsync(PageScope scope)
    {
        Navigation.NavigateTo(UrlFor(scope));
        return Task.CompletedTask;
    }

    /// <summary>Goes to the same page over a fixed window (a drag on the chart).</summary>
    protected Task ZoomAsync(TimeWindow window) => ChangeScopeAsync(Scope.Over(window));

    /// <summary>Goes back to the time range before, with the filters of then.</summary>
    protected Task ZoomBackAsync()
    {
        if (CanZoomBack)
        {
            Navigation.NavigateTo(_rangesBefore[^1]); // reading it takes it off the list
        }

        return Task.CompletedTask;
    }

    /// <summary>Resolves a relative range anew and loads what is new.</summary>
    protected Task RefreshWindowAsync()
    {
        Window = Scope.Resolve(Clock.GetUtcNow());
        Live.Tell(0);
        return RefreshAsync();
    }

    /// <summary>Counts what has come in since <paramref name="shown"/> was read and would be in it.</summary>
    /// <param name="shown">What is shown.</param>
    /// <param name="upTo">End of the window if it were resolved now.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    /// <returns>Events; null if this page does not count.</returns>
    protected virtual Task<long?> CountNewsAsync(TData shown, DateTimeOffset upTo, CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    /// <summary>There is new data and the page stands still: says how much.</summary>
    protected async Task TellNewsAsync()
    {
        var token = Lifetime;
        while (Data is { } shown)
        {
            long? news = null;
            try
            {
                var upTo = Scope.Resolve(Clock.GetUtcNow()).To;
                news = await Task.Run(() => CountNewsAsync(shown, upTo, token), token);
            }
            catch (OperationCanceledException)
            {
                return; // the page is gone
            }
            catch (StorageException)
            {
                // Not counted; that there is something is known all the same.
            }

            if (Live.IsRunning)
            {
                return;
            }

            if (ReferenceEquals(shown, Data))
            {
                Live.Tell(news);
                StateHasChanged();
                return;
            }

            // The page was read again meanwhile: what is new is counted against what it shows now, or nobody would tell of it.
        }
    }

    /// <inheritdoc/>
    protected override void OnLoaded(TData data)
    {
        if (Live.HasNews)
        {
            // Another filter over the same standing window: what is new under it is another number.
            _ = InvokeAsync(TellNewsAsync);
        }
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _path = PathOf(Navigation.Uri);
        Navigation.LocationChanged += OnLocationChanged;
        return ReadUrlAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing)
        {
            Navigation.LocationChanged -= OnLocationChanged;
        }

        base.Dispose(isDisposing);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        // Going to another page raises this before the page is disposed.
        if (PathOf(change.Location) == _path)
        {
            _ = InvokeAsync(ReadUrlAsync);
        }
    }

    private Task ReadUrlAsync()
    {
        var query = PageQuery.Parse(Navigation.Uri);
        var problems = new List<string>();
        PageScope.TryFrom(query, out var scope, out var scopeProblems);
        ReadState(query, problems);
        Live.Hold(LiveHold.Selected, HoldsStill);
        problems.InsertRange(0, scopeProblems);
        if (query.Unknown.Count > 0)
        {
            problems.Add($"The link has {(query.Unknown.Count == 1 ? "a part" : "parts")} that this page does not know, left out: {string.Join(", ", query.Unknown.Take(5))}.");
        }

        var stands = _uri is not null && scope == Scope && !Live.IsRunning;
        RememberRange(scope);
        Scope = scope;
        Problems = problems;
        if (!stands)
        {
            Window = scope.Resolve(Clock.GetUtcNow());
            Live.Tell(0);
        }

        return ReloadAsync();
    }

    private void RememberRange(PageScope next)
    {
        var uri = Navigation.Uri;
        if (_rangesBefore.Count > 0 && _rangesBefore[^1] == uri)
        {
            _rangesBefore.RemoveAt(_rangesBefore.Count - 1); // gone back, here or by the browser
        }
        else if (_uri is not null && next.Range != Scope.Range)
        {
            _rangesBefore.Add(_uri);
            if (_rangesBefore.Count > MaxRangesBack)
            {
                _rangesBefore.RemoveAt(0);
            }
        }

        _uri = uri;
    }

    private static string PathOf(string uri) => new Uri(uri).AbsolutePath;
}

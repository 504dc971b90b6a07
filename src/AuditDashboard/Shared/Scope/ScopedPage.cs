using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace AuditDashboard.Shared.Scope;

/// <summary>
/// A page whose state is its URL: a change goes state → URL → navigation → <see cref="ReadState"/> → load → view, never round the URL.
/// Give <see cref="PageFrame"/> the page's <see cref="Scope"/>, <see cref="Window"/>, <see cref="Problems"/> and, as OnRefresh, <see cref="RefreshWindowAsync"/>.
/// </summary>
/// <typeparam name="TData">What one load gives.</typeparam>
public abstract class ScopedPage<TData> : LiveComponent<TData>
    where TData : class
{
    private string _path = "";

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

    /// <summary>Resolves a relative range anew and loads what is new.</summary>
    protected Task RefreshWindowAsync()
    {
        Window = Scope.Resolve(Clock.GetUtcNow());
        return RefreshAsync();
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
        problems.InsertRange(0, scopeProblems);
        if (query.Unknown.Count > 0)
        {
            problems.Add($"The link has {(query.Unknown.Count == 1 ? "a part" : "parts")} that this page does not know, left out: {string.Join(", ", query.Unknown.Take(5))}.");
        }

        Scope = scope;
        Problems = problems;
        Window = scope.Resolve(Clock.GetUtcNow());
        return ReloadAsync();
    }

    private static string PathOf(string uri) => new Uri(uri).AbsolutePath;
}

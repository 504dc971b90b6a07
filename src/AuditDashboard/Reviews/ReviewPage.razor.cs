using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Reviews;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace AuditDashboard.Reviews;

/// <summary>What one load of the page gives.</summary>
/// <param name="View">The review; null where there is none.</param>
/// <param name="News">What came in since an open one was opened.</param>
/// <param name="Fingerprint">Fingerprint of the installation's key.</param>
/// <param name="Record">Record of the selected change; null where none is selected or it does not hold.</param>
public sealed record ReviewPageData(ReviewView? View, ReviewNews News, string Fingerprint, ReadOnlyMemory<byte>? Record);

/// <summary>One review: what is under it, how far it is, and what was said; open ones follow what others do.</summary>
public sealed partial class ReviewPage
{
    /// <summary>How often an open review looks for what others did and for what came in.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly HashSet<long> _picked = [];
    private ReviewPageState _state = new();
    private Person? _person;
    private IReadOnlyList<ReviewDocumentItem> _items = [];
    private IReadOnlyList<EventRow> _rows = []; // of the items that are shown, in their order
    private bool _isClosing;
    private bool _isBusy;
    private string? _markProblem;
    private string? _newsProblem;
    private string? _closeProblem;

    /// <summary>What stands in the address.</summary>
    [Parameter]
    public string Code { get; set; } = "";

    [Inject]
    private ReviewReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private SnapshotKeyHolder Keys { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ReviewDesk Desk { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ReviewerName Reviewer { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private TimeProvider Clock { get; set; } = null!; // set by the framework before any method runs

    private ReviewDocument? Document => Data?.View?.Document;

    private bool MayReview => _person?.May(DashboardRole.Reviewer) == true;

    private bool MayMark => MayReview && Document is { IsOpen: true };

    private IReadOnlyList<ReviewDocumentItem> Shown { get; set; } = [];

    private int Pages => Math.Max(1, (_items.Count + ReviewPageState.PageSize - 1) / ReviewPageState.PageSize);

    private ReviewDocumentItem? Selected => _state.Selected is { } id ? Document?.Items.FirstOrDefault(item => item.Id == id) : null;

    private string MarkTarget => _picked.Count > 0
        ? $"Marks {Numbers.Count(_picked.Count, "picked change")}."
        : "Marks the selected change.";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        Navigation.LocationChanged += OnLocationChanged;
        _person = await People.FindAsync();
        _state = ReviewPageState.Read(PageQuery.Parse(Navigation.Uri));
        _ = FollowAsync();
        await ReloadAsync();
    }

    /// <inheritdoc/>
    protected override async Task<ReviewPageData> LoadAsync(CancellationToken cancellationToken)
    {
        await People.RequireAsync(DashboardRole.Viewer, cancellationToken);
        var view = await Reader.ReadAsync(Code, cancellationToken);
        var selected = _state.Selected is { } id ? view?.Document?.Items.FirstOrDefault(item => item.Id == id) : null;
        var news = view is null ? ReviewNews.None : await Reader.ReadNewsAsync(view, cancellationToken);
        var shown = new ReviewPageData(view, news, Keys.Key.Fingerprint, Record: null);
        return selected is null ? shown : shown with { Record = await Reader.FindRecordAsync(selected, cancellationToken) };
    }

    /// <inheritdoc/>
    protected override void OnLoaded(ReviewPageData data)
    {
        _items = data.View?.Document is { } document ? _state.Of(document) : [];
        Shown = [.. _items.Skip((_state.Page - 1) * ReviewPageState.PageSize).Take(ReviewPageState.PageSize)];
        _rows = [.. Shown.Select(item => FrozenEvents.ToRow(item.Event))];
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

    private static IEnumerable<(string Key, string Name, int Count, string Css)> Legend(ReviewCounts counts) =>
    [
        ("expected", "expected", counts.Expected, "b-ok"), ("expectedWithTicket", "expected, with a ticket", counts.ExpectedWithTicket, "b-ok"),
        ("toBeUndone", "to be undone", counts.ToBeUndone, "b-undo"), ("unauthorised", "unauthorised", counts.Unauthorised, "b-bad"),
        ("disputed", "disputed", counts.Disputed, "b-dis"), ("open", "open", counts.Open, "b-open"),
    ];

    private static IEnumerable<(string Css, int Start, int Length)> Bar(ReviewCounts counts)
    {
        var start = 0;
        foreach (var ofOne in Legend(counts).GroupBy(part => part.Css, StringComparer.Ordinal))
        {
            var length = ofOne.Sum(part => part.Count);
            yield return (ofOne.Key, start, length);
            start += length;
        }
    }

    private static string NewsWords(ReviewNews news) => news switch
    {
        { InWindow: > 0, After: > 0 } => $": {Numbers.Count(news.InWindow)} that came late into its window, {Numbers.Count(news.After)} after it",
        { InWindow: > 0 } => ", which came late into its window",
        _ => ", after its window",
    };

    private static string PeopleOf(ReviewDocumentItem item) =>
        string.Join(", ", item.Marks.Where(mark => mark.Decision is not null).Select(mark => mark.By.Name).Distinct(StringComparer.Ordinal));

    private static string ChangeUrl(EventRow row) => DashboardUrls.Changes(
        row.Time is { } time
            ? new PageScope { Cluster = row.Cluster, Range = new TimeRange.Absolute(TimeWindow.Between(time.AddDays(-1), time.AddHours(1))) }
            : new PageScope { Cluster = row.Cluster },
        new KeyValuePair<string, string>("sel", row.Id));

    private string Url(ReviewPageState state) => state.ToUrl(Code);

    // The change above (−1) or below (+1) the selected one on this page; null for none.
    private string? Beside(int by)
    {
        var shown = Shown;
        for (var i = 0; i < shown.Count; i++)
        {
            if (shown[i].Id == _state.Selected)
            {
                return i + by >= 0 && i + by < shown.Count ? Url(_state with { Selected = shown[i + by].Id }) : null;
            }
        }

        return null;
    }

    private void Pick(long id, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            _picked.Add(id);
        }
        else
        {
            _picked.Remove(id);
        }
    }

    private void PickAll(ChangeEventArgs change)
    {
        foreach (var item in Shown)
        {
            Pick(item.Id, change);
        }
    }

    private async Task<bool> MarkAsync(NewMark mark)
    {
        long[] items = _picked.Count > 0 ? [.. _picked.Order()] : Selected is { } selected ? [selected.Id] : [];
        _markProblem = await TryAsync((document, by) => Desk.MarkAsync(document, items, mark, by, Lifetime));
        if (_markProblem is null)
        {
            _picked.Clear();
        }

        StateHasChanged(); // the form that called renders itself alone
        return _markProblem is null;
    }

    private async Task TakeInAsync() => _newsProblem = await TryAsync((_, by) => Desk.AddNewsAsync(Code, by, Lifetime));

    private async Task CloseAsync()
    {
        var mayLeaveOpen = Document?.Counts.Unsettled > 0; // the reader was told
        _closeProblem = await TryAsync((document, by) => Desk.CloseAsync(document, mayLeaveOpen, by, Lifetime));
        _isClosing = _closeProblem is not null;
    }

    // Gives the sentence of what was in the way; null where all was done.
    private async Task<string?> TryAsync(Func<ReviewDocument, Reviewer, Task> act)
    {
        if (_isBusy || Document is not { } document)
        {
            return null;
        }

        _isBusy = true;
        try
        {
            var by = await Reviewer.RequireAsync(Lifetime);
            await Task.Run(() => act(document, by), Lifetime);
            await ReloadAsync();
            return null;
        }
        catch (Exception exception) when (exception is NotAllowedException or StorageException)
        {
            return exception.Message;
        }
        catch (OperationCanceledException)
        {
            return null; // the page is gone
        }
        finally
        {
            _isBusy = false;
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        // Going to another page raises this before the page is disposed.
        if (new Uri(change.Location).AbsolutePath == ReviewPaths.Of(Code))
        {
            _ = InvokeAsync(() =>
            {
                _state = ReviewPageState.Read(PageQuery.Parse(Navigation.Uri));
                return ReloadAsync();
            });
        }
    }

    private async Task FollowAsync()
    {
        var token = Lifetime;
        try
        {
            using var timer = new PeriodicTimer(Pause, Clock);
            while (await timer.WaitForNextTickAsync(token))
            {
                if (Document is null or { IsOpen: true })
                {
                    await InvokeAsync(RefreshAsync);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
    }
}

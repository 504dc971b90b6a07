using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Used;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace AuditDashboard.Events;

/// <summary>One audit event by its link.</summary>
public sealed partial class EventDetailsPage
{
    private EventPageState _state = new() { Id = "" };
    private List<string> _problems = [];

    /// <summary>The event's id; the page reads it from the URL together with the rest of its state.</summary>
    [Parameter]
    public string? Id { get; set; }

    [Inject]
    private EventPageModel Model { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private QueryCatalog Catalog { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private TimeProvider Clock { get; set; } = null!; // set by the framework before any method runs

    private TimeWindow Window => Data?.Window ?? (_state.Range ?? TimeRange.Default).Resolve(Clock.GetUtcNow());

    private PageScope Scope => new() { Cluster = Data?.Event?.Row.Cluster, Range = _state.Range ?? (Data?.Window is { } window ? new TimeRange.Absolute(window) : TimeRange.Default) };

    private string AroundText => _state.Range is null && Data?.Window is not null
        ? $"±{UtcText.Length(EventPageState.Around)}, collected activity only"
        : Data?.Window is { } window ? UtcText.Window(window) : "";

    /// <inheritdoc/>
    protected override Task<EventPageData> LoadAsync(CancellationToken cancellationToken) => Model.LoadAsync(_state, Clock.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
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
        if (new Uri(change.Location).AbsolutePath.StartsWith(EventPageState.PathPrefix, StringComparison.OrdinalIgnoreCase))
        {
            _ = InvokeAsync(ReadUrlAsync);
        }
    }

    private Task ReadUrlAsync()
    {
        var problems = new List<string>();
        _state = EventPageState.From(Navigation.Uri, problems);
        _problems = problems;
        return ReloadAsync();
    }

    private Task ChangeScopeAsync(PageScope scope)
    {
        Navigation.NavigateTo((_state with { Range = scope.Range }).ToUrl(Data?.Event?.Row.Cluster));
        return Task.CompletedTask;
    }

    private string TitleOf(string queryId) => Catalog.TryGet(queryId, out var query) ? query.Title : LogSegments.ToPlain(queryId, 60);

    private static string BackName(StoredEvent stored) => stored.Row.Kind switch
    {
        ChangeKind.AwsAuth => "aws-auth",
        ChangeKind.None => "Events",
        _ => "Changes",
    };

    private static string BackUrl(StoredEvent stored)
    {
        var scope = Day(stored.Row);
        KeyValuePair<string, string>[] selected = [new("sel", stored.Row.Id)];
        return stored.Row.Kind switch
        {
            ChangeKind.AwsAuth => DashboardUrls.AwsAuth(scope, selected),
            ChangeKind.None => DashboardUrls.Events(scope, selected),
            ChangeKind.OtherApiGroup => DashboardUrls.Changes(scope, [new("groups", "other"), .. selected]),
            _ => DashboardUrls.Changes(scope, selected),
        };
    }

    private static string AwsAuthUrl(EventRow row) => DashboardUrls.AwsAuth(Day(row), new KeyValuePair<string, string>("sel", row.Id));

    // From the change on, up to now; null where it grants nothing that a reason could name.
    private string? UsedUrl(EventRow row) => UsedState.Of(row) is { } state && row.Time is { } time && time < Clock.GetUtcNow()
        ? DashboardUrls.Used(new PageScope { Cluster = row.Cluster, Range = new TimeRange.Absolute(TimeWindow.Between(time, Clock.GetUtcNow())) }, state.ToPairs())
        : null;

    private static string QueryUrl(string queryId, EventRow row) => DashboardUrls.Events(Day(row), [new("query", queryId), new("sel", row.Id)]);

    private string ActorUrl(EventRow row) => DashboardUrls.Events(
        new PageScope { Cluster = row.Cluster, Range = new TimeRange.Absolute(Window) }, new KeyValuePair<string, string>("f.actor", row.User ?? ""));

    // The event's own day: a window that surely holds it.
    private static PageScope Day(EventRow row)
    {
        if (row.Time is not { } time)
        {
            return new PageScope { Cluster = row.Cluster };
        }

        var day = new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero);
        return new PageScope { Cluster = row.Cluster, Range = new TimeRange.Absolute(TimeWindow.Between(day, day.AddDays(1))) };
    }
}

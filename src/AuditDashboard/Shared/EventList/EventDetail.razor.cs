using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>The docked panel of the selected event.</summary>
public sealed partial class EventDetail
{
    private bool _isJsonOpen;
    private StoredEvent? _read;

    /// <summary>The event.</summary>
    [Parameter, EditorRequired]
    public required StoredEvent Event { get; set; }

    /// <summary>Its position in the list, from 1; null if it is not in the list.</summary>
    [Parameter]
    public long? Position { get; set; }

    /// <summary>Length of the list.</summary>
    [Parameter]
    public long Of { get; set; }

    /// <summary>The state that the links start from.</summary>
    [Parameter, EditorRequired]
    public required EventListState State { get; set; }

    /// <summary>The URL of a state.</summary>
    [Parameter, EditorRequired]
    public required Func<EventListState, string> UrlFor { get; set; }

    /// <summary>The URL that selects the event above; null for none.</summary>
    [Parameter]
    public string? PreviousUrl { get; set; }

    /// <summary>The URL that selects the event below; null for none.</summary>
    [Parameter]
    public string? NextUrl { get; set; }

    private AuditEvent Audit { get; set; } = new();

    private string CloseUrl => UrlFor(State.Select(null));

    private string AwsAuthUrl => DashboardUrls.AwsAuth(
        Event.Row.Time is { } time ? new PageScope { Cluster = Event.Row.Cluster, Range = new TimeRange.Absolute(Around(time)) } : new PageScope { Cluster = Event.Row.Cluster },
        new KeyValuePair<string, string>("sel", Event.Row.Id));

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_read, Event))
        {
            _isJsonOpen &= _read?.Row.Id == Event.Row.Id;
            _read = Event;
            Audit = AuditEventReader.Read(Event.Json.Span) is AuditReadResult.Readable(var audit) ? audit : new AuditEvent();
        }
    }

    private static TimeWindow Around(DateTimeOffset time) => TimeWindow.Between(time.AddDays(-7), time.AddDays(1));
}

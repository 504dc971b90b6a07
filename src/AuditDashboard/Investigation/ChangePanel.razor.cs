using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Shared;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation;

/// <summary>The docked panel of a change: what it did, who is behind it, what it allows, what came of it, and how to take it back.</summary>
public sealed partial class ChangePanel
{
    private ImpactView? _impact;
    private string? _impactFailure;
    private StoredEvent? _read;

    /// <summary>The event of the change.</summary>
    [Parameter, EditorRequired]
    public required StoredEvent Event { get; set; }

    /// <summary>What of it is shown.</summary>
    [Parameter, EditorRequired]
    public required ChangePanelState State { get; set; }

    /// <summary>The URL that shows something else of the same change.</summary>
    [Parameter, EditorRequired]
    public required Func<ChangePanelState, string> UrlFor { get; set; }

    /// <summary>Its place in the list: "6 of 22"; null for none.</summary>
    [Parameter]
    public string? PositionText { get; set; }

    /// <summary>The URL of the change above; null for none.</summary>
    [Parameter]
    public string? PreviousUrl { get; set; }

    /// <summary>The URL of the change below; null for none.</summary>
    [Parameter]
    public string? NextUrl { get; set; }

    /// <summary>The URL without a panel; null for a panel that is always there.</summary>
    [Parameter]
    public string? CloseUrl { get; set; }

    /// <summary>What stands at the end of the summary.</summary>
    [Parameter]
    public RenderFragment? Extra { get; set; }

    [Inject]
    private ChangeModel Model { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    private AuditEvent Audit { get; set; } = new();

    // Data of the change before must never stand under the head of another.
    private bool IsCurrent => Data is { } data && data.Event.Row.RowId == Event.Row.RowId;

    private (string Words, string Css)? Gist
    {
        get
        {
            if (!IsCurrent || _impact is not { Impact: { } impact, IsBeforeUnknown: false } view)
            {
                return null;
            }

            var (gained, lost) = (impact.Deltas.Sum(delta => delta.Gained.Count), impact.Deltas.Sum(delta => delta.Lost.Count));
            return gained + lost == 0 ? null
                : ($"{(view.IsRequestOnly ? "It asked to allow" : "It allows")} {view.AtLeast}{More(gained, "more")}{(gained > 0 && lost > 0 ? " and " : "")}{More(lost, "fewer")}.", gained > 0 ? "granted" : "revoked");

            static string More(int count, string word) => count == 0 ? "" : $"{Numbers.Count(count)} {word} {(count == 1 ? "permission" : "permissions")}";
        }
    }

    private string ActorUrl
    {
        get
        {
            var row = Event.Row;
            var scope = row.Time is { } time
                ? new PageScope { Cluster = row.Cluster, Range = new TimeRange.Absolute(TimeWindow.Between(time.AddDays(-1), time.AddDays(1))) }
                : new PageScope { Cluster = row.Cluster };
            return DashboardUrls.Events(scope, new KeyValuePair<string, string>("f.actor", row.User ?? ""));
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_read?.Row.RowId == Event.Row.RowId)
        {
            return;
        }

        _read = Event;
        Audit = AuditEventReader.Read(Event.Json.Span) is AuditReadResult.Readable(var audit) ? audit : new AuditEvent();
        (_impact, _impactFailure) = (null, null);
        await ReloadAsync();
    }

    /// <inheritdoc/>
    protected override Task<ChangeView> LoadAsync(CancellationToken cancellationToken) => Model.LoadAsync(Event, cancellationToken);

    /// <inheritdoc/>
    protected override void OnLoaded(ChangeView data) => _ = LoadMoreAsync(data);

    /// <summary>What the rest of the cluster makes of it comes after: the first time since the start it may take a while.</summary>
    private async Task LoadMoreAsync(ChangeView change)
    {
        var token = Lifetime;
        var (impact, impactFailure) = await TryAsync(() => Model.LoadImpactAsync(change, token), token);
        if (!token.IsCancellationRequested && ReferenceEquals(Data, change) && IsCurrent)
        {
            (_impact, _impactFailure) = (impact, impactFailure);
            StateHasChanged();
        }
    }

    private async Task<(T? Value, string? Failure)> TryAsync<T>(Func<Task<T>> load, CancellationToken token)
        where T : class
    {
        try
        {
            return (await Task.Run(load, token), null);
        }
        catch (OperationCanceledException)
        {
            return (null, null);
        }
#pragma warning disable CA1031 // The edge of a part of the panel: the others stay, and the log has the details.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            SharedLog.LoadFailed(Loggers.CreateLogger<ChangePanel>(), exception, nameof(ChangePanel));
            return (null, exception is StorageException ? exception.Message : "The data could not be read. The log has the details.");
        }
    }

    private static string NameOf(ChangeTab tab) => tab == ChangeTab.Json ? "JSON" : tab.ToString();
}

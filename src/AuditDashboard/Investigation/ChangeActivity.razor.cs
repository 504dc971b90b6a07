using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation;

/// <summary>What those did from a change on whom it gave something, with the ways to their pages.</summary>
public sealed partial class ChangeActivity
{
    private (ChangeView Change, ImpactView? Impact)? _asked;

    /// <summary>The change.</summary>
    [Parameter, EditorRequired]
    public required ChangeView Change { get; set; }

    /// <summary>What it allows; null until that is worked out, or where that failed.</summary>
    [Parameter]
    public ImpactView? Impact { get; set; }

    /// <summary>True once <see cref="Impact"/> is as it stays.</summary>
    [Parameter]
    public bool IsImpactKnown { get; set; }

    [Inject]
    private ChangeModel Model { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (IsImpactKnown && _asked != (Change, Impact))
        {
            _asked = (Change, Impact);
            await ReloadAsync();
        }
    }

    /// <inheritdoc/>
    protected override Task<RelatedView> LoadAsync(CancellationToken cancellationToken) => Model.LoadRelatedAsync(Change, Impact, cancellationToken);

    private PageScope ScopeOver(TimeWindow window) => new() { Cluster = Change.Event.Row.Cluster, Range = new TimeRange.Absolute(window) };

    private string ListUrl(TimeWindow window, EventListState list) => DashboardUrls.Events(ScopeOver(window), list.ToPairs());
}

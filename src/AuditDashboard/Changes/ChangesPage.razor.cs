using AuditDashboard.Investigation;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Changes;

/// <summary>The timeline of changes to who may do what: RBAC objects and aws-auth.</summary>
public sealed partial class ChangesPage
{
    private bool _isOtherGroups;
    private ChangePanelState _panel = new();

    // Writes to other API groups' resources grant nothing.
    private IReadOnlyList<EventRow> Effected => _isOtherGroups ? [] : Data?.Page.Rows ?? [];

    private string ReviewWindow => Data is { } data ? (State.IsUndated ? "without a time" : UtcText.Window(data.Request.Window)) : "";

    private string ReviewWhat => Data is { } data ? $"{Profile.Count(data.Count.Events)}, {ReviewWindow}" : "";

    private string ReviewTitle => $"Changes of {(Scope.Cluster is { } cluster ? LogSegments.ToPlain(cluster, 60) : "all clusters")}, {ReviewWindow}";

    /// <inheritdoc/>
    protected override EventListProfile ReadProfile(PageQuery query, ICollection<string> problems)
    {
        _isOtherGroups = ChangesProfile.ReadOtherGroups(query, problems);
        ChangePanelState.TryFrom(query, problems, out _panel);
        return _isOtherGroups ? ChangesProfile.OtherApiGroups(Catalog) : ChangesProfile.Changes(Catalog);
    }

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope, EventListState state) => UrlFor(scope, state, _isOtherGroups, _panel);

    private static string UrlFor(PageScope scope, EventListState state, bool isOtherGroups) => UrlFor(scope, state, isOtherGroups, new ChangePanelState());

    // Without a selection there is no panel to have a state.
    private static string UrlFor(PageScope scope, EventListState state, bool isOtherGroups, ChangePanelState panel) => DashboardUrls.Changes(
        scope, [.. ChangesProfile.ToPairs(isOtherGroups), .. state.Selected is null ? [] : panel.ToPairs(), .. state.ToPairs()]);
}

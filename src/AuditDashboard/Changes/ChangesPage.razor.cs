using AuditDashboard.Investigation;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Changes;

/// <summary>The timeline of changes to who may do what: RBAC objects and aws-auth.</summary>
public sealed partial class ChangesPage
{
    private bool _isOtherGroups;
    private ChangePanelState _panel = new();

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

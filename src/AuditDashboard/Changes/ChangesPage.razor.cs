using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Changes;

/// <summary>The timeline of changes to who may do what: RBAC objects and aws-auth.</summary>
public sealed partial class ChangesPage
{
    private bool _isOtherGroups;

    /// <inheritdoc/>
    protected override EventListProfile ReadProfile(PageQuery query, ICollection<string> problems)
    {
        _isOtherGroups = ChangesProfile.ReadOtherGroups(query, problems);
        return _isOtherGroups ? ChangesProfile.OtherApiGroups(Catalog) : ChangesProfile.Changes(Catalog);
    }

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope, EventListState state) => UrlFor(scope, state, _isOtherGroups);

    private static string UrlFor(PageScope scope, EventListState state, bool isOtherGroups) =>
        DashboardUrls.Changes(scope, [.. ChangesProfile.ToPairs(isOtherGroups), .. state.ToPairs()]);
}

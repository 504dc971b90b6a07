using AuditDashboard.Queries;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Events;

/// <summary>The events of any canned queries, or all that are stored: what every number of the dashboard opens.</summary>
public sealed partial class EventsPage
{
    private IReadOnlyList<CannedQuery> _queries = [];

    /// <inheritdoc/>
    protected override EventListProfile ReadProfile(PageQuery query, ICollection<string> problems)
    {
        _queries = EventsProfile.ReadQueries(query, Catalog, problems);
        return EventsProfile.Of(_queries, Catalog);
    }

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope, EventListState state) =>
        DashboardUrls.Events(scope, [.. _queries.Select(q => new KeyValuePair<string, string>("query", q.Id)), .. state.ToPairs()]);
}

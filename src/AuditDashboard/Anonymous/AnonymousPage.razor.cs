using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Anonymous;

/// <summary>Requests without a user, refused and answered, and rights that were given to anyone.</summary>
public sealed partial class AnonymousPage
{
    private static readonly Dictionary<EventFacet, string> Titles = new()
    {
        [EventFacet.RequestUri] = "URIs",
        [EventFacet.SourceIp] = "Source IPs",
        [EventFacet.Actor] = "Users",
        [EventFacet.UserAgent] = "User agents",
    };

    private ListChoice _choice = AnonymousProfile.Choices[0];

    /// <inheritdoc/>
    protected override EventListProfile ReadProfile(PageQuery query, ICollection<string> problems)
    {
        _choice = ListChoice.Read(AnonymousProfile.Choices, query, problems);
        return AnonymousProfile.Of(_choice, Catalog);
    }

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope, EventListState state) => UrlFor(scope, state, _choice);

    private static string UrlFor(PageScope scope, EventListState state, ListChoice choice) => DashboardUrls.Anonymous(scope, [.. choice.ToPairs(), .. state.ToPairs()]);
}

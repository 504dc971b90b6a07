using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Secrets;

/// <summary>Reads of secrets that were turned away: not signed in (401, the guide's query) and refused by RBAC (403).</summary>
public sealed partial class SecretsPage
{
    private static readonly Dictionary<EventFacet, string> Titles = new()
    {
        [EventFacet.Actor] = "Users",
        [EventFacet.SourceIp] = "Source IPs",
        [EventFacet.Namespace] = "Namespaces",
        [EventFacet.Name] = "Secrets",
    };

    private ListChoice _choice = SecretsProfile.Choices[0];

    // What the guide's text, which keeps 401 alone, would show of the list.
    private string? GuideNote
    {
        get
        {
            if (Data?.Chart is not { } chart || Data.Request.Profile.Queries.Count < 2 || chart.Total == 0)
            {
                return null;
            }

            var unauthorized = chart.Series.Where(s => s.Key == "401").Sum(s => s.Total);
            return $"The guide’s query keeps 401 only: {Numbers.Count(unauthorized)} of these {Numbers.Count(chart.Total)}. Requests that RBAC refuses are answered 403.";
        }
    }

    /// <inheritdoc/>
    protected override EventListProfile ReadProfile(PageQuery query, ICollection<string> problems)
    {
        _choice = ListChoice.Read(SecretsProfile.Choices, query, problems);
        return SecretsProfile.Of(_choice, Catalog);
    }

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope, EventListState state) => UrlFor(scope, state, _choice);

    private static string UrlFor(PageScope scope, EventListState state, ListChoice choice) => DashboardUrls.Secrets(scope, [.. choice.ToPairs(), .. state.ToPairs()]);
}

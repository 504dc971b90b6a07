using AuditDashboard.Anonymous;
using AuditDashboard.AwsAuth;
using AuditDashboard.Changes;
using AuditDashboard.Events;
using AuditDashboard.Queries;
using AuditDashboard.Secrets;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Exports;

/// <summary>A page's list of events, read from the query of the page's own URL by the page's own reader: an export holds exactly what the page counts.</summary>
internal sealed record ExportList
{
    private const string AwsAuthKey = "aws-auth";

    /// <summary>The pages that have a list, by their paths.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["changes", AwsAuthKey, "secrets", "anonymous", "events"];

    /// <summary>The page: one of <see cref="Keys"/>.</summary>
    public required string Key { get; init; }

    /// <summary>The page's address over exactly <see cref="Window"/>.</summary>
    public required string PageUrl { get; init; }

    /// <summary>The cluster; null for all.</summary>
    public required string? Cluster { get; init; }

    /// <summary>The window, resolved.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>The events of the list.</summary>
    public required EventFilter Filter { get; init; }

    /// <summary>What the page is about, in words.</summary>
    public required string Contents { get; init; }

    /// <summary>What the reader filters by.</summary>
    public required IReadOnlyList<FacetFilter> Chips { get; init; }

    /// <summary>The canned queries whose coverage counts for the list.</summary>
    public required IReadOnlyList<CannedQuery> Queries { get; init; }

    /// <summary>Reads a list. Place and selection are taken and not used: an export holds the whole list.</summary>
    /// <param name="key">The page: one of <see cref="Keys"/>.</param>
    /// <param name="query">The query of the page's URL.</param>
    /// <param name="now">What a relative range ends at.</param>
    /// <param name="catalog">The canned queries.</param>
    /// <param name="problems">Gets a sentence for each part that is not understood.</param>
    public static ExportList Read(string key, PageQuery query, DateTimeOffset now, QueryCatalog catalog, ICollection<string> problems)
    {
        PageScope.TryFrom(query, out var scope, out var scopeProblems);
        foreach (var problem in scopeProblems)
        {
            problems.Add(problem);
        }

        var window = scope.Resolve(now);
        var fixedScope = scope.Over(window);
        if (key == AwsAuthKey)
        {
            AwsAuthState.TryFrom(query, problems, out _);
            var awsAuth = AwsAuthModel.Filter(scope.Cluster, window);
            return new ExportList
            {
                Key = key,
                PageUrl = DashboardUrls.AwsAuth(fixedScope),
                Cluster = scope.Cluster,
                Window = window,
                Filter = awsAuth,
                Contents = "writes to aws-auth",
                Chips = [],
                Queries = [.. catalog.Queries.Where(q => q.Id == AwsAuthKey)],
            };
        }

        var (profile, pairs) = ReadProfile(key, query, catalog, problems);
        EventListUrl.TryFrom(query, problems, out var read);
        var state = read.WholeList();
        return new ExportList
        {
            Key = key,
            PageUrl = DashboardUrls.Page("/" + key, fixedScope, [.. pairs, .. state.ToPairs()]),
            Cluster = scope.Cluster,
            Window = window,
            Filter = new EventListRequest(profile, scope.Cluster, window, state).Filter,
            Contents = profile.BaseText,
            Chips = state.Chips,
            Queries = profile.Queries,
        };
    }

    private static (EventListProfile Profile, IEnumerable<KeyValuePair<string, string>> Pairs) ReadProfile(
        string key, PageQuery query, QueryCatalog catalog, ICollection<string> problems)
    {
        switch (key)
        {
            case "changes":
                var isOther = ChangesProfile.ReadOtherGroups(query, problems);
                return (isOther ? ChangesProfile.OtherApiGroups(catalog) : ChangesProfile.Changes(catalog), ChangesProfile.ToPairs(isOther));
            case "secrets":
                var reads = ListChoice.Read(SecretsProfile.Choices, query, problems);
                return (SecretsProfile.Of(reads, catalog), reads.ToPairs());
            case "anonymous":
                var requests = ListChoice.Read(AnonymousProfile.Choices, query, problems);
                return (AnonymousProfile.Of(requests, catalog), requests.ToPairs());
            case "events":
                var queries = EventsProfile.ReadQueries(query, catalog, problems);
                return (EventsProfile.Of(queries, catalog), queries.Select(q => new KeyValuePair<string, string>("query", q.Id)));
            default:
                throw new ArgumentOutOfRangeException(nameof(key));
        }
    }
}

using System.Text;
using AuditDashboard.Shared.Scope;

namespace AuditDashboard.Shared.Urls;

/// <summary>Builds every URL of the dashboard. All state is in the query, defaults left out, in a fixed order.</summary>
public static class DashboardUrls
{
    /// <summary>Overview.</summary>
    public static string Overview(PageScope scope) => Page("/", scope, []);

    /// <summary>Changes, with the pairs of its own state.</summary>
    public static string Changes(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => Page("/changes", scope, pairs);

    /// <summary>aws-auth, with the pairs of its own state.</summary>
    public static string AwsAuth(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => Page("/aws-auth", scope, pairs);

    /// <summary>Who was let in and given what, with the pairs of its own state.</summary>
    public static string Access(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => Page("/access", scope, pairs);

    /// <summary>Which workloads took which roles, with the pairs of its own state.</summary>
    public static string Workloads(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => Page("/workload-identity", scope, pairs);

    /// <summary>Secrets, with the pairs of its own state.</summary>
    public static string Secrets(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => Page("/secrets", scope, pairs);

    /// <summary>Anonymous, with the pairs of its own state.</summary>
    public static string Anonymous(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => Page("/anonymous", scope, pairs);

    /// <summary>Events of any canned queries, with the pairs of its own state.</summary>
    public static string Events(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => Page("/events", scope, pairs);

    /// <summary>One event by its link's id; the scope is kept for the way back.</summary>
    public static string Event(string id, PageScope? scope = null) => Page("/event/" + Uri.EscapeDataString(id), scope ?? new PageScope(), []);

    /// <summary>Changes that nothing explains, with the pairs of its own state.</summary>
    public static string Queue(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => Page("/queue", scope, pairs);

    /// <summary>Whether a grant was used, with the pairs of its own state.</summary>
    public static string Used(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => Page("/used", scope, pairs);

    /// <summary>One user's collected activity.</summary>
    /// <param name="name">The user's name; null or empty for requests that were not signed in.</param>
    /// <param name="scope">Cluster and window.</param>
    public static string Actor(string? name, PageScope scope) => Page("/actor", scope, [new("name", name ?? "")]);

    /// <summary>The users with collected activity.</summary>
    public static string Actors(PageScope scope) => Page("/actor", scope, []);

    /// <summary>The catalog.</summary>
    public static string Queries(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => Page("/queries", scope, pairs);

    /// <summary>Explore, with the pairs of its own state.</summary>
    public static string Explore(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => Page("/explore", scope, pairs);

    /// <summary>Explore with a query, which runs at once over the collected events.</summary>
    public static string ExploreOf(string text, PageScope scope) => Explore(scope, new KeyValuePair<string, string>("q", text));

    /// <summary>State of collection.</summary>
    public static string Collection(PageScope scope, params IEnumerable<KeyValuePair<string, string>> pairs) => Page("/collection", scope, pairs);

    /// <summary>The list of exactly the events that one canned query selects, over the scope's window.</summary>
    public static string EventsOf(string queryId, PageScope scope) => Events(scope, new KeyValuePair<string, string>("query", queryId));

    /// <summary>The list of exactly the events that a stack draws under one canned query: those it selects and no narrower one does; all of the stack if null.</summary>
    /// <param name="queryId">The query; null for the whole stack.</param>
    /// <param name="narrowerIds">Ids of the queries with a lower stack rank.</param>
    /// <param name="scope">Cluster and window.</param>
    public static string StackedEvents(string? queryId, IEnumerable<string> narrowerIds, PageScope scope) => queryId is null
        ? Events(scope)
        : Events(scope, narrowerIds.Select(id => new KeyValuePair<string, string>("x.query", id)).Prepend(new("f.query", queryId)));

    /// <summary>The file of a list page: the page's own address behind <c>/api/v1/exports</c>, with a format.</summary>
    /// <param name="pageUrl">The page's address, path first.</param>
    /// <param name="format">csv, json, ndjson or about.</param>
    public static string Export(string pageUrl, string format) =>
        $"/api/v1/exports{pageUrl}{(pageUrl.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format={format}";

    /// <summary>Any page of the dashboard with a scope and its own pairs.</summary>
    public static string Page(string path, PageScope scope, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var url = new StringBuilder(path);
        var separator = '?';
        foreach (var (key, value) in scope.ToPairs().Concat(pairs))
        {
            url.Append(separator).Append(Encode(key)).Append('=').Append(Encode(value));
            separator = '&';
        }

        return url.ToString();
    }

    // Colon, slash and comma are plain in a query (RFC 3986, 3.4): links with times and ARNs stay readable.
    private static string Encode(string text) => Uri.EscapeDataString(text)
        .Replace("%3A", ":", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal);
}

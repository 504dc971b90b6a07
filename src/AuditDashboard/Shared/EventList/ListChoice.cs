using AuditDashboard.Queries;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Shared.EventList;

/// <summary>One of a page's lists, chosen by <c>show=KEY</c>: a set of canned queries with a name.</summary>
/// <param name="Key">Its name in URLs; empty for the page's default.</param>
/// <param name="Title">Its name on the switch.</param>
/// <param name="QueryIds">The canned queries whose events it shows.</param>
/// <param name="Singular">One of its events, in words.</param>
/// <param name="Plural">Several of them.</param>
/// <param name="BaseText">What it shows, in words.</param>
public sealed record ListChoice(string Key, string Title, IReadOnlyList<string> QueryIds, string Singular, string Plural, string BaseText)
{
    /// <summary>Reads which of the choices a URL asks for; the first is the default.</summary>
    public static ListChoice Read(IReadOnlyList<ListChoice> choices, PageQuery query, ICollection<string> problems)
    {
        var key = query.Take("show");
        if (string.IsNullOrEmpty(key))
        {
            return choices[0];
        }

        if (choices.FirstOrDefault(c => c.Key == key) is { } choice)
        {
            return choice;
        }

        problems.Add($"The link's show is none of {string.Join(", ", choices.Skip(1).Select(c => c.Key))}. Showing {choices[0].Title.ToLowerInvariant()}.");
        return choices[0];
    }

    /// <summary>The pair of the URL; the default is left out.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs()
    {
        if (Key.Length > 0)
        {
            yield return new("show", Key);
        }
    }

    /// <summary>The choice's queries out of a catalog, in its order.</summary>
    public IReadOnlyList<CannedQuery> In(QueryCatalog catalog) => [.. catalog.Queries.Where(q => QueryIds.Contains(q.Id))];
}

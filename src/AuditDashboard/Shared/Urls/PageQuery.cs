using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace AuditDashboard.Shared.Urls;

/// <summary>The query of a page's URL. Each key that is taken is known; what is left at the end was not understood.</summary>
public sealed class PageQuery
{
    private readonly Dictionary<string, StringValues> _values;
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    private PageQuery(Dictionary<string, StringValues> values) => _values = values;

    /// <summary>Reads the query of an absolute or relative URL, or a bare query that starts with <c>?</c>.</summary>
    public static PageQuery Parse(string uri)
    {
        var start = uri.IndexOf('?', StringComparison.Ordinal);
        if (start < 0)
        {
            return new PageQuery([]);
        }

        var end = uri.IndexOf('#', start);
        return new PageQuery(QueryHelpers.ParseQuery(end < 0 ? uri[start..] : uri[start..end]));
    }

    /// <summary>The first value of a key; null if the key is absent.</summary>
    public string? Take(string key) => TakeAll(key) is [var first, ..] ? first : null;

    /// <summary>All values of a key, in the order of the URL; empty if the key is absent.</summary>
    public IReadOnlyList<string> TakeAll(string key)
    {
        _taken.Add(key);
        return _values.TryGetValue(key, out var values) ? [.. values.Select(v => v ?? "")] : [];
    }

    /// <summary>All keys, in the order of the URL.</summary>
    public IReadOnlyList<string> Keys => [.. _values.Keys];

    /// <summary>Keys that nobody took, ordered.</summary>
    public IReadOnlyList<string> Unknown => [.. _values.Keys.Where(k => !_taken.Contains(k)).Order(StringComparer.Ordinal)];
}

using System.Globalization;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Collection;

/// <summary>What the page Collection has in its URL beside cluster and range.</summary>
public sealed record CollectionState
{
    /// <summary>Only quarantined records that may match this canned query; null for all.</summary>
    public string? MayMatch { get; init; }

    /// <summary>Only quarantined records before this row; null for the newest.</summary>
    public long? Before { get; init; }

    /// <summary>Query pairs, defaults left out.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs()
    {
        if (MayMatch is { } query)
        {
            yield return new("mayMatch", query);
        }

        if (Before is { } before)
        {
            yield return new("before", before.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Reads the state; what cannot be read falls back and is said.</summary>
    /// <param name="query">The page's query.</param>
    /// <param name="isQuery">True for the id of a canned query.</param>
    /// <param name="problems">Takes a sentence for each part that falls back.</param>
    public static CollectionState Read(PageQuery query, Func<string, bool> isQuery, ICollection<string> problems)
    {
        var state = new CollectionState();
        if (query.Take("mayMatch") is { Length: > 0 } mayMatch)
        {
            if (isQuery(mayMatch))
            {
                state = state with { MayMatch = mayMatch };
            }
            else
            {
                problems.Add("The link names a canned query that does not exist. Showing all quarantined records.");
            }
        }

        if (query.Take("before") is { Length: > 0 } before)
        {
            if (long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var row))
            {
                state = state with { Before = row };
            }
            else
            {
                problems.Add("The link's place in the quarantine is not a number. Showing the newest records.");
            }
        }

        return state;
    }
}

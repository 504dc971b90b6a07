using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Shared.EventList;

/// <summary>Prints and reads <see cref="EventListState"/> as query pairs, for example <c>f.verb=create&amp;x.actor=system:node&amp;q=web&amp;sel=0123…</c>.</summary>
public static class EventListUrl
{
    /// <summary>Most values of one chip that a link may carry.</summary>
    public const int MaxValues = 50;

    /// <summary>Longest free text, in characters.</summary>
    public const int MaxSearch = 200;

    /// <summary>Pairs of a state, defaults left out, in a fixed order.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ToPairs(this EventListState state)
    {
        foreach (var chip in state.Chips)
        {
            var key = (chip.IsExcluded ? "x." : "f.") + FacetInfo.Of(chip.Facet).Key;
            foreach (var value in chip.Values)
            {
                yield return new(key, value);
            }
        }

        if (state.Search is { } search)
        {
            yield return new("q", search);
        }

        if (state.IsUndated)
        {
            yield return new("undated", "1");
        }

        foreach (var cursor in state.Trail)
        {
            yield return new("after", cursor.ToString());
        }

        foreach (var facet in state.Expanded)
        {
            yield return new("more", FacetInfo.Of(facet).Key);
        }

        if (state.Selected is { } selected)
        {
            yield return new("sel", selected);
        }
    }

    /// <summary>Reads a state. What cannot be read is left out and said in <paramref name="problems"/>.</summary>
    /// <returns>True if there was no problem.</returns>
    public static bool TryFrom(PageQuery query, ICollection<string> problems, out EventListState state)
    {
        var before = problems.Count;
        state = EventListState.Of(
            ReadChips(query, problems), ReadSearch(query, problems), ReadTrail(query, problems), ReadSelected(query, problems), ReadUndated(query, problems),
            ReadExpanded(query, problems));
        return problems.Count == before;
    }

    private static List<FacetFilter> ReadChips(PageQuery query, ICollection<string> problems)
    {
        var chips = new List<FacetFilter>();
        foreach (var info in FacetInfo.All)
        {
            foreach (var isExcluded in (bool[])[false, true])
            {
                var values = query.TakeAll((isExcluded ? "x." : "f.") + info.Key).Distinct(StringComparer.Ordinal).ToList();
                var bad = values.RemoveAll(v => !FacetInfo.IsLinkable(v) || (info.Values.Count > 0 && !info.Values.Contains(v, StringComparer.Ordinal)));
                if (bad > 0)
                {
                    problems.Add($"The link filters by {info.Title} with a value that does not exist or is too long; that part is left out.");
                }

                if (values.Count > MaxValues)
                {
                    problems.Add($"The link filters by more than {MaxValues} values of {info.Title}; only the first {MaxValues} are used.");
                    values = values[..MaxValues];
                }

                if (values.Count > 0)
                {
                    chips.Add(new FacetFilter(info.Facet, values, isExcluded));
                }
            }
        }

        return chips;
    }

    private static string? ReadSearch(PageQuery query, ICollection<string> problems)
    {
        var text = query.Take("q");
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Length > MaxSearch)
        {
            problems.Add($"The link's search text is longer than {MaxSearch} characters and is left out.");
            return null;
        }

        return text.Trim();
    }

    private static List<EventCursor> ReadTrail(PageQuery query, ICollection<string> problems)
    {
        var trail = new List<EventCursor>();
        foreach (var text in query.TakeAll("after"))
        {
            if (!EventCursor.TryParse(text, out var cursor))
            {
                problems.Add("The link's place in the list cannot be read. Showing the newest events instead.");
                return [];
            }

            trail.Add(cursor);
        }

        return trail.Count > EventListState.MaxTrail ? trail[^EventListState.MaxTrail..] : trail;
    }

    private static string? ReadSelected(PageQuery query, ICollection<string> problems)
    {
        var id = query.Take("sel");
        if (string.IsNullOrEmpty(id))
        {
            return null;
        }

        if (id.Length is not (32 or 64) || !id.All(char.IsAsciiHexDigit))
        {
            problems.Add("The link selects an event by something that is no event id. Nothing is selected.");
            return null;
        }

        return id.ToLowerInvariant();
    }

    private static bool ReadUndated(PageQuery query, ICollection<string> problems)
    {
        switch (query.Take("undated"))
        {
            case null or "" or "0":
                return false;
            case "1":
                return true;
            default:
                problems.Add("The link's undated is neither 0 nor 1. Showing the events of the window.");
                return false;
        }
    }

    private static List<EventFacet> ReadExpanded(PageQuery query, ICollection<string> problems)
    {
        var facets = new SortedSet<EventFacet>();
        foreach (var key in query.TakeAll("more"))
        {
            if (FacetInfo.All.FirstOrDefault(i => i.Key == key) is { } info)
            {
                facets.Add(info.Facet);
            }
            else
            {
                problems.Add("The link opens a facet that does not exist; that part is left out.");
            }
        }

        return [.. facets];
    }
}

using System.Globalization;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Activity;

namespace AuditDashboard.SignIn;

/// <summary>State of the page Activity, in its address.</summary>
/// <param name="Kind">This kind alone; null for all.</param>
/// <param name="Before">What is older than the entry of this number; null from the newest on.</param>
public sealed record ActivityState(ActivityKind? Kind = null, long? Before = null)
{
    private const string Path = "/activity";

    /// <summary>The page's address.</summary>
    public string ToUrl()
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        if (Kind is { } kind)
        {
            pairs.Add(new("kind", ActivityWords.KeyOf(kind)));
        }

        if (Before is { } before)
        {
            pairs.Add(new("before", before.ToString(CultureInfo.InvariantCulture)));
        }

        return Path + QueryString.Create(pairs);
    }

    /// <summary>Reads an address; adds a sentence for each part that falls back.</summary>
    public static ActivityState Read(PageQuery query, ICollection<string> problems)
    {
        var state = new ActivityState();
        if (query.Take("kind") is { Length: > 0 } key)
        {
            state = state with { Kind = ActivityWords.Find(key) };
            if (state.Kind is null)
            {
                problems.Add("The link names a kind of activity that does not exist. Showing all.");
            }
        }

        if (query.Take("before") is { Length: > 0 } text)
        {
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
            {
                state = state with { Before = before };
            }
            else
            {
                problems.Add("The link does not say where its page begins. Showing the newest.");
            }
        }

        if (query.Unknown.Count > 0)
        {
            problems.Add($"The link has {(query.Unknown.Count == 1 ? "a part" : "parts")} that this page does not know, left out: {string.Join(", ", query.Unknown.Take(5))}.");
        }

        return state;
    }
}

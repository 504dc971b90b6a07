using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Investigation;

/// <summary>What of a change's panel is shown; all of it is in the URL.</summary>
public sealed record ChangePanelState
{
    private static readonly ChangeTab[] Tabs = Enum.GetValues<ChangeTab>();

    /// <summary>The part shown. Default: the summary.</summary>
    public ChangeTab Tab { get; init; }

    /// <summary>True shows the difference as text (YAML). Default false: in the object's own terms.</summary>
    public bool ShowsText { get; init; }

    /// <summary>True shows what the API server and kubectl keep books of. Default false.</summary>
    public bool ShowsBookkeeping { get; init; }

    /// <summary>The name of a part in links.</summary>
    public static string KeyOf(ChangeTab tab) => tab.ToString().ToLowerInvariant();

    /// <summary>The pairs of the URL, defaults left out.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs()
    {
        if (Tab != ChangeTab.Summary)
        {
            yield return new("tab", KeyOf(Tab));
        }

        if (ShowsText)
        {
            yield return new("diff", "yaml");
        }

        if (ShowsBookkeeping)
        {
            yield return new("books", "1");
        }
    }

    /// <summary>Reads a state. What cannot be read falls back and is said in <paramref name="problems"/>.</summary>
    /// <returns>True if there was no problem.</returns>
    public static bool TryFrom(PageQuery query, ICollection<string> problems, out ChangePanelState state)
    {
        var before = problems.Count;
        state = new ChangePanelState
        {
            Tab = ReadTab(query.Take("tab"), problems),
            ShowsText = IsSet(query.Take("diff"), "terms", "yaml", "diff is neither terms nor yaml. Showing the change in the object's own terms.", problems),
            ShowsBookkeeping = IsSet(query.Take("books"), "0", "1", "books is neither 0 nor 1. Bookkeeping is hidden.", problems),
        };
        return problems.Count == before;
    }

    private static ChangeTab ReadTab(string? text, ICollection<string> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return ChangeTab.Summary;
        }

        var tab = Array.FindIndex(Tabs, t => KeyOf(t) == text);
        if (tab >= 0)
        {
            return Tabs[tab];
        }

        problems.Add("The link names a part of the panel that does not exist. Showing the summary.");
        return ChangeTab.Summary;
    }

    private static bool IsSet(string? text, string off, string on, string problem, ICollection<string> problems)
    {
        if (text == on)
        {
            return true;
        }

        if (!string.IsNullOrEmpty(text) && text != off)
        {
            problems.Add("The link's " + problem);
        }

        return false;
    }
}

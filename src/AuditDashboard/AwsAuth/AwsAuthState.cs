using AuditDashboard.Investigation;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.AwsAuth;

/// <summary>The state of the aws-auth page beside its scope; all of it is in the URL.</summary>
public sealed record AwsAuthState
{
    /// <summary>Id of the selected change; null for the newest.</summary>
    public string? Selected { get; init; }

    /// <summary>True shows the difference of the text, false that of the rows (the default).</summary>
    public bool ShowsText { get; init; }

    /// <summary>Where the page of the history begins; null for the newest.</summary>
    public EventCursor? After { get; init; }

    /// <summary>What of the selected change's panel is shown.</summary>
    public ChangePanelState Panel { get; init; } = new();

    /// <summary>The pairs of the URL, defaults left out.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs()
    {
        if (ShowsText)
        {
            yield return new("view", "yaml");
        }

        if (After is { } after)
        {
            yield return new("after", after.ToString());
        }

        foreach (var pair in Panel.ToPairs())
        {
            yield return pair;
        }

        if (Selected is { } selected)
        {
            yield return new("sel", selected);
        }
    }

    /// <summary>Reads a state. What cannot be read falls back and is said in <paramref name="problems"/>.</summary>
    /// <returns>True if there was no problem.</returns>
    public static bool TryFrom(PageQuery query, ICollection<string> problems, out AwsAuthState state)
    {
        var before = problems.Count;
        ChangePanelState.TryFrom(query, problems, out var panel);
        state = new AwsAuthState { Panel = panel, ShowsText = ReadView(query, problems), After = ReadAfter(query, problems), Selected = ReadSelected(query, problems) };
        return problems.Count == before;
    }

    private static bool ReadView(PageQuery query, ICollection<string> problems)
    {
        switch (query.Take("view"))
        {
            case null or "" or "rows":
                return false;
            case "yaml":
                return true;
            default:
                problems.Add("The link's view is neither rows nor yaml. Showing the rows.");
                return false;
        }
    }

    private static EventCursor? ReadAfter(PageQuery query, ICollection<string> problems)
    {
        var text = query.Take("after");
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (EventCursor.TryParse(text, out var cursor))
        {
            return cursor;
        }

        problems.Add("The link's place in the history cannot be read. Showing the newest changes instead.");
        return null;
    }

    private static string? ReadSelected(PageQuery query, ICollection<string> problems)
    {
        var id = query.Take("sel");
        if (string.IsNullOrEmpty(id))
        {
            return null;
        }

        if (id.Length is 32 or 64 && id.All(char.IsAsciiHexDigit))
        {
            return id.ToLowerInvariant();
        }

        problems.Add("The link selects a change by something that is no event id. Showing the newest change.");
        return null;
    }
}

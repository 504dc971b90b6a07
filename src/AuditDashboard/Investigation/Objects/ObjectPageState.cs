using AuditDashboard.Kubernetes.History;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Investigation.Objects;

/// <summary>The state of an object's page; all of it is in the URL.</summary>
public sealed record ObjectPageState
{
    /// <summary>The object; null where the link names none.</summary>
    public ObjectKey? Key { get; init; }

    /// <summary>Id of the selected version's event; null for the newest.</summary>
    public string? Selected { get; init; }

    /// <summary>What of the selected version's panel is shown.</summary>
    public ChangePanelState Panel { get; init; } = new();

    /// <summary>True if the link names no time range: all that is known is shown.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>The pairs of the URL beside those of the object, defaults left out.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs() =>
        Selected is { } selected ? [.. Panel.ToPairs(), new("sel", selected)] : Panel.ToPairs();

    /// <summary>Reads a state. What cannot be read falls back and is said in <paramref name="problems"/>.</summary>
    /// <returns>True if there was no problem.</returns>
    public static bool TryFrom(PageQuery query, ICollection<string> problems, out ObjectPageState state)
    {
        var before = problems.Count;
        ChangePanelState.TryFrom(query, problems, out var panel);
        state = new ObjectPageState
        {
            Key = ReadKey(query, problems),
            Selected = query.Take("sel") is { Length: > 0 } selected ? selected : null,
            Panel = panel,
            IsWhole = !query.Keys.Any(key => key is "range" or "from" or "to"),
        };
        return problems.Count == before;
    }

    private static ObjectKey? ReadKey(PageQuery query, ICollection<string> problems)
    {
        var (kindText, space, name) = (query.Take("kind"), query.Take("ns") ?? "", query.Take("name"));
        var kind = Array.FindIndex(Enum.GetNames<TrackedKind>(), known => string.Equals(known, kindText, StringComparison.OrdinalIgnoreCase));
        if (kind < 0)
        {
            problems.Add($"The link names no kind of object that is followed. Those are {string.Join(", ", Enum.GetNames<TrackedKind>())}.");
            return null;
        }

        var tracked = Enum.GetValues<TrackedKind>()[kind];
        if (tracked == TrackedKind.AwsAuth)
        {
            return new ObjectKey(tracked, "kube-system", "aws-auth");
        }

        if (string.IsNullOrEmpty(name) || TrackedKinds.IsNamespaced(tracked) != space.Length > 0)
        {
            problems.Add(string.IsNullOrEmpty(name) ? "The link has no name of an object." : TrackedKinds.IsNamespaced(tracked) ? $"The link has no namespace, and a {tracked} lies in one." : $"The link has a namespace, and a {tracked} lies in none.");
            return null;
        }

        return new ObjectKey(tracked, space, name);
    }
}

using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Investigation.Access;

/// <summary>The question of the Who-can page; all of it is in the URL.</summary>
public sealed record WhoCanState
{
    /// <summary>The verb. Default: get.</summary>
    public string Verb { get; init; } = "get";

    /// <summary>The resource as kubectl takes it, or a URL. Default: secrets.</summary>
    public string Resource { get; init; } = "secrets";

    /// <summary>The namespace; empty for all at once.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The object; empty for none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Answer for this user alone; empty for everyone.</summary>
    public string User { get; init; } = "";

    /// <summary>The time to answer for, in microseconds since 1970; null for the end of the page's window.</summary>
    public long? AtMicros { get; init; }

    /// <summary>The pairs of the URL, defaults left out.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs()
    {
        foreach (var (key, value, standard) in new[] { ("verb", Verb, "get"), ("resource", Resource, "secrets"), ("ns", Namespace, ""), ("name", Name, ""), ("user", User, "") })
        {
            if (value != standard)
            {
                yield return new(key, value);
            }
        }

        if (AtMicros is { } at)
        {
            yield return new("at", UtcText.ToUrl(at));
        }
    }

    /// <summary>Reads a state. What cannot be read falls back and is said in <paramref name="problems"/>.</summary>
    /// <returns>True if there was no problem.</returns>
    public static bool TryFrom(PageQuery query, ICollection<string> problems, out WhoCanState state)
    {
        var before = problems.Count;
        long? at = null;
        if (query.Take("at") is { Length: > 0 } text)
        {
            if (UtcText.TryParseUrl(text, out var micros))
            {
                at = micros;
            }
            else
            {
                problems.Add("The link's at is no time such as 2026-11-23T13:41:52Z. Answering for the end of the window.");
            }
        }

        state = new WhoCanState
        {
            Verb = query.Take("verb") ?? "get",
            Resource = query.Take("resource") ?? "secrets",
            Namespace = query.Take("ns") ?? "",
            Name = query.Take("name") ?? "",
            User = query.Take("user") ?? "",
            AtMicros = at,
        };
        return problems.Count == before;
    }
}

using System.Runtime.InteropServices;
using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Kubernetes.Grants;

/// <summary>Answers "was it used?" from the reasons of collected requests. Not safe to share between threads.</summary>
/// <param name="question">Which grant.</param>
/// <param name="sinceMicros">Uses before this instant do not count: they were of the grant as it was before.</param>
public sealed class GrantUses(GrantQuestion question, long? sinceMicros)
{
    /// <summary>Most rows of each list.</summary>
    public const int MaxRows = 50;

    private readonly HashSet<string> _requests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _by = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _on = new(StringComparer.Ordinal);
    private UseMark? _first;
    private UseMark? _last;
    private long _events;
    private long _withoutId;
    private bool _hasUndated;

    /// <summary>Takes an event in; the order does not matter. Each event must be given once.</summary>
    /// <param name="eventId">Its id, for the links to the first and the last.</param>
    /// <param name="timeMicros">Its time; null for undated.</param>
    /// <param name="audit">The event.</param>
    /// <returns>True if its reason names the grant and it counts.</returns>
    public bool Add(string eventId, long? timeMicros, AuditEvent audit)
    {
        if (!question.IsNamedBy(DecisionReasonParser.Of(audit)) || timeMicros < sinceMicros)
        {
            return false;
        }

        _events++;
        if (string.IsNullOrEmpty(audit.AuditId))
        {
            _withoutId++;
        }
        else
        {
            _requests.Add(audit.AuditId);
        }

        if (timeMicros is { } time)
        {
            _first = _first is null || time < _first.TimeMicros ? new UseMark(eventId, time) : _first;
            _last = _last is null || time >= _last.TimeMicros ? new UseMark(eventId, time) : _last;
        }
        else
        {
            _hasUndated = true;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_by, UserOf(audit), out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_on, TargetOf(audit), out _)++;
        return true;
    }

    /// <summary>The answer over what was taken in.</summary>
    public GrantUse ToUse() => new()
    {
        Events = _events,
        Requests = _withoutId + _requests.Count,
        First = _first,
        Last = _last,
        By = Rank(_by),
        On = Rank(_on),
        More = (Math.Max(0, _by.Count - MaxRows), Math.Max(0, _on.Count - MaxRows)),
        CannotTell = [.. Limits()],
    };

    /// <summary>Whose rights a request used: the impersonated user where there is one; empty where the record names none.</summary>
    public static string UserOf(AuditEvent audit) => (audit.ImpersonatedUser ?? audit.User).Username ?? "";

    /// <summary>What a request was for: <c>get secrets in web</c>, <c>create pods/exec in web</c>, <c>get /metrics</c>.</summary>
    public static string TargetOf(AuditEvent audit)
    {
        var verb = audit.Verb ?? "(no verb)";
        if (audit.ObjectRef is not { Resource: { Length: > 0 } resource } target)
        {
            var uri = audit.RequestUri ?? "";
            var query = uri.IndexOf('?', StringComparison.Ordinal);
            return verb + " " + (query < 0 ? uri : uri[..query]);
        }

        var text = verb + " " + resource + (string.IsNullOrEmpty(target.Subresource) ? "" : "/" + target.Subresource);
        return string.IsNullOrEmpty(target.Namespace) ? text : text + " in " + target.Namespace;
    }

    private IEnumerable<string> Limits()
    {
        if (question is GrantQuestion.OfBinding(_, var subjects))
        {
            if (subjects.Any(subject => subject is { Kind: "Group", Name: "system:masters" }))
            {
                yield return "The group system:masters is allowed everything before RBAC is asked, so no request of it names a binding.";
            }

            if (subjects.Any(subject => subject is { Kind: "Group", Name: "system:nodes" }))
            {
                yield return "Requests of nodes are mostly allowed by the authorizer of nodes, which names nothing.";
            }
        }

        if (_hasUndated)
        {
            yield return "Some of the uses have no time, so whether they came after the change is not known.";
        }
    }

    private static IReadOnlyList<UseCount> Rank(Dictionary<string, long> counts) =>
        [.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(MaxRows).Select(pair => new UseCount(pair.Key, pair.Value))];
}

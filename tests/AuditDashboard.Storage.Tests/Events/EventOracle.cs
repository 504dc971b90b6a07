using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Ingest;

namespace AuditDashboard.Storage.Tests.Events;

/// <summary>An event as the oracle keeps it: plain texts, in the order of storing.</summary>
public sealed record OracleEvent(long Row, string Cluster, IngestEvent Source)
{
    public AuditEvent Audit => Source.Event.Audit;

    public long? Time => Source.Event.TimeMicros;

    public ChangeKind Kind => ChangeClassifier.Classify(Audit);

    public string Stack => Source.QueryIds[0];
}

/// <summary>A straightforward reading of filters over a list in memory.</summary>
public sealed class EventOracle(IReadOnlyList<OracleEvent> events)
{
    public IReadOnlyList<OracleEvent> All => events;

    /// <summary>The events of a filter, in the order of lists.</summary>
    public List<OracleEvent> Select(EventFilter filter) =>
    [
        .. events.Where(e => Passes(e, filter, null)).OrderByDescending(e => e.Time is not null).ThenByDescending(e => e.Time).ThenBy(e => e.Row),
    ];

    public List<OracleEvent> SelectWithout(EventFilter filter, EventFacet facet) => [.. events.Where(e => Passes(e, filter, facet))];

    /// <summary>The values of a property: one, or one a query.</summary>
    public static IEnumerable<string> Values(OracleEvent e, EventFacet facet)
    {
        var o = e.Audit.ObjectRef;
        return facet switch
        {
            EventFacet.Query => e.Source.QueryIds,
            EventFacet.Kind => [FacetWords.OfKind(e.Kind)],
            EventFacet.Verb => [Shown(e.Audit.Verb)],
            EventFacet.Actor => [Shown(e.Audit.User.Username)],
            EventFacet.Namespace => [Shown(o?.Namespace)],
            EventFacet.Outcome => [Outcome(e.Audit.Code)],
            EventFacet.SourceIp => [Shown(e.Audit.SourceIps.Count == 0 ? null : e.Audit.SourceIps[0])],
            EventFacet.Code => [e.Audit.Code?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty],
            EventFacet.Resource => [Shown(o?.Resource) + (string.IsNullOrEmpty(o?.Subresource) ? string.Empty : "/" + Shown(o.Subresource))],
            EventFacet.Name => [Shown(o?.Name)],
            EventFacet.ApiGroup => [Shown(o?.ApiGroup)],
            EventFacet.UserAgent => [Shown(e.Audit.UserAgent)],
            EventFacet.RequestUri => [Shown(e.Audit.RequestUri)],
            EventFacet.AuditId => [Shown(e.Audit.AuditId)],
            EventFacet.Stage => [Shown(e.Audit.Stage)],
            _ => throw new ArgumentOutOfRangeException(nameof(facet)),
        };
    }

    /// <summary>The visible form of text: NUL and lone surrogates as escapes.</summary>
    public static string Shown(string? text) =>
        string.Concat((text ?? string.Empty).EnumerateRunes().Select((r, _) => r.ToString())) == text && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : Escape(text ?? string.Empty);

    private static string Escape(string text)
    {
        var shown = string.Empty;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                shown += text.Substring(i++, 2);
            }
            else
            {
                shown += text[i] == 0 || char.IsSurrogate(text[i]) ? $"\\u{(int)text[i]:x4}" : text[i].ToString();
            }
        }

        return shown;
    }

    private static string Outcome(int? code) => code switch
    {
        null => "unknown",
        401 => "not signed in",
        403 => "refused by RBAC",
        >= 400 => "failed",
        _ => "allowed",
    };

    private static bool Passes(OracleEvent e, EventFilter f, EventFacet? ignored)
    {
        if (f.Cluster is not null && e.Cluster != f.Cluster)
        {
            return false;
        }

        if (f.OnlyUndated ? e.Time is not null : f.Window is { } w && !(e.Time is { } t && t >= w.FromMicros && t < w.ToMicros))
        {
            return false;
        }

        if (f.QueryIds.Count > 0 && !f.QueryIds.Any(q => e.Source.QueryIds.Contains(q)))
        {
            return false;
        }

        if (f.OnlyChanges && e.Kind is ChangeKind.None or ChangeKind.OtherApiGroup && f.OnlyChanges)
        {
            return false;
        }

        if (f.OnlyOtherApiGroups && e.Kind != ChangeKind.OtherApiGroup)
        {
            return false;
        }

        foreach (var chip in f.Facets.Where(c => c.Facet != ignored))
        {
            // "" among the values of Outcome means unknown, as absent does elsewhere.
            var wanted = chip.Values.Select(v => chip.Facet == EventFacet.Outcome && v.Length == 0 ? "unknown" : Shown(v)).ToHashSet();
            if (Values(e, chip.Facet).Any(wanted.Contains) == chip.IsExcluded)
            {
                return false;
            }
        }

        return string.IsNullOrEmpty(f.Search) || Searched(e).Any(text => Lower(text).Contains(Lower(Shown(f.Search)), StringComparison.Ordinal));
    }

    private static IEnumerable<string> Searched(OracleEvent e) =>
    [
        Shown(e.Audit.ObjectRef?.Name), Shown(e.Audit.User.Username), Shown(e.Audit.ImpersonatedUser?.Username), Shown(e.Audit.ObjectRef?.Namespace),
        Shown(e.Audit.RequestUri), Shown(string.Join(", ", e.Audit.SourceIps)),
    ];

    private static string Lower(string text) => string.Concat(text.Select(c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c));
}

using System.Globalization;
using AuditDashboard.Kubernetes.Grants;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Used;

/// <summary>Which grant is asked about, and which of its uses are listed: what the page has in its URL beside cluster and range.</summary>
public sealed record UsedState
{
    /// <summary>Rows of one page.</summary>
    public const int PageSize = 100;

    private const int MaxPage = 10_000;
    private static readonly ChangeKind[] Kinds = [ChangeKind.RoleBinding, ChangeKind.ClusterRoleBinding, ChangeKind.Role, ChangeKind.ClusterRole];

    /// <summary>RoleBinding, ClusterRoleBinding, Role or ClusterRole; None where the link names no grant.</summary>
    public ChangeKind Kind { get; init; }

    /// <summary>The namespace of a RoleBinding or Role; null for the others.</summary>
    public string? Namespace { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Only uses of this user's rights; null for all.</summary>
    public string? By { get; init; }

    /// <summary>Only uses for this, such as <c>get secrets in web</c>; null for all.</summary>
    public string? On { get; init; }

    /// <summary>Number of the page, counted from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>True where the link names a grant.</summary>
    public bool IsAsked => Kind != ChangeKind.None;

    /// <summary>"RoleBinding web/deployers".</summary>
    public string Title => $"{FacetWords.OfKind(Kind)} {(Namespace is null ? "" : Namespace + "/")}{Name}";

    /// <summary>The state that a change raises; null where it is no RBAC object or has no name.</summary>
    public static UsedState? Of(EventRow change) => GrantQuestion.Of(change.Kind, change.Namespace, change.Name, []) is null ? null : new UsedState
    {
        Kind = change.Kind,
        Namespace = change.Kind is ChangeKind.RoleBinding or ChangeKind.Role ? change.Namespace : null,
        Name = change.Name ?? "", // the question has one
    };

    /// <summary>The question.</summary>
    /// <param name="subjects">Subjects of a binding, as far as known.</param>
    public GrantQuestion? Question(IReadOnlyList<RbacSubject> subjects) => GrantQuestion.Of(Kind, Namespace, Name, subjects);

    /// <summary>Query pairs, defaults left out.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs()
    {
        if (!IsAsked)
        {
            yield break;
        }

        yield return new("kind", FacetWords.OfKind(Kind));
        if (Namespace is { } space)
        {
            yield return new("ns", space);
        }

        yield return new("name", Name);
        if (By is { } by)
        {
            yield return new("by", by);
        }

        if (On is { } on)
        {
            yield return new("on", on);
        }

        if (Page > 1)
        {
            yield return new("page", Page.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Reads the state; what cannot be read falls back and is said.</summary>
    public static UsedState Read(PageQuery query, ICollection<string> problems)
    {
        var kindText = query.Take("kind");
        var state = new UsedState
        {
            Kind = Array.Find(Kinds, kind => FacetWords.OfKind(kind) == kindText),
            Namespace = query.Take("ns") is { Length: > 0 } space ? space : null,
            Name = query.Take("name") ?? "",
            By = query.Take("by"),
            On = query.Take("on"),
        };
        if (query.Take("page") is { Length: > 0 } text)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is >= 1 and <= MaxPage)
            {
                state = state with { Page = page };
            }
            else
            {
                problems.Add("The link's page is not a number. Showing the first.");
            }
        }

        if (state.Question([]) is null || state.Name.Length > FacetInfo.MaxValueLength)
        {
            if (kindText is not null || state.Name.Length > 0)
            {
                problems.Add("The link names no grant: it needs a kind (RoleBinding, ClusterRoleBinding, Role or ClusterRole), a name and, for the first and the third, a namespace.");
            }

            return new UsedState();
        }

        return state;
    }
}

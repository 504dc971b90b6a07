namespace AuditDashboard.Storage.Events;

/// <summary>A property of events that lists can be filtered and counted by.</summary>
public enum EventFacet
{
    /// <summary>What a change is about (Role, RoleBinding, ClusterRole, ClusterRoleBinding, aws-auth, other API group); see <see cref="FacetWords"/>.</summary>
    Kind,

    /// <summary>The verb.</summary>
    Verb,

    /// <summary>The Kubernetes user name; the empty value stands for "not signed in".</summary>
    Actor,

    /// <summary>The namespace; the empty value stands for cluster-wide.</summary>
    Namespace,

    /// <summary>allowed, refused by RBAC (403), not signed in (401), failed (other codes from 400), unknown (no code); see <see cref="FacetWords"/>.</summary>
    Outcome,

    /// <summary>The first source address.</summary>
    SourceIp,

    /// <summary>responseStatus.code.</summary>
    Code,

    /// <summary>objectRef.resource with its subresource (<c>pods/exec</c>).</summary>
    Resource,

    /// <summary>objectRef.name.</summary>
    Name,

    /// <summary>objectRef.apiGroup.</summary>
    ApiGroup,

    /// <summary>userAgent.</summary>
    UserAgent,

    /// <summary>requestURI.</summary>
    RequestUri,

    /// <summary>auditID.</summary>
    AuditId,

    /// <summary>stage.</summary>
    Stage,

    /// <summary>Canned query that selects the event.</summary>
    Query,
}

/// <summary>One chip: the property is, or is not, one of these values (ordinal).</summary>
/// <param name="Facet">The property.</param>
/// <param name="Values">At least one value; the empty string stands for "absent".</param>
/// <param name="IsExcluded">True for "is not".</param>
public sealed record FacetFilter(EventFacet Facet, IReadOnlyList<string> Values, bool IsExcluded);

/// <summary>Which events a page or a call asks for. All conditions must hold.</summary>
public sealed record EventFilter
{
    /// <summary>Name of the cluster; null for all.</summary>
    public string? Cluster { get; init; }

    /// <summary>The window; null for everything stored, undated events last. Undated events are inside no window.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>Only events selected by one of these canned queries; empty for all stored events.</summary>
    public IReadOnlyList<string> QueryIds { get; init; } = [];

    /// <summary>Only changes: writes to RBAC objects of rbac.authorization.k8s.io and to aws-auth.</summary>
    public bool OnlyChanges { get; init; }

    /// <summary>Only writes to other API groups' resources of the same names (folded apart on Changes).</summary>
    public bool OnlyOtherApiGroups { get; init; }

    /// <summary>Only events without any time; <see cref="Window"/> then has no meaning.</summary>
    public bool OnlyUndated { get; init; }

    /// <summary>Chips.</summary>
    public IReadOnlyList<FacetFilter> Facets { get; init; } = [];

    /// <summary>Text to be found, regardless of ASCII case, in object names, user names (impersonated too), namespaces, URIs, addresses; null or empty for none. Wildcards have no meaning.</summary>
    public string? Search { get; init; }
}

using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Sentences;

/// <summary>The few fields of an event that a sentence is made of; each may be null where the event lacks it.</summary>
public sealed record SentenceInput
{
    /// <summary>The verb.</summary>
    public string? Verb { get; init; }

    /// <summary>The user who signed in.</summary>
    public string? User { get; init; }

    /// <summary>The impersonated user.</summary>
    public string? Impersonated { get; init; }

    /// <summary>The resource, in plural as the API has it; null on non-resource requests.</summary>
    public string? Resource { get; init; }

    /// <summary>The subresource.</summary>
    public string? Subresource { get; init; }

    /// <summary>The API group; null or empty for the core group.</summary>
    public string? ApiGroup { get; init; }

    /// <summary>The namespace; null for cluster-wide objects and reads of every namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>The object's name.</summary>
    public string? Name { get; init; }

    /// <summary>The response code.</summary>
    public int? Code { get; init; }

    /// <summary>The request's URI, for non-resource requests.</summary>
    public string? Uri { get; init; }

    /// <summary>What the change is about.</summary>
    public ChangeKind Kind { get; init; }

    /// <summary><c>authorization.k8s.io/decision</c>.</summary>
    public string? Decision { get; init; }
}

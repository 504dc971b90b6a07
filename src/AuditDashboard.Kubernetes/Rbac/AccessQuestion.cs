namespace AuditDashboard.Kubernetes.Rbac;

/// <summary>A request, as the authorizer is asked about it.</summary>
public sealed record AccessQuestion
{
    /// <summary>The verb, such as get.</summary>
    public required string Verb { get; init; }

    /// <summary>The API group; empty for the core group.</summary>
    public string ApiGroup { get; init; } = "";

    /// <summary>The resource, such as pods; empty where the question is about a URL.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The subresource, such as exec; empty for none.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The namespace; empty for what lies in none, and for all namespaces at once.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The object; empty for requests that name none, such as list and create.</summary>
    public string Name { get; init; } = "";

    /// <summary>The URL, for a question that is about no resource; null otherwise.</summary>
    public string? NonResourceUrl { get; init; }

    /// <summary>The resource with its subresource, as rules write it.</summary>
    public string CombinedResource => Subresource.Length == 0 ? Resource : Resource + "/" + Subresource;
}

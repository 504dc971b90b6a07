namespace AuditDashboard.Kubernetes.Rbac;

/// <summary>One thing that a rule allows, as the rule writes it: a verb on a resource of an API group, or on a URL. Wildcards stay wildcards.</summary>
/// <param name="Verb">The verb, or <c>*</c>.</param>
/// <param name="ApiGroup">The API group, empty for the core group, or <c>*</c>; null where the rule is about a URL.</param>
/// <param name="Resource">The resource, or <c>*</c>; null where the rule is about a URL.</param>
/// <param name="Subresource">The subresource; null where there is none.</param>
/// <param name="ResourceName">The one object it is limited to; null for all.</param>
/// <param name="NonResourceUrl">The URL, which may end in <c>*</c>; null where the rule is about a resource.</param>
public readonly record struct Permission(string Verb, string? ApiGroup, string? Resource, string? Subresource, string? ResourceName, string? NonResourceUrl)
{
    /// <summary>A permission on a resource as rules write it, such as <c>pods/exec</c>.</summary>
    public static Permission OnResource(string verb, string apiGroup, string resource, string? resourceName)
    {
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? new Permission(verb, apiGroup, resource, null, resourceName, null)
            : new Permission(verb, apiGroup, resource[..slash], resource[(slash + 1)..], resourceName, null);
    }

    /// <summary>A permission on a URL.</summary>
    public static Permission OnUrl(string verb, string url) => new(verb, null, null, null, null, url);

    /// <summary>The resource with its subresource, as rules write it; empty where it is about a URL.</summary>
    public string CombinedResource => Resource is null ? "" : Subresource is null ? Resource : Resource + "/" + Subresource;

    /// <summary>Whether this allows all that another allows, as the authorizer reads wildcards.</summary>
    public bool Covers(in Permission other)
    {
        if (Verb != "*" && Verb != other.Verb)
        {
            return false;
        }

        if (NonResourceUrl is { } url)
        {
            return other.NonResourceUrl is { } wanted && RuleMatch.Url(url, wanted);
        }

        return other.Resource is not null
            && (ApiGroup == "*" || ApiGroup == other.ApiGroup)
            && RuleMatch.Resource(CombinedResource, other.CombinedResource, other.Subresource ?? "")
            && (ResourceName is null || ResourceName == other.ResourceName);
    }

    /// <summary>Such as <c>get secrets "db" (core)</c> or <c>get /metrics</c>.</summary>
    public override string ToString() =>
        NonResourceUrl is { } url ? $"{Verb} {url}"
        : $"{Verb} {CombinedResource}{(ResourceName is null ? "" : $" \"{ResourceName}\"")} ({(ApiGroup is null or "" ? "core" : ApiGroup)})";
}

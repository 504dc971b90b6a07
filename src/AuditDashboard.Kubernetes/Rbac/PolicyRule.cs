using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Rbac;

/// <summary>A rule of a Role or ClusterRole.</summary>
/// <param name="Verbs"><c>verbs</c>.</param>
/// <param name="ApiGroups"><c>apiGroups</c>.</param>
/// <param name="Resources"><c>resources</c>.</param>
/// <param name="ResourceNames"><c>resourceNames</c>; empty for all.</param>
/// <param name="NonResourceUrls"><c>nonResourceURLs</c>.</param>
public sealed record PolicyRule(
    IReadOnlyList<string> Verbs, IReadOnlyList<string> ApiGroups, IReadOnlyList<string> Resources, IReadOnlyList<string> ResourceNames, IReadOnlyList<string> NonResourceUrls)
{
    /// <summary>The rules of a role; those of another shape than the API server writes are left out.</summary>
    /// <param name="role">The Role or ClusterRole; null gives none.</param>
    public static IReadOnlyList<PolicyRule> Read(ManifestObject? role) => role is null ? [] :
        [.. role.ListAt("rules").OfType<ManifestObject>().Select(rule => new PolicyRule(
            rule.TextsAt("verbs"), rule.TextsAt("apiGroups"), rule.TextsAt("resources"), rule.TextsAt("resourceNames"), rule.TextsAt("nonResourceURLs")))];

    /// <summary>How many permissions the rule writes out to.</summary>
    public long Count => ((long)Verbs.Count * ApiGroups.Count * Resources.Count * Math.Max(1, ResourceNames.Count)) + ((long)Verbs.Count * NonResourceUrls.Count);

    /// <summary>What the rule allows, one by one.</summary>
    public IEnumerable<Permission> Permissions()
    {
        foreach (var verb in Verbs)
        {
            foreach (var group in ApiGroups)
            {
                foreach (var resource in Resources)
                {
                    if (ResourceNames.Count == 0)
                    {
                        yield return Permission.OnResource(verb, group, resource, null);
                    }

                    foreach (var name in ResourceNames)
                    {
                        yield return Permission.OnResource(verb, group, resource, name);
                    }
                }
            }

            foreach (var url in NonResourceUrls)
            {
                yield return Permission.OnUrl(verb, url);
            }
        }
    }

    /// <summary>Whether another rule has the same words in the same order.</summary>
    public bool IsSame(PolicyRule other) =>
        Verbs.SequenceEqual(other.Verbs, StringComparer.Ordinal) && ApiGroups.SequenceEqual(other.ApiGroups, StringComparer.Ordinal)
        && Resources.SequenceEqual(other.Resources, StringComparer.Ordinal) && ResourceNames.SequenceEqual(other.ResourceNames, StringComparer.Ordinal)
        && NonResourceUrls.SequenceEqual(other.NonResourceUrls, StringComparer.Ordinal);

    /// <summary>Whether the rule allows what is asked.</summary>
    public bool Allows(AccessQuestion question)
    {
        if (!RuleMatch.Word(Verbs, question.Verb))
        {
            return false;
        }

        if (question.NonResourceUrl is { } url)
        {
            return NonResourceUrls.Any(rule => RuleMatch.Url(rule, url));
        }

        return RuleMatch.Word(ApiGroups, question.ApiGroup)
            && Resources.Any(rule => RuleMatch.Resource(rule, question.CombinedResource, question.Subresource))
            && (ResourceNames.Count == 0 || ResourceNames.Contains(question.Name, StringComparer.Ordinal));
    }
}

using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Patches;

/// <summary>JSON merge patch, RFC 7386: <c>{"metadata":{"labels":{"a":"b","old":null}}}</c>.</summary>
internal static class MergePatch
{
    /// <summary>The value after a patch.</summary>
    public static ManifestValue Apply(ManifestValue? target, ManifestValue patch)
    {
        if (patch is not ManifestObject changes)
        {
            return patch;
        }

        var result = target as ManifestObject ?? ManifestObject.Empty;
        foreach (var (name, value) in changes.Members)
        {
            result = value is ManifestScalar { Kind: ManifestScalarKind.Null } ? result.Without(name) : result.With(name, Apply(result[name], value));
        }

        return result;
    }
}

using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>Members of CloudTrail's <c>requestParameters</c> and <c>responseElements</c>, whose names differ in case between services and versions.</summary>
internal static class TrailMembers
{
    /// <summary>A member by its name in any case, the exact one first; null where absent.</summary>
    public static ManifestValue? Any(this ManifestObject? holder, string name)
    {
        if (holder is null)
        {
            return null;
        }

        if (holder[name] is { } exact)
        {
            return exact;
        }

        foreach (var (key, value) in holder.Members)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A member that is an object; null where absent or something else.</summary>
    public static ManifestObject? AnyObject(this ManifestObject? holder, string name) => holder.Any(name) as ManifestObject;

    /// <summary>A member that is a text and not empty; null where absent or something else.</summary>
    public static string? AnyText(this ManifestObject? holder, string name) =>
        holder.Any(name) is ManifestScalar { Kind: ManifestScalarKind.Text, Value: { Length: > 0 } value } ? value : null;

    /// <summary>The texts of a member that is a list; null where absent or something else.</summary>
    public static IReadOnlyList<string>? AnyTexts(this ManifestObject? holder, string name) => holder.Any(name) is ManifestList list
        ? [.. list.Items.OfType<ManifestScalar>().Where(item => item.Kind == ManifestScalarKind.Text).Select(item => item.Value)]
        : null;

    /// <summary>An ARN as a text, escapes undone where the service took it out of the call's address: <c>arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2FOps</c>.</summary>
    public static string? AnyArn(this ManifestObject? holder, string name) =>
        holder.AnyText(name) is { } text && text.StartsWith("arn%3A", StringComparison.OrdinalIgnoreCase) ? Uri.UnescapeDataString(text) : holder.AnyText(name);
}

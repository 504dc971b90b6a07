using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>A label selector of an object: <c>{"matchLabels":{"a":"b"},"matchExpressions":[{"key":"c","operator":"In","values":["d"]}]}</c>.</summary>
internal static class LabelSelector
{
    /// <summary>Whether labels meet every condition; an empty selector matches all.</summary>
    public static bool Matches(ManifestObject selector, ManifestObject labels) =>
        (selector.ObjectAt("matchLabels")?.Members ?? []).All(wanted => Equals(wanted.Value, labels[wanted.Key]))
        && selector.ListAt("matchExpressions").All(expression => expression is ManifestObject members && Holds(members, labels));

    private static bool Holds(ManifestObject expression, ManifestObject labels)
    {
        var value = labels.TextAt(expression.TextAt("key") ?? "");
        var values = expression.TextsAt("values");
        return expression.TextAt("operator") switch
        {
            "In" => value is not null && values.Contains(value, StringComparer.Ordinal),
            "NotIn" => value is null || !values.Contains(value, StringComparer.Ordinal),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}

using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.History;

/// <summary>Tells whether the selectors of a deletecollection choose an object.</summary>
internal static class CollectionSelector
{
    /// <summary>Null where it cannot be told.</summary>
    public static bool? Chooses(WriteQuery query, ObjectKey key, ManifestObject? content)
    {
        var byField = query.FieldSelector is null ? true : ByField(query.FieldSelector, key);
        if (byField == false)
        {
            return false;
        }

        var byLabel = query.LabelSelector is null ? true
            : content is null ? null
            : ByLabel(query.LabelSelector, content.ObjectAt("metadata")?.ObjectAt("labels") ?? ManifestObject.Empty);
        return byLabel == false ? false : byField == true && byLabel == true ? true : null;
    }

    private static bool? ByField(string selector, ObjectKey key)
    {
        bool? all = true;
        foreach (var part in selector.Split(','))
        {
            var isNot = part.Contains("!=", StringComparison.Ordinal);
            var pair = part.Split(isNot ? "!=" : part.Contains("==", StringComparison.Ordinal) ? "==" : "=", 2);
            var value = pair[0].Trim() switch { "metadata.name" => key.Name, "metadata.namespace" => key.Namespace, _ => null };
            if (pair.Length != 2 || value is null)
            {
                all = all == false ? false : null;
            }
            else if (value == pair[1].Trim() == isNot)
            {
                return false;
            }
        }

        return all;
    }

    /// <summary>Equality terms alone are followed: <c>a=b,c!=d,e,!f</c>.</summary>
    private static bool? ByLabel(string selector, ManifestObject labels)
    {
        if (selector.AsSpan().ContainsAny("()<>"))
        {
            return null;
        }

        foreach (var term in selector.Split(',').Select(part => part.Trim()))
        {
            var isNot = term.Contains("!=", StringComparison.Ordinal);
            var pair = term.Split(isNot ? "!=" : term.Contains("==", StringComparison.Ordinal) ? "==" : "=", 2);
            var holds = pair.Length == 2 ? labels.TextAt(pair[0].Trim()) == pair[1].Trim() != isNot
                : term.StartsWith('!') ? !labels.Has(term[1..].Trim())
                : term.Length == 0 ? (bool?)null
                : labels.Has(term);
            if (holds is null or false)
            {
                return holds;
            }
        }

        return true;
    }
}

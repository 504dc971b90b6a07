using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Investigation.Access;

/// <summary>Says a rule in one line; pages, the API and the command line say the same.</summary>
public static class RuleWords
{
    /// <summary>Such as <c>get, list secrets “db” (core)</c>, or <c>get /metrics</c>. Holds text of events.</summary>
    public static string Of(PolicyRule rule)
    {
        var parts = new List<string>(2);
        if (rule.Resources.Count > 0 || rule.NonResourceUrls.Count == 0)
        {
            var names = rule.ResourceNames.Count == 0 ? "" : $" “{Joined(rule.ResourceNames)}”";
            parts.Add($"{Joined(rule.Verbs)} {Joined(rule.Resources)}{names} ({Joined(rule.ApiGroups.Select(group => group.Length == 0 ? "core" : group))})");
        }

        if (rule.NonResourceUrls.Count > 0)
        {
            parts.Add($"{Joined(rule.Verbs)} {Joined(rule.NonResourceUrls)}");
        }

        return string.Join("; ", parts);
    }

    private static string Joined(IEnumerable<string> words) => string.Join(", ", words);
}

namespace AuditDashboard.Kubernetes.Rbac;

/// <summary>How the API server's RBAC authorizer compares what a rule writes with what is asked.</summary>
internal static class RuleMatch
{
    /// <summary>Verbs and API groups: the same, or <c>*</c>.</summary>
    public static bool Word(IReadOnlyList<string> rule, string asked)
    {
        foreach (var word in rule)
        {
            if (word == "*" || word == asked)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>*</c> is every resource with every subresource, <c>*/scale</c> is scale of every resource; <c>pods/*</c> is nothing special, and so matches nothing.</summary>
    /// <param name="rule">What the rule writes.</param>
    /// <param name="combined">The resource asked, with its subresource.</param>
    /// <param name="subresource">The subresource asked; empty where there is none.</param>
    public static bool Resource(string rule, string combined, string subresource) =>
        rule == "*" || rule == combined
        || (subresource.Length > 0 && rule.Length == subresource.Length + 2 && rule.StartsWith("*/", StringComparison.Ordinal) && rule.EndsWith(subresource, StringComparison.Ordinal));

    /// <summary>The same, <c>*</c>, or a prefix where the rule ends in <c>*</c>.</summary>
    public static bool Url(string rule, string asked) =>
        rule == "*" || rule == asked || (rule.EndsWith('*') && asked.StartsWith(rule.TrimEnd('*'), StringComparison.Ordinal));
}

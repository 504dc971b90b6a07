using AuditDashboard.Explore.Editing;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Queries;

namespace AuditDashboard.Used;

/// <summary>The query that answers "was it used?" from the cluster's own log, collected or not: it counts there, so that nothing is collected for it.</summary>
internal static class UsedQuery
{
    /// <summary>Its text, for Explore and the console of CloudWatch Logs Insights.</summary>
    /// <param name="state">The grant; it names one.</param>
    public static string Of(UsedState state) =>
        $"""
        filter {StreamFilter.Condition}
        | filter `annotations.authorization.k8s.io/decision` = "allow" and {Condition(state)}
        | stats count(*) as requests, min(@timestamp) as first, max(@timestamp) as last by user.username, impersonatedUser.username, verb, objectRef.resource, objectRef.subresource, objectRef.namespace
        | sort requests desc
        | limit 1000
        """.ReplaceLineEndings("\n");

    // The reason writes names as Go quotes them; those of RBAC's objects hold nothing that it would escape but, at worst, a quotation mark.
    private static string Condition(UsedState state)
    {
        const string Reason = "`annotations.authorization.k8s.io/reason`";
        return (state.Kind, state.Namespace) switch
        {
            (ChangeKind.RoleBinding, { } space) => $"{Reason} like {FilterText.Literal($"RBAC: allowed by RoleBinding \"{state.Name}/{space}\" of ")}",
            (ChangeKind.ClusterRoleBinding, _) => $"{Reason} like {FilterText.Literal($"RBAC: allowed by ClusterRoleBinding \"{state.Name}\" of ")}",
            (ChangeKind.Role, { } space) => $"{Reason} like {FilterText.Literal($"/{space}\" of Role \"{state.Name}\" to ")}",
            _ => $"{Reason} like {FilterText.Literal($" of ClusterRole \"{state.Name}\" to ")}",
        };
    }
}

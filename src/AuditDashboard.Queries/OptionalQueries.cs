namespace AuditDashboard.Queries;

/// <summary>Queries that ship with the product and are collected only where the settings name them: what they bring is wanted by some, and costs rows.</summary>
public static class OptionalQueries
{
    /// <summary>
    /// What answers "was it used?": requests that a binding allowed and that matter. Of people and their programs all writes; of everyone, workloads too, reads of secrets,
    /// and ways into pods, nodes, services, tokens and certificates. Ordinary reads, and the writes of controllers, are nearly the whole log and are left out.
    /// </summary>
    public static UserQuery GrantsUsed { get; } = new()
    {
        Id = "grants-used",
        Title = "Grants used",
        Purpose = "Requests that a role binding allowed: writes by people and their programs, and by anyone reads of secrets and ways into pods, nodes, tokens and certificates. It tells whether a grant was used; ordinary reads and what controllers write are left out.",
        Text =
            """
            `annotations.authorization.k8s.io/decision` = "allow"
            and `annotations.authorization.k8s.io/reason` like /^RBAC: allowed by (Cluster)?RoleBinding/
            and (
              (objectRef.subresource in ["exec", "attach", "portforward", "ephemeralcontainers", "token", "approval"])
              or (objectRef.subresource = "proxy" and requestURI not like /\/proxy\/(metrics|stats|healthz)/)
              or (objectRef.resource = "secrets" and verb in ["get", "list"])
              or (verb in ["create", "update", "patch", "delete", "deletecollection"] and ispresent(user.username) and user.username not like /^(system|eks):/
                and (not ispresent(objectRef.resource) or objectRef.resource not in ["events", "leases", "selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"]))
            )
            """,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<UserQuery> All { get; } = [GrantsUsed];
}

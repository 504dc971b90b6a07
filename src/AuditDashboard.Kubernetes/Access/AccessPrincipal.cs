namespace AuditDashboard.Kubernetes.Access;

/// <summary>A user or a group, as Kubernetes knows them. A service account is the user <c>system:serviceaccount:NAMESPACE:NAME</c>.</summary>
/// <param name="IsGroup">A group; otherwise a user.</param>
/// <param name="Name">The name.</param>
public readonly record struct AccessPrincipal(bool IsGroup, string Name)
{
    /// <summary>The groups that a user certainly has: those of a service account, and that of everyone who is signed in or is not.</summary>
    /// <param name="username">The user's name.</param>
    public static IReadOnlyList<string> GroupsOf(string username)
    {
        if (username == "system:anonymous")
        {
            return ["system:unauthenticated"];
        }

        return username.Split(':') is ["system", "serviceaccount", { Length: > 0 } space, { Length: > 0 }]
            ? ["system:serviceaccounts", "system:serviceaccounts:" + space, "system:authenticated"]
            : ["system:authenticated"];
    }

    /// <summary>Such as <c>Group ops</c>, <c>User ada</c> or <c>ServiceAccount web/builder</c>.</summary>
    public override string ToString() =>
        IsGroup ? $"Group {Name}"
        : Name.Split(':') is ["system", "serviceaccount", var space, var name] ? $"ServiceAccount {space}/{name}"
        : $"User {Name}";
}

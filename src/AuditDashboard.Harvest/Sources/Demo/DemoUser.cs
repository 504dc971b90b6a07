namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>Who sends a demo request, from where and with what.</summary>
/// <param name="Username">As the API server knows it; null for a request that failed authentication.</param>
/// <param name="Uid">The user's uid, or null.</param>
/// <param name="Groups">Groups.</param>
/// <param name="Extra">Members of <c>user.extra</c>, one value each.</param>
/// <param name="Ip">Address the request comes from.</param>
/// <param name="Agent">User agent.</param>
/// <param name="AllowedBy">Why requests of this user are allowed, as <c>authorization.k8s.io/reason</c> says it.</param>
internal sealed record DemoUser(
    string? Username, string? Uid, string[] Groups, (string Key, string Value)[] Extra, string Ip, string Agent, string AllowedBy)
{
    /// <summary>Nobody: the token or certificate was not accepted.</summary>
    public static DemoUser Unauthenticated(string ip, string agent) => new(null, null, [], [], ip, agent, "");

    /// <summary>A request without credentials.</summary>
    public static DemoUser Anonymous(string ip, string agent, string allowedBy = "") =>
        new("system:anonymous", null, ["system:unauthenticated"], [], ip, agent, allowedBy);

    /// <summary>A component of the control plane or a node.</summary>
    public static DemoUser System(string name, string ip, string agent, params string[] groups) =>
        new(name, null, [.. groups, "system:authenticated"], [], ip, agent, $"RBAC: allowed by ClusterRoleBinding \"{name}\" of ClusterRole \"{name}\" to User \"{name}\"");

    /// <summary>A service account, as a pod uses it.</summary>
    public static DemoUser ServiceAccount(long seed, string ns, string name, string ip, string agent, string? binding = null)
    {
        var random = new DemoRandom(seed, DemoPurpose.Identity, Stable(ns), Stable(name));
        var uid = random.Uuid().ToString();
        var pod = $"{name}-{random.Suffix(9)}-{random.Suffix(5)}";
        return new DemoUser(
            $"system:serviceaccount:{ns}:{name}", uid, ["system:serviceaccounts", $"system:serviceaccounts:{ns}", "system:authenticated"],
            [
                ("authentication.kubernetes.io/credential-id", $"JTI={random.Uuid()}"),
                ("authentication.kubernetes.io/pod-name", pod),
                ("authentication.kubernetes.io/pod-uid", random.Uuid().ToString()),
            ],
            ip, agent, $"RBAC: allowed by ClusterRoleBinding \"{binding ?? name}\" of ClusterRole \"{binding ?? name}\" to ServiceAccount \"{name}/{ns}\"");
    }

    /// <summary>The same number for the same text everywhere, unlike <see cref="string.GetHashCode()"/> (FNV-1a).</summary>
    public static long Stable(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return (long)hash;
    }
}

namespace AuditDashboard.Tests.Investigation;

/// <summary>Bodies of RBAC objects for records of audit events.</summary>
internal static class RbacRecords
{
    /// <summary>The member <c>responseObject</c> with an object, to stand among a record's members.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its resourceVersion.</param>
    /// <param name="members">Its own members, such as <c>"rules":[]</c>.</param>
    /// <param name="space">Its namespace; null for none.</param>
    public static string Response(string kind, string name, string version, string members, string? space = "web") =>
        $"\"responseObject\":{{\"kind\":\"{kind}\",\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"metadata\":{{\"name\":{Text(name)}{(space is null ? "" : $",\"namespace\":{Text(space)}")},\"uid\":{Text("u-" + kind + name)},\"resourceVersion\":\"{version}\"}},{members}}},";

    /// <summary>Rules of one rule of the core group.</summary>
    public static string Rules(string verb, string resource) => $$"""
        "rules":[{"apiGroups":[""],"resources":[{{Text(resource)}}],"verbs":[{{Text(verb)}}]}]
        """;

    /// <summary>A user bound to a role.</summary>
    public static string Binds(string user, string role, string roleKind = "Role") => $$"""
        "subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":{{Text(user)}}}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"{{roleKind}}","name":{{Text(role)}}}
        """;

    private static string Text(string value) => System.Text.Json.JsonSerializer.Serialize(value);
}

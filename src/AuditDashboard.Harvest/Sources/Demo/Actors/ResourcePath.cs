namespace AuditDashboard.Harvest.Sources.Demo.Actors;

/// <summary>Reads a request path as the API server does: what it is about, and the verb of a GET.</summary>
internal static class ResourcePath
{
    /// <summary>What a path is about; null for paths that are not about a resource.</summary>
    public static DemoObject? Parse(string uri)
    {
        var parts = uri.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, version, rest) = parts switch
        {
            ["api", var v, .. var r] when v is "v1" && r.Length > 0 => ("", v, r),
            ["apis", var g, var v, .. var r] when r.Length > 0 => (g, v, r),
            _ => ("", "", []),
        };
        return rest switch
        {
            [] => null,
            ["namespaces", var ns, var resource] => new DemoObject(group, resource, ns, null) { Version = version },
            ["namespaces", var ns, var resource, var name] => new DemoObject(group, resource, ns, Uri.UnescapeDataString(name)) { Version = version },
            ["namespaces", var ns, var resource, var name, var sub] => new DemoObject(group, resource, ns, Uri.UnescapeDataString(name)) { Version = version, Subresource = sub },
            ["namespaces", var ns] => new DemoObject(group, "namespaces", ns, ns) { Version = version },
            [var resource, var name, ..] => new DemoObject(group, resource, null, Uri.UnescapeDataString(name)) { Version = version },
            [var resource] => new DemoObject(group, resource, null, null) { Version = version },
        };
    }

    /// <summary>The verb of a GET of the path.</summary>
    public static string VerbOf(string uri) => Parse(uri) is { Name: null } ? "list" : "get";
}

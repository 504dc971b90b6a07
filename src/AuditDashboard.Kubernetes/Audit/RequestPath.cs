namespace AuditDashboard.Kubernetes.Audit;

/// <summary>What the path of a resource request says, such as <c>/apis/rbac.authorization.k8s.io/v1/namespaces/web/roles/deployer?dryRun=All</c>.</summary>
/// <param name="ApiGroup">The group after <c>/apis/</c>; null for the core group and for other paths.</param>
/// <param name="Namespace">The namespace; null where the path names none.</param>
/// <param name="Resource">The resource; null where the path is no resource request.</param>
/// <param name="Name">The object's name; null where the path names none.</param>
public sealed record RequestPath(string? ApiGroup, string? Namespace, string? Resource, string? Name)
{
    /// <summary>A path that says nothing.</summary>
    public static RequestPath None { get; } = new(null, null, null, null);

    /// <summary>Reads a request URI. Never throws; segments are undone of percent encoding.</summary>
    public static RequestPath Parse(string? uri)
    {
        if (uri is null || uri.Length > 8192)
        {
            return None;
        }

        var end = uri.AsSpan().IndexOfAny('?', '#');
        var segments = (end < 0 ? uri : uri[..end]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = segments switch
        {
            ["api", _, ..] => 2,
            ["apis", _, _, ..] => 3,
            _ => 0,
        };
        if (at == 0)
        {
            return None;
        }

        var group = at == 3 ? Uri.UnescapeDataString(segments[1]) : null;
        string? space = null;
        if (segments.Length > at + 2 && segments[at] == "namespaces")
        {
            space = Uri.UnescapeDataString(segments[at + 1]);
            at += 2;
        }

        return new RequestPath(group, space, Segment(segments, at), Segment(segments, at + 1));
    }

    private static string? Segment(string[] segments, int at) => at < segments.Length ? Uri.UnescapeDataString(segments[at]) : null;
}

using AuditDashboard.Events;
using AuditDashboard.Reviews;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Sharing;

/// <summary>What a short link may lead to: a view of the dashboard, and nothing else, here or elsewhere.</summary>
public static class LinkTarget
{
    /// <summary>Paths of the views whose whole state is in their query; a single event has a path of its own.</summary>
    public static IReadOnlyList<string> Views { get; } =
    [
        "/", "/changes", "/queue", "/aws-auth", "/access", "/workload-identity", "/secrets", "/anonymous", "/events", "/who-can", "/object", "/actor", "/used", "/explore", "/queries", "/collection",
    ];

    /// <summary>The cluster that a view names; null if it shows all, or one event.</summary>
    public static string? ClusterOf(string target)
    {
        PageScope.TryFrom(PageQuery.Parse(target), out var scope, out _);
        return scope.Cluster;
    }

    /// <summary>True for the path of a view with its query. Asked when a link is made and again when it is opened: what lies in a database may have been written by others.</summary>
    public static bool IsView(string target)
    {
        // Escaped text of a URL has none of the others, and no browser makes another address of what is left.
        if (target.Length > ShortLinkStore.MaxTarget || !target.All(c => c is > ' ' and <= '~' and not ('\\' or '#' or '"' or '<' or '>')))
        {
            return false;
        }

        var end = target.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? target : target[..end];
        return Views.Contains(path, StringComparer.Ordinal)
            || IsCoded(path, ReviewPaths.Of("")) || IsCoded(path, SharePaths.Snapshot(""))
            || (path.StartsWith(EventPageState.PathPrefix, StringComparison.Ordinal) && path[EventPageState.PathPrefix.Length..] is { Length: 32 or 64 } id && id.All(char.IsAsciiHexDigit));
    }

    // Reviews and snapshots say themselves who may see them.
    private static bool IsCoded(string path, string prefix) => path.StartsWith(prefix, StringComparison.Ordinal) && LinkCode.IsPossible(path[prefix.Length..]);
}

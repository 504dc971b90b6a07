namespace AuditDashboard.Shared.Queries;

/// <summary>One colour per canned query, the same on every page.</summary>
public static class QueryColors
{
    private static readonly HashSet<string> WithToken = new(StringComparer.Ordinal)
    {
        "roles", "rolebindings", "clusterroles", "clusterrolebindings", "aws-auth", "secrets", "secrets-forbidden", "anonymous", "denied",
        "anonymous-allowed", "anonymous-granted", "serviceaccounts",
    };

    /// <summary>CSS variable of a query's colour; a query without one of its own gets the tone of labels, and its name tells it apart.</summary>
    public static string TokenOf(string queryId) => WithToken.Contains(queryId) ? "--q-" + queryId : "--t3";

    /// <summary>The query's name where each event is drawn once: what is left under "Denied" is "Denied, other".</summary>
    public static string StackLabel(string queryId, string title) => queryId == "denied" ? "Denied, other" : title;
}

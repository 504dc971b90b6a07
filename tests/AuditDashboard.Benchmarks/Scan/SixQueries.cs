namespace AuditDashboard.Benchmarks.Scan;

/// <summary>The guide's six queries in the words of each engine, written by hand.</summary>
internal static class SixQueries
{
    /// <summary>Their ids.</summary>
    public static readonly string[] Ids = ["roles", "rolebindings", "clusterroles", "clusterrolebindings", "secrets", "anonymous"];

    /// <summary>For <c>rg</c>: the lines that hold a word of theirs, which is less than the question.</summary>
    public const string Words = "\"roles\"|\"rolebindings\"|\"clusterroles\"|\"clusterrolebindings\"|\"secrets\"|\"system:anonymous\"";

    private const string Writes = "'create','update','patch','delete','deletecollection'";

    /// <summary>For <c>jq -r</c>: the id of each query once for each event that it selects.</summary>
    public static string Jq { get; } =
        string.Join(", ", Ids.Take(4).Select(id => $"(if .objectRef.resource == \"{id}\" and (.verb | IN(\"create\",\"update\",\"patch\",\"delete\",\"deletecollection\")) then \"{id}\" else empty end)"))
        + ", (if .objectRef.resource == \"secrets\" and (.verb | IN(\"get\",\"watch\",\"list\")) and .responseStatus.code == 401 then \"secrets\" else empty end)"
        + ", (if .user.username == \"system:anonymous\" and (.responseStatus.code == 401 or .responseStatus.code == 403) then \"anonymous\" else empty end)";

    /// <summary>For DuckDB: one count each.</summary>
    /// <param name="field">Writes a field such as <c>objectRef.resource</c> as text.</param>
    public static string Sql(Func<string, string> field) => "select " + string.Join(", ",
        Ids.Take(4).Select(id => $"count(*) filter ({field("objectRef.resource")} = '{id}' and {field("verb")} in ({Writes}))")
            .Append($"count(*) filter ({field("objectRef.resource")} = 'secrets' and {field("verb")} in ('get','watch','list') and {field("responseStatus.code")} = '401')")
            .Append($"count(*) filter ({field("user.username")} = 'system:anonymous' and {field("responseStatus.code")} in ('401','403'))"));
}

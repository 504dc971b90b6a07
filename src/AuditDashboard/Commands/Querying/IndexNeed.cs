using AuditDashboard.Harvest.Input.Indexing;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Commands.Querying;

/// <summary>Which blocks of files a request needs.</summary>
internal static class IndexNeed
{
    /// <summary>What the one pass of a request over files looks for.</summary>
    public static BlockNeed Of(QueryRequest request)
    {
        if (request.Query is { } query)
        {
            return Of(query, request.Bounds, request.IsDistinct);
        }

        return new BlockNeed(request.Bounds.FromMicros, request.Bounds.ToMicros, [.. request.Canned.Select(canned => canned.Selection.NecessaryConditions)]);
    }

    /// <summary>What a query looks for.</summary>
    /// <param name="query">The query.</param>
    /// <param name="bounds">Its window.</param>
    /// <param name="isDistinct">True if repeats are told: of these the first counts, whether it matches or not.</param>
    public static BlockNeed Of(InsightsQuery query, TimeBounds bounds, bool isDistinct) =>
        new(bounds.FromMicros, bounds.ToMicros, isDistinct ? [] : [query.NecessaryConditions]);

    /// <summary>A line for <c>--explain</c>.</summary>
    public static string Explain(InsightsQuery query, TimeBounds bounds, bool isDistinct)
    {
        var need = Of(query, bounds, isDistinct);
        var reasons = need.Conditions.Prepend(need.HasWindow ? "the window" : "").Where(reason => reason.Length > 0).ToList();
        var text = reasons.Count == 0
            ? "of no use: no window, and no equality that must hold of a field that an index knows"
            : $"blocks of large files are passed over by {string.Join(" and ", reasons)}";
        return $"index     {text.ReplaceLineEndings(" ")}\n";
    }
}

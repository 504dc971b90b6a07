namespace AuditDashboard.LogsInsights.Functions;

/// <summary>Names of the aggregate functions of <c>stats</c>.</summary>
internal static class AggregateNames
{
    /// <summary>All names, as AWS writes them.</summary>
    public static readonly string[] All =
    [
        "count", "count_distinct", "sum", "avg", "min", "max", "stddev", "variance", "pct", "median", "earliest", "latest", "sortsFirst", "sortsLast",
        "rate", "countOverTime", "count_over_time", "sumOverTime", "sum_over_time", "histogram",
    ];

    private static readonly HashSet<string> Set = new(All, StringComparer.OrdinalIgnoreCase);

    /// <summary>True for an aggregate, whatever its case.</summary>
    public static bool IsAggregate(string name) => Set.Contains(name);
}

namespace AuditDashboard.LogsInsights.Functions;

/// <summary>The names of all functions, as AWS writes them.</summary>
internal static class FunctionNames
{
    private static readonly Dictionary<string, string> Names = AggregateNames.All
        .Concat(FunctionTable.Names)
        .Append("bin")
        .ToDictionary(name => name, name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All names.</summary>
    public static IEnumerable<string> All => Names.Values;

    /// <summary>A name in the case AWS writes it; unknown names as they are.</summary>
    public static string Canonical(string name) => Names.GetValueOrDefault(name, name);
}

using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;

namespace AuditDashboard.Settings;

/// <summary>Makes the catalog out of the built-in queries and the setting <c>Queries</c>.</summary>
internal static class CatalogSettings
{
    /// <summary>Reads the catalog; null where a user's query is wrong, which is then among the problems.</summary>
    public static QueryCatalog? Read(IConfiguration configuration, List<string> problems)
    {
        var before = problems.Count;
        var queries = UserQuerySettings.Read(configuration, problems);
        foreach (var (key, query) in queries)
        {
            if (!InsightsQuery.TryCompile(query.Text, QueryOptions.Default, out _, out var error))
            {
                problems.Add($"{key}:Text cannot be read at {error}");
            }
        }

        return problems.Count == before ? QueryCatalog.BuiltIn : null;
    }
}

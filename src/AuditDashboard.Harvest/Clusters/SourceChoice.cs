using AuditDashboard.LogsInsights;

namespace AuditDashboard.Harvest.Clusters;

/// <summary>What a query's <c>SOURCE</c> makes of the cluster that a query is run over.</summary>
/// <param name="Cluster">Name of the cluster; null for all.</param>
/// <param name="Refusal">Why it is not run: what it names and what would be read are not the same; null where they are.</param>
public sealed record SourceChoice(string? Cluster, string? Refusal)
{
    private const string NameOfArn = ":log-group:";

    /// <summary>Maps the log groups that <c>SOURCE</c> names to configured clusters.</summary>
    /// <remarks>
    /// Where no cluster in question has a log group, such as one that is read from exported files, nothing can be mapped: <c>SOURCE</c> is passed over, as
    /// its note says.
    /// </remarks>
    /// <param name="source">What the query names; null without <c>SOURCE</c>.</param>
    /// <param name="cluster">The cluster that was chosen; null for none or all.</param>
    /// <param name="clusters">The configured clusters that may be read.</param>
    public static SourceChoice Make(QuerySource? source, string? cluster, IReadOnlyList<ClusterOptions> clusters)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        var asked = clusters.Where(c => c.LogGroup is not null && (cluster is null || c.Name == cluster)).ToList();
        if (source is null || asked.Count == 0)
        {
            return new SourceChoice(cluster, null);
        }

        var named = asked.Where(c => Names(source, c.LogGroup!)).Select(c => c.Name).ToList(); // those with one were taken
        return (cluster, named) switch
        {
            (_, [var only]) => new SourceChoice(only, null),
            (null, { Count: > 0 }) when named.Count == clusters.Count => new SourceChoice(null, null),
            (null, { Count: > 0 }) => new SourceChoice(null, $"SOURCE names the log groups of {string.Join(", ", named)}, and a query is run over one cluster or all. Choose one of them."),
            (null, _) => new SourceChoice(null, $"SOURCE names the log group of none of the clusters {string.Join(", ", asked.Select(c => c.Name))}. Choose a cluster and remove SOURCE."),
            _ => new SourceChoice(cluster, $"SOURCE does not name the log group of {cluster}, which is {asked[0].LogGroup}. Choose the cluster that it names, or remove SOURCE."),
        };
    }

    private static bool Names(QuerySource source, string logGroup)
    {
        var arn = logGroup.IndexOf(NameOfArn, StringComparison.Ordinal);
        var name = arn < 0 ? logGroup : logGroup[(arn + NameOfArn.Length)..];
        var account = arn < 0 ? null : logGroup[..arn].Split(':')[^1];
        var isOfAccount = account is null || source.AccountIdentifiers.Count == 0 || source.AccountIdentifiers.Contains(account, StringComparer.Ordinal);
        return isOfAccount
            && (source.LogGroups.Any(named => named == logGroup || named == name || named.EndsWith(NameOfArn + name, StringComparison.Ordinal))
                || source.NamePrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
    }
}

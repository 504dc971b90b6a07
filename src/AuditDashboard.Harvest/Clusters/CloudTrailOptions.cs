using AuditDashboard.Kubernetes.AccessEntries;

namespace AuditDashboard.Harvest.Clusters;

/// <summary>Settings under <c>Clusters:N:CloudTrail</c>: which of CloudTrail's records, which are of a whole account, are about the cluster.</summary>
public sealed class CloudTrailOptions
{
    private const string GroupPrefix = "/aws/eks/";
    private const string GroupSuffix = "/cluster";

    /// <summary>The cluster's name in EKS; null for the one in its log group's name <c>/aws/eks/NAME/cluster</c>, else the cluster's own name.</summary>
    public string? ClusterName { get; set; }

    /// <summary>The cluster's region, such as <c>eu-west-1</c>; null for the cluster's <c>Region</c>, else any.</summary>
    public string? Region { get; set; }

    /// <summary>The cluster's account, 12 digits; null for any.</summary>
    public string? Account { get; set; }

    /// <summary>The cluster's OIDC issuer, such as <c>oidc.eks.eu-west-1.amazonaws.com/id/ID</c>; null for every EKS issuer of the region.</summary>
    public string? Issuer { get; set; }

    /// <summary>Which records are about a cluster.</summary>
    /// <param name="name">Name of the cluster.</param>
    /// <param name="cluster">Its settings; null where it is in none.</param>
    public static TrailScope ScopeOf(string name, ClusterOptions? cluster)
    {
        var own = cluster?.CloudTrail ?? new CloudTrailOptions();
        return new TrailScope(own.ClusterName ?? NameIn(cluster?.LogGroup) ?? name, own.Region ?? cluster?.Region, own.Account, own.Issuer);
    }

    // Also where it is written as an ARN: arn:aws:logs:REGION:ACCOUNT:log-group:/aws/eks/NAME/cluster
    private static string? NameIn(string? logGroup)
    {
        var at = logGroup?.IndexOf(GroupPrefix, StringComparison.Ordinal) ?? -1;
        return at >= 0 && logGroup!.EndsWith(GroupSuffix, StringComparison.Ordinal) && logGroup.Length > at + GroupPrefix.Length + GroupSuffix.Length // at is -1 for null
            ? logGroup[(at + GroupPrefix.Length)..^GroupSuffix.Length]
            : null;
    }
}

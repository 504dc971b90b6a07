using AuditDashboard.Kubernetes.AccessEntries;

namespace AuditDashboard.Harvest.Clusters;

/// <summary>Settings under <c>Clusters:N:CloudTrail</c>: where CloudTrail writes, and which of its records, which are of a whole account, are about the cluster.</summary>
public sealed class CloudTrailOptions
{
    private const string GroupPrefix = "/aws/eks/";
    private const string GroupSuffix = "/cluster";

    /// <summary>Name or ARN of the log group that CloudTrail writes into; null where there is none, and its files are read or nothing is.</summary>
    public string? LogGroup { get; set; }

    /// <summary>Region of that log group; null for the one in its ARN, else the cluster's <c>Region</c>.</summary>
    public string? LogGroupRegion { get; set; }

    /// <summary>ARN of a role to assume for that log group; null for what the cluster's own log group is read with.</summary>
    public string? RoleArn { get; set; }

    /// <summary>The external id that this role asks for; null for none.</summary>
    public string? ExternalId { get; set; }

    /// <summary>The cluster's name in EKS; null for the one in its log group's name <c>/aws/eks/NAME/cluster</c>, else the cluster's own name.</summary>
    public string? ClusterName { get; set; }

    /// <summary>The cluster's region, such as <c>eu-west-1</c>; null for the cluster's <c>Region</c>, else any.</summary>
    public string? Region { get; set; }

    /// <summary>The cluster's account, 12 digits; null for any.</summary>
    public string? Account { get; set; }

    /// <summary>The cluster's OIDC issuer, such as <c>oidc.eks.eu-west-1.amazonaws.com/id/ID</c>; null for every EKS issuer of the region.</summary>
    public string? Issuer { get; set; }

    /// <summary>The log group of CloudTrail in the words of a cluster of the source CloudWatch; null where there is none.</summary>
    /// <param name="cluster">The cluster.</param>
    public static ClusterOptions? GroupOf(ClusterOptions cluster)
    {
        if (cluster.CloudTrail is not { LogGroup: { } group } trail)
        {
            return null;
        }

        // arn:aws:logs:REGION:ACCOUNT:log-group:NAME
        var inArn = group.Split(':') is ["arn", _, "logs", { Length: > 0 } region, ..] ? region : null;
        return new ClusterOptions
        {
            Name = cluster.Name,
            Source = "CloudWatch",
            LogGroup = group,
            Region = trail.LogGroupRegion ?? inArn ?? cluster.Region,
            RoleArn = trail.RoleArn ?? cluster.RoleArn,
            ExternalId = trail.RoleArn is null ? cluster.ExternalId : trail.ExternalId,
            Profile = cluster.Profile,
        };
    }

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

using System.Text.RegularExpressions;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources.CloudWatch;

namespace AuditDashboard.Settings;

/// <summary>Reads the section <c>CloudWatch</c>, and what a cluster of that source says of itself.</summary>
internal static partial class CloudWatchSettings
{
    /// <summary>Members of a cluster that have a meaning for this source alone.</summary>
    public static IReadOnlyList<string> ClusterMembers { get; } = ["LogGroup", "Region", "RoleArn", "ExternalId", "Profile"];

    /// <summary>Reads <c>CloudWatch</c>.</summary>
    public static CloudWatchOptions Read(IConfiguration configuration, List<string> problems)
    {
        var reader = new SettingsReader(configuration.GetSection("CloudWatch"), problems);
        var defaults = new CloudWatchOptions();
        var options = new CloudWatchOptions
        {
            ConcurrentQueries = (int)reader.Integer("ConcurrentQueries", defaults.ConcurrentQueries, 1, 100),
            CallsPerSecond = reader.Number("CallsPerSecond", defaults.CallsPerSecond, 0.5, 9.9),
            MaxSilence = reader.Duration("MaxSilence", defaults.MaxSilence, TimeSpan.FromMinutes(10), TimeSpan.FromDays(7)),
            AllowsLongTermKeys = reader.Boolean("AllowsLongTermKeys", defaults.AllowsLongTermKeys),
        };
        reader.RefuseUnknown();
        return options;
    }

    /// <summary>Reads the members of a cluster.</summary>
    public static void ReadCluster(SettingsReader reader, ClusterOptions cluster)
    {
        cluster.LogGroup = TextOrNull(reader, "LogGroup");
        cluster.Region = TextOrNull(reader, "Region");
        cluster.RoleArn = TextOrNull(reader, "RoleArn");
        cluster.ExternalId = TextOrNull(reader, "ExternalId");
        cluster.Profile = TextOrNull(reader, "Profile");
    }

    /// <summary>Checks a cluster of this source: all that can be known without asking AWS.</summary>
    public static void CheckCluster(SettingsReader reader, ClusterOptions cluster)
    {
        CheckRegion(reader, cluster.Region);
        CheckLogGroup(reader, cluster.LogGroup, cluster.Region, reader.Key("Region"), "Write the log group's name, such as /aws/eks/NAME/cluster");
        CheckRole(reader, cluster.RoleArn, cluster.ExternalId);
        if (cluster.Profile is { } profile && (string.IsNullOrWhiteSpace(profile) || profile.Any(char.IsControl)))
        {
            reader.Refuse("Profile", "is blank. Write the name of a profile of AWS's shared config files, such as default, or remove it.");
        }
    }

    /// <summary>Checks where a cluster's log group of CloudTrail is: all that can be known without asking AWS.</summary>
    public static void CheckTrail(SettingsReader reader, CloudTrailOptions trail, ClusterOptions cluster)
    {
        var region = trail.LogGroupRegion;
        if (region is not null && !RegionPattern().IsMatch(region))
        {
            reader.Refuse("LogGroupRegion", $"is '{region}'. Write the AWS region of the log group, such as eu-west-1.");
            region = null;
        }

        CheckLogGroup(reader, trail.LogGroup, region, reader.Key("LogGroupRegion"), "Write the name of the log group that CloudTrail writes into, such as aws-cloudtrail-logs-111122223333-0a1b2c3d");
        CheckRole(reader, trail.RoleArn, trail.ExternalId);
        if (trail.LogGroup == cluster.LogGroup)
        {
            reader.Refuse("LogGroup", "is the cluster's own log group, which holds its audit log. Write the one that CloudTrail writes into.");
        }
    }

    private static void CheckRole(SettingsReader reader, string? roleArn, string? externalId)
    {
        if (roleArn is { } role && !RolePattern().IsMatch(role))
        {
            reader.Refuse("RoleArn", $"is '{role}'. Write the ARN of an IAM role, such as arn:aws:iam::111122223333:role/audit-dashboard.");
        }

        if (externalId is { } id && !ExternalIdPattern().IsMatch(id))
        {
            reader.Refuse("ExternalId", $"is '{id}'. Write 2 to 1224 letters, digits or any of _ + = , . @ : / -, as the role's trust policy has it.");
        }
        else if (externalId is not null && roleArn is null)
        {
            reader.Refuse("ExternalId", $"has a meaning together with a role only. Remove it, or write the role's ARN into {reader.Key("RoleArn")}.");
        }
    }

    private static void CheckRegion(SettingsReader reader, string? region)
    {
        if (region is null)
        {
            reader.Refuse("Region", "is empty. Write the AWS region of the log group, such as eu-west-1.");
        }
        else if (!RegionPattern().IsMatch(region))
        {
            reader.Refuse("Region", $"is '{region}'. Write the AWS region of the log group, such as eu-west-1.");
        }
    }

    // A log group of another account is named by its ARN: arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/prod/cluster
    private static void CheckLogGroup(SettingsReader reader, string? logGroup, string? region, string regionKey, string hint)
    {
        if (logGroup is not { } group)
        {
            reader.Refuse("LogGroup", $"is empty. {hint}.");
        }
        else if (!group.StartsWith("arn:", StringComparison.Ordinal))
        {
            if (!GroupPattern().IsMatch(group))
            {
                reader.Refuse("LogGroup", $"is '{group}'. {hint}, or its ARN.");
            }
        }
        else if (GroupArnPattern().Match(group) is not { Success: true } arn)
        {
            reader.Refuse("LogGroup", $"is '{group}'. {hint}, or its ARN without :* at its end.");
        }
        else if (region is not null && arn.Groups["region"].Value != region)
        {
            reader.Refuse("LogGroup", $"is in {arn.Groups["region"].Value} by its ARN, and {regionKey} is '{region}'. Write the same region in both.");
        }
    }

    private static string? TextOrNull(SettingsReader reader, string name) => reader.Text(name, "") is { Length: > 0 } text ? text : null;

    [GeneratedRegex(@"\A[a-z]{2,3}(-[a-z]+)+-[0-9]{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegionPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9._/#-]{1,512}\z", RegexOptions.CultureInvariant)]
    private static partial Regex GroupPattern();

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:logs:(?<region>[a-z0-9-]+):[0-9]{12}:log-group:[A-Za-z0-9._/#-]{1,512}\z", RegexOptions.CultureInvariant)]
    private static partial Regex GroupArnPattern();

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:iam::[0-9]{12}:role/[\x21-\x7e]{1,576}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RolePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@:/-]{2,1224}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ExternalIdPattern();
}

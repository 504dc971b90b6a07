using System.Text.RegularExpressions;
using AuditDashboard.Harvest.Clusters;

namespace AuditDashboard.Settings;

/// <summary>Reads <c>Clusters:N:CloudTrail</c>.</summary>
internal static partial class CloudTrailSettings
{
    /// <summary>Members that say where the log group is, which only a cluster of the source CloudWatch has.</summary>
    private static readonly string[] GroupMembers = ["LogGroup", "LogGroupRegion", "RoleArn", "ExternalId"];

    /// <summary>Reads the section of a cluster; what is absent takes its defaults.</summary>
    /// <param name="section">The section.</param>
    /// <param name="cluster">What the cluster says of itself, but for this.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static CloudTrailOptions Read(IConfigurationSection section, ClusterOptions cluster, List<string> problems)
    {
        var reader = new SettingsReader(section, problems);
        var options = new CloudTrailOptions
        {
            ClusterName = Matching(reader, "ClusterName", NamePattern(), "Write the cluster's name in EKS, such as prod: 1 to 100 letters, digits, underscores or hyphens that begin with a letter or digit."),
            Region = Matching(reader, "Region", RegionPattern(), "Write the cluster's AWS region, such as eu-west-1."),
            Account = Matching(reader, "Account", AccountPattern(), "Write the 12 digits of the cluster's AWS account, in quotation marks."),
            Issuer = Matching(reader, "Issuer", IssuerPattern(), "Write the cluster's OIDC issuer as EKS gives it, such as https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF."),
        };
        if (options.Issuer?.StartsWith("https://", StringComparison.Ordinal) == true)
        {
            options.Issuer = options.Issuer["https://".Length..];
        }

        ReadGroup(reader, options, cluster);
        reader.RefuseUnknown();
        return options;
    }

    private static void ReadGroup(SettingsReader reader, CloudTrailOptions options, ClusterOptions cluster)
    {
        options.LogGroup = TextOrNull(reader, "LogGroup");
        options.LogGroupRegion = TextOrNull(reader, "LogGroupRegion");
        options.RoleArn = TextOrNull(reader, "RoleArn");
        options.ExternalId = TextOrNull(reader, "ExternalId");
        foreach (var name in GroupMembers.Where(reader.Has))
        {
            if (cluster.Source is "Files" or "Demo")
            {
                reader.Refuse(name, "has a meaning for a cluster of the source CloudWatch only. Remove it, or import CloudTrail's files.");
            }
            else if (options.LogGroup is null && name != "LogGroup")
            {
                reader.Refuse(name, $"has a meaning together with a log group only. Remove it, or write CloudTrail's log group into {reader.Key("LogGroup")}.");
            }
        }

        if (cluster.Source == "CloudWatch" && options.LogGroup is not null)
        {
            CloudWatchSettings.CheckTrail(reader, options, cluster);
        }
    }

    private static string? TextOrNull(SettingsReader reader, string name) => reader.Text(name, "") is { Length: > 0 } text ? text : null;

    private static string? Matching(SettingsReader reader, string name, Regex pattern, string advice)
    {
        var text = reader.Text(name, "");
        if (text.Length == 0)
        {
            return null;
        }

        if (!pattern.IsMatch(text))
        {
            reader.Refuse(name, $"is '{text}'. {advice}");
        }

        return text;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[a-z]{2,}(-[a-z]+)+-[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegionPattern();

    [GeneratedRegex(@"\A[0-9]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountPattern();

    [GeneratedRegex(@"\A(https://)?[A-Za-z0-9.-]+(/[A-Za-z0-9._-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex IssuerPattern();
}

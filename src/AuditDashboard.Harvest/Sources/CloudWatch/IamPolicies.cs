using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon;
using AuditDashboard.Harvest.Clusters;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Writes the IAM policies that reading the configured log groups needs, and nothing more.</summary>
public static class IamPolicies
{
    private const string Account = "ACCOUNT";
    private static readonly JsonWriterOptions WriterOptions = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Texts to paste, each with a heading: for each role of the settings, and for the credentials of the dashboard itself, its policy, and the ways to give it.</summary>
    /// <param name="clusters">The clusters; those of other sources than CloudWatch are passed over.</param>
    public static IReadOnlyList<(string Heading, string Json)> For(IEnumerable<ClusterOptions> clusters)
    {
        var texts = new List<(string, string)>();
        var all = clusters.Where(c => c.Source == "CloudWatch").SelectMany(c => (ClusterOptions[])[c, .. CloudTrailOptions.GroupOf(c) is { } trail ? [trail] : Array.Empty<ClusterOptions>()]).ToList();
        foreach (var role in all.GroupBy(c => c.RoleArn).OrderBy(g => g.Key is not null))
        {
            var names = string.Join(", ", role.Select(c => c.Name).Distinct(StringComparer.Ordinal));
            texts.Add((
                role.Key is null ? $"IAM policy of the dashboard's own role, for {names}" : $"IAM policy of the role {role.Key}, for {names}",
                Read([.. role])));
            if (role.Key is { } arn)
            {
                texts.Add(($"Trust policy of the role {arn}, where DASHBOARD-ROLE is the role of the dashboard", TrustRole(role.First())));
            }
        }

        var roles = all.Select(c => c.RoleArn).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (roles.Count > 0)
        {
            texts.Add(("IAM policy of the dashboard's own role, to assume the others", Assume(roles)));
        }

        if (all.Count > 0)
        {
            var region = all[0].Region ?? "REGION";
            texts.Add(("Trust policy of the dashboard's own role, for EKS Pod Identity", TrustPodIdentity()));
            texts.Add(("Trust policy of the dashboard's own role, for a service account's role (IRSA), where OIDC-ID is the end of the cluster's OIDC issuer", TrustServiceAccount(region)));
        }

        return texts;
    }

    private static string Read(IReadOnlyList<ClusterOptions> clusters)
    {
        string[] resources = [.. clusters.Select(GroupArn).Distinct(StringComparer.Ordinal).SelectMany(arn => (string[])[arn, arn + ":*"])];
        return Policy(
            w => Statement(w, "ReadTheAuditLog", ["logs:StartQuery", "logs:FilterLogEvents", "logs:DescribeLogStreams"], resources),
            w => Statement(w, "FollowItsQueries", ["logs:GetQueryResults", "logs:StopQuery"], ["*"]));
    }

    private static string Assume(IReadOnlyList<string> roles) => Policy(w => Statement(w, "AssumeTheReaders", ["sts:AssumeRole"], roles));

    private static string TrustRole(ClusterOptions cluster) => Policy(w => Trust(
        w, "AWS", $"arn:{PartitionOf(cluster.Region)}:iam::{Account}:role/DASHBOARD-ROLE", ["sts:AssumeRole"],
        cluster.ExternalId is { } id ? [("sts:ExternalId", id)] : []));

    private static string TrustPodIdentity() => Policy(w => Trust(w, "Service", "pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"], []));

    private static string TrustServiceAccount(string region)
    {
        var provider = $"oidc.eks.{region}.amazonaws.com/id/OIDC-ID";
        return Policy(w => Trust(
            w, "Federated", $"arn:{PartitionOf(region)}:iam::{Account}:oidc-provider/{provider}", ["sts:AssumeRoleWithWebIdentity"],
            [($"{provider}:sub", "system:serviceaccount:NAMESPACE:SERVICE-ACCOUNT"), ($"{provider}:aud", "sts.amazonaws.com")]));
    }

    private static string GroupArn(ClusterOptions cluster) => cluster.LogGroup is { } group && group.StartsWith("arn:", StringComparison.Ordinal)
        ? group
        : $"arn:{PartitionOf(cluster.Region)}:logs:{cluster.Region ?? "REGION"}:{AccountOf(cluster)}:log-group:{cluster.LogGroup}";

    // arn:aws:iam::111122223333:role/audit names the account whose log groups its credentials read.
    private static string AccountOf(ClusterOptions cluster) =>
        cluster.RoleArn?.Split(':') is [_, _, _, _, { Length: > 0 } account, ..] ? account : Account;

    private static string PartitionOf(string? region) => region is null ? "aws" : RegionEndpoint.GetBySystemName(region).PartitionName;

    private static string Policy(params Action<Utf8JsonWriter>[] statements)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("Version", "2012-10-17");
            writer.WriteStartArray("Statement");
            foreach (var statement in statements)
            {
                writer.WriteStartObject();
                statement(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Statement(Utf8JsonWriter writer, string sid, IEnumerable<string> actions, IEnumerable<string> resources)
    {
        writer.WriteString("Sid", sid);
        writer.WriteString("Effect", "Allow");
        WriteList(writer, "Action", actions);
        WriteList(writer, "Resource", resources);
    }

    private static void Trust(Utf8JsonWriter writer, string kind, string principal, IEnumerable<string> actions, IReadOnlyList<(string Key, string Value)> conditions)
    {
        writer.WriteString("Effect", "Allow");
        writer.WriteStartObject("Principal");
        writer.WriteString(kind, principal);
        writer.WriteEndObject();
        WriteList(writer, "Action", actions);
        if (conditions.Count > 0)
        {
            writer.WriteStartObject("Condition");
            writer.WriteStartObject("StringEquals");
            foreach (var (key, value) in conditions)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AuditDashboard.Harvest.Sources.Demo.Stories;

/// <summary>The content of <c>aws-auth</c> at some instant: who of AWS is whom in Kubernetes.</summary>
/// <param name="Teams">Teams whose deployer role is mapped.</param>
/// <param name="MayDevelopersExec">True while developers are in a second group.</param>
internal sealed record AwsAuthMap(IReadOnlyList<string> Teams, bool MayDevelopersExec)
{
    public bool HasBreakGlassUser { get; init; }

    public bool HasCanary { get; init; }

    /// <summary>A role of an account that nobody knows, in <c>system:masters</c>.</summary>
    public bool HasForeignMaster { get; init; }

    public bool HasDataNodes { get; init; }

    /// <summary>An indent that breaks the YAML: from then on nobody but the cluster's creator gets in.</summary>
    public bool HasTypo { get; init; }

    /// <summary>Writes the data member.</summary>
    public void WriteData(Utf8JsonWriter json)
    {
        json.WriteStartObject("data"u8);
        json.WriteString("mapRoles"u8, MapRoles());
        if (HasBreakGlassUser)
        {
            json.WriteString("mapUsers"u8, $"- groups:\n  - system:masters\n  userarn: arn:aws:iam::{DemoPeople.Account}:user/break-glass\n  username: break-glass\n");
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the whole object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="uid">Its uid; null for a body that a client makes anew.</param>
    /// <param name="version">Its resource version.</param>
    /// <param name="createdMicros">When it was made.</param>
    public void Write(Utf8JsonWriter json, Guid? uid, long version, long createdMicros)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, "ConfigMap"u8);
        json.WriteString("apiVersion"u8, "v1"u8);
        json.WriteStartObject("metadata"u8);
        json.WriteString("name"u8, "aws-auth"u8);
        json.WriteString("namespace"u8, "kube-system"u8);
        if (uid is { } id)
        {
            json.WriteString("uid"u8, id);
            json.WriteString("resourceVersion"u8, version.ToString(CultureInfo.InvariantCulture));
            DemoEventWriter.WriteSeconds(json, "creationTimestamp"u8, createdMicros);
        }

        json.WriteEndObject();
        WriteData(json);
        json.WriteEndObject();
    }

    private string MapRoles()
    {
        var yaml = new StringBuilder();
        Add($"arn:aws:iam::{DemoPeople.Account}:role/harborlight-prod-nodes", "system:node:{{EC2PrivateDNSName}}", "system:bootstrappers", "system:nodes");
        if (HasDataNodes)
        {
            Add($"arn:aws:iam::{DemoPeople.Account}:role/harborlight-data-nodes", "system:node:{{EC2PrivateDNSName}}", "system:bootstrappers", "system:nodes");
        }

        Add($"arn:aws:iam::{DemoPeople.Account}:role/AWSReservedSSO_PlatformAdmin_7c1d0a52b9e34f68", "platform:{{SessionName}}", "harborlight:platform-admins");
        Add($"arn:aws:iam::{DemoPeople.Account}:role/AWSReservedSSO_Developer_1f60c3a98d2b4e75", "developer:{{SessionName}}",
            MayDevelopersExec ? ["harborlight:developers", "harborlight:debuggers"] : ["harborlight:developers"]);
        Add($"arn:aws:iam::{DemoPeople.Account}:role/AWSReservedSSO_ReadOnly_90be2f7714ac5d03", "viewer:{{SessionName}}", "harborlight:viewers");
        Add($"arn:aws:iam::{DemoPeople.Account}:role/harborlight-terraform", "terraform:{{SessionName}}", "harborlight:platform-admins");
        foreach (var team in Teams)
        {
            Add($"arn:aws:iam::{DemoPeople.Account}:role/{team}-deployer", team + ":{{SessionName}}", $"harborlight:team-{team}");
        }

        if (HasCanary)
        {
            Add($"arn:aws:iam::{DemoPeople.Account}:role/ci-canary", "ci-canary", "harborlight:developers");
        }

        if (HasForeignMaster)
        {
            Add($"arn:aws:iam::{DemoPeople.ForeignAccount}:role/OrganizationAccountAccessRole", "cluster-autoscaler", "system:masters");
        }

        return HasTypo ? yaml.ToString().Replace("  username: viewer:", "\t username: viewer:", StringComparison.Ordinal) : yaml.ToString();

        void Add(string role, string username, params string[] groups)
        {
            yaml.Append("- groups:\n");
            foreach (var group in groups)
            {
                yaml.Append("  - ").Append(group).Append('\n');
            }

            yaml.Append("  rolearn: ").Append(role).Append("\n  username: ").Append(username).Append('\n');
        }
    }
}

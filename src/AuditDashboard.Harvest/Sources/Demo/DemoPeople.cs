namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>The people of the demo company: they come through IAM roles, with a session that names them.</summary>
internal static class DemoPeople
{
    /// <summary>The demo cluster's AWS account.</summary>
    public const string Account = "111122223333";

    /// <summary>An account that nobody at the company knows.</summary>
    public const string ForeignAccount = "444455556666";

    private const string Domain = "harborlight.example";
    private const long SessionMicros = 8L * 3600 * 1_000_000;

    private static readonly (string Name, string Role, string Group, string Ip, string Agent)[] All =
    [
        ("mira.holm", "AWSReservedSSO_PlatformAdmin_7c1d0a52b9e34f68", "harborlight:platform-admins", "198.51.100.23", "kubectl/v1.31.2 (darwin/arm64) kubernetes/5864a46"),
        ("tomas.berg", "AWSReservedSSO_PlatformAdmin_7c1d0a52b9e34f68", "harborlight:platform-admins", "198.51.100.24", "kubectl/v1.30.6 (linux/amd64) kubernetes/00f20d4"),
        ("aiko.tanaka", "AWSReservedSSO_Developer_1f60c3a98d2b4e75", "harborlight:developers", "198.51.100.41", "k9s/v0.32.7 (darwin/arm64) kubernetes/$Format"),
        ("lars.nyman", "AWSReservedSSO_Developer_1f60c3a98d2b4e75", "harborlight:developers", "198.51.100.42", "kubectl/v1.31.2 (windows/amd64) kubernetes/5864a46"),
        ("priya.nair", "AWSReservedSSO_Developer_1f60c3a98d2b4e75", "harborlight:developers", "192.0.2.77", "Lens/2024.11 (darwin/arm64)"),
        ("jonas.weber", "AWSReservedSSO_ReadOnly_90be2f7714ac5d03", "harborlight:viewers", "198.51.100.60", "kubectl/v1.29.10 (linux/amd64) kubernetes/f2e6b4a"),
    ];

    /// <summary>How many there are; the first two are platform administrators.</summary>
    public static int Count => All.Length;

    /// <summary>One of them, in the session of that time.</summary>
    public static DemoUser Get(long seed, int index, long atMicros)
    {
        var (name, role, group, ip, agent) = All[index];
        return Assume(seed, Account, role, $"{name}@{Domain}", [group], ip, agent, atMicros);
    }

    /// <summary>Someone in an IAM role.</summary>
    public static DemoUser Assume(long seed, string account, string role, string session, string[] groups, string ip, string agent, long atMicros)
    {
        var principal = "AROA" + new DemoRandom(seed, DemoPurpose.Identity, DemoUser.Stable(account), DemoUser.Stable(role)).Id(17);
        var key = "ASIA" + new DemoRandom(seed, DemoPurpose.Session, DemoUser.Stable(session), atMicros / SessionMicros).Id(9) + "EXAMPLE";

        // The authenticator puts a hyphen for the @ in the name, but not in extra.
        var username = $"arn:aws:sts::{account}:assumed-role/{role}/{session.Replace('@', '-')}";
        return new DemoUser(
            username, $"aws-iam-authenticator:{account}:{principal}", [.. groups, "system:authenticated"],
            [
                ("accessKeyId", key),
                ("arn", $"arn:aws:sts::{account}:assumed-role/{role}/{session}"),
                ("canonicalArn", $"arn:aws:iam::{account}:role/{role}"),
                ("principalId", principal),
                ("sessionName", session),
                ("sigs.k8s.io/aws-iam-authenticator/principalId", principal),
            ],
            ip, agent, groups is ["system:masters"] ? "" : $"RBAC: allowed by ClusterRoleBinding \"{groups[0]}\" of ClusterRole \"{groups[0].Split(':')[^1]}\" to Group \"{groups[0]}\"");
    }
}

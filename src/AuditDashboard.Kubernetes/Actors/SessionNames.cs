using System.Text.RegularExpressions;

namespace AuditDashboard.Kubernetes.Actors;

/// <summary>Tells names of IAM sessions that programs give from names that could be a person's. Every session name is chosen by who assumed the role.</summary>
public static partial class SessionNames
{
    // EKSGetTokenAuth  botocore-session-1700000000  aws-go-sdk-1700000000000000000  1700000000000000000  i-0abc123def4567890  eks-prod-web-7d9c-3f0c…  GitHubActions
    private static readonly (Regex Shape, string Words)[] Known =
    [
        (TokenMaker(), "the name that aws eks get-token gives: not a person"),
        (Sdk(), "a name that an AWS SDK or tool gives when it is told none: not a person"),
        (Instance(), "the id of an EC2 instance: not a person"),
        (PodIdentity(), "the form that EKS Pod Identity gives (cluster, pod, id): not a person"),
        (Pipeline(), "a name that pipelines give: not a person"),
        (Service(), "a name that AWS services give: not a person"),
    ];

    /// <summary>What a session name that programs give says of itself, such as "the id of an EC2 instance: not a person"; null for every other name, which may or may not be a person's.</summary>
    /// <param name="name">The session name; at most 64 characters of IAM's, anything in a record.</param>
    public static string? ProgramWords(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > 256)
        {
            return null;
        }

        foreach (var (shape, words) in Known)
        {
            if (shape.IsMatch(name))
            {
                return words;
            }
        }

        return null;
    }

    [GeneratedRegex("^EKSGetTokenAuth$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TokenMaker();

    [GeneratedRegex(@"^(botocore-session-\d+|aws-?sdk-[a-z0-9.-]+|aws-go-sdk-\d+|aws-cli-session-\d+|awscli-session|aws-sdk-(java|js|net|rust|cpp)\S*|session-?\d*|\d{10,19}|AssumeRoleSession|assume-role-session|default_session|RoleSession)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sdk();

    [GeneratedRegex("^i-[0-9a-f]{8,17}$", RegexOptions.CultureInvariant)]
    private static partial Regex Instance();

    [GeneratedRegex("^eks-.+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", RegexOptions.CultureInvariant)]
    private static partial Regex PodIdentity();

    [GeneratedRegex("^(github-?actions|gitlab-?ci|gitlab-?runner\\S*|jenkins|circleci|buildkite|bitbucket-?pipelines?|terraform|tfc-\\S+|run-[A-Za-z0-9]{16}|atlantis|spacelift|pulumi|argocd|flux|codebuild\\S*|AWSCodeBuild-\\S+|AWSCloudFormation|eksctl)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pipeline();

    [GeneratedRegex("^(AWSWesleyClusterManager\\S*|AWSServiceRoleFor\\S+|EKS|eks|lambda|ecs-\\S+|AmazonEKS\\S*|AccessAnalyzer\\S*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Service();
}

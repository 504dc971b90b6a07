using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Says which source of the chain gave a cluster's credentials.</summary>
internal static class CredentialSource
{
    // EKS Pod Identity's agent, by IPv4 and IPv6.
    private static readonly string[] PodIdentityHosts = ["169.254.170.23", "[fd00:ec2::23]"];

    /// <summary>Where the credentials come from that calls are made with, as in "they come from …".</summary>
    public static string Describe(CloudWatchSourceOptions options) =>
        options.RoleArn is { } role ? $"the role {role}, assumed with those from {DescribeOwn(options)}" : DescribeOwn(options);

    /// <summary>Where the credentials come from before any role of the settings is assumed.</summary>
    public static string DescribeOwn(CloudWatchSourceOptions options)
    {
        if (options.Credentials is not null)
        {
            return "the program that made this source";
        }

        if (options.Profile is { } profile)
        {
            return $"the profile {profile} of AWS's shared config files";
        }

        try
        {
            return DescribeKind(DefaultAWSCredentialsIdentityResolver.GetCredentials());
        }
        catch (Exception e) when (ServiceTrouble.IsTrouble(e, CancellationToken.None))
        {
            return "nowhere";
        }
    }

    /// <summary>What to do about credentials that have expired.</summary>
    public static string HowToRenew(CloudWatchSourceOptions options)
    {
        var source = DescribeOwn(options);
        return source.StartsWith("the environment", StringComparison.Ordinal)
            ? $"They come from {source}, which nothing renews: start the dashboard with new ones, or give it a role instead."
            : source.Contains("profile", StringComparison.Ordinal)
            ? $"They come from {source}: sign in again, such as with aws sso login, or write new ones; collecting then goes on by itself."
            : $"They come from {source}, which did not renew them: look there. Collecting then goes on by itself.";
    }

    private static string DescribeKind(AWSCredentials credentials) => credentials switch
    {
        EnvironmentVariablesAWSCredentials => "the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        AssumeRoleWithWebIdentityCredentials web => $"the service account's role {web.RoleArn} (IRSA)",
        GenericContainerCredentials => DescribeContainer(),

        // The SDK's own class for it is internal.
        _ when credentials.GetType().Name.Contains("InstanceProfile", StringComparison.Ordinal) => "the role of the machine (EC2 instance metadata)",
        _ => $"the profile {Environment.GetEnvironmentVariable("AWS_PROFILE") ?? "default"} of AWS's shared config files",
    };

    // An agent may stand elsewhere than AWS's own, such as a proxy on the loopback: then its address says more than a name that would be a guess.
    private static string DescribeContainer()
    {
        if (Environment.GetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { Length: > 0 })
        {
            return "the role of the container's task (ECS)";
        }

        var address = Uri.TryCreate(Environment.GetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_FULL_URI"), UriKind.Absolute, out var given) ? given : null;
        return address is null
            ? "the container's role"
            : PodIdentityHosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase)
            ? "EKS Pod Identity"
            : $"the container credentials endpoint {address.Authority} of AWS_CONTAINER_CREDENTIALS_FULL_URI, which is not EKS Pod Identity's own address";
    }
}

using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Tells keys of AWS that hold until somebody deletes them from those that expire by themselves.</summary>
internal static class LongTermKeys
{
    /// <summary>What to do about them.</summary>
    public const string Advice =
        "The keys hold until somebody deletes them (their id begins with AKIA): whoever finds them once, has them for good. Give the dashboard a role instead, in EKS by Pod Identity or a service account's role (IRSA); README's \"Connect a cluster\" says how.";

    // AWS begins the ids of a user's keys with AKIA, and those of a session's with ASIA.
    private const string Beginning = "AKIA";

    /// <summary>True if these are such keys. Asks nobody: only what the environment, a profile or a program gives can be.</summary>
    public static bool Are(AWSCredentials credentials) =>
        credentials is EnvironmentVariablesAWSCredentials or BasicAWSCredentials && credentials.GetCredentials() is { UseToken: false } keys && keys.AccessKey.StartsWith(Beginning, StringComparison.Ordinal);

    /// <summary>True if calls for this log group are made with such keys, or its role is assumed with them.</summary>
    public static bool AreUsed(CloudWatchSourceOptions options)
    {
        try
        {
            return Are(CloudWatchClients.OwnOf(options) ?? DefaultAWSCredentialsIdentityResolver.GetCredentials());
        }
        catch (Exception e) when (ServiceTrouble.IsTrouble(e, CancellationToken.None))
        {
            return false; // whoever makes the call is told what is wrong
        }
    }

    /// <summary>Refuses such keys where the settings do not allow them.</summary>
    /// <exception cref="AmazonClientException">They are not allowed; the message says what to do.</exception>
    public static void Check(AWSCredentials? own, CloudWatchSourceOptions options)
    {
        if (!options.AllowsLongTermKeys && Are(own ?? DefaultAWSCredentialsIdentityResolver.GetCredentials()))
        {
            throw new AmazonClientException("the keys hold until somebody deletes them (their id begins with AKIA), and CloudWatch:AllowsLongTermKeys is false. Give the dashboard a role instead.");
        }
    }
}

using System.Net.Sockets;
using System.Text.RegularExpressions;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Judges what goes wrong with a call, and says it in words.</summary>
internal static partial class ServiceTrouble
{
    private static readonly string[] BusyCodes = ["LimitExceededException", "ThrottlingException", "Throttling", "RequestLimitExceeded", "TooManyRequestsException"];

    /// <summary>True if the service is asked too much at once: it did nothing, and may be asked again later.</summary>
    public static bool IsBusy(Exception error) => error is AmazonServiceException service && BusyCodes.Contains(service.ErrorCode, StringComparer.Ordinal);

    /// <summary>True if the service said that it failed itself; it did nothing.</summary>
    public static bool IsRefusedByFailure(Exception error) => error is AmazonServiceException { ErrorCode: not null } service and not AmazonUnmarshallingException
        && (int)service.StatusCode >= 500;

    /// <summary>True if a call may well succeed when it is made again: also after broken answers and connections.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="cancellationToken">Once cancelled, nothing is made again.</param>
    public static bool IsPassing(Exception error, CancellationToken cancellationToken) => !cancellationToken.IsCancellationRequested && !CredentialTrouble.IsNoCredentials(error)
        && (IsBusy(error) || error is AmazonUnmarshallingException or HttpRequestException or IOException or OperationCanceledException or TimeoutException
            || (error is AmazonServiceException service ? service.ErrorCode == "ExpiredTokenException" || (int)service.StatusCode is 0 or >= 500 : IsOnTheWire(error)));

    /// <summary>True for what the SDK, the network and the service throw.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="cancellationToken">A cancellation by it is none of them.</param>
    public static bool IsTrouble(Exception error, CancellationToken cancellationToken) =>
        error is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or TimeoutException
        || (error.Source is "AWSSDK.Core" or "AWSSDK.SecurityToken" && error is not OperationCanceledException)
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>One sentence: what is wrong and what to do.</summary>
    public static string Describe(Exception error, CloudWatchSourceOptions options)
    {
        var text = Say(error, options).TrimEnd();
        return text.EndsWith('.') ? text : text + ".";
    }

    /// <summary>True if AWS did not allow the call that an exception tells of.</summary>
    public static bool IsDenied(LogSourceException error) => error.InnerException is AmazonServiceException { ErrorCode: "AccessDeniedException" };

    /// <summary>The region in words.</summary>
    public static string RegionOf(CloudWatchSourceOptions options) => options.Region is { } name ? $"region {name}" : "the region of the environment";

    private static string Say(Exception error, CloudWatchSourceOptions options)
    {
        if (CredentialTrouble.Find(error, options) is { } sentence)
        {
            return sentence;
        }

        var group = options.LogGroup;
        var region = RegionOf(options);
        return error switch
        {
            ResourceNotFoundException => $"There is no log group {group} in {region}. Check its name, the region and the account, and that {(options.IsTrail ? "CloudTrail writes into it" : "the cluster's control plane logging is on")}.",
            InvalidParameterException or MalformedQueryException => $"CloudWatch Logs did not take a query over {group}: {error.Message}",
            AmazonServiceException { ErrorCode: "AccessDeniedException" } denied => SayDenied(denied.Message, group, region),
            AmazonServiceException when IsBusy(error) =>
                $"CloudWatch Logs in {region} has too much to do for this account: its limits for queries or calls are used up, by this program or by others of the account. What is not read stays owed, and is read once there is room. If it lasts, lower CloudWatch:ConcurrentQueries and CloudWatch:CallsPerSecond, or ask AWS for higher quotas.",
            AmazonUnmarshallingException => $"CloudWatch Logs in {region} gave an answer that cannot be read.",
            AmazonServiceException service when !string.IsNullOrEmpty(service.ErrorCode) => $"CloudWatch Logs in {region} failed with {service.ErrorCode}: {service.Message}",
            OperationCanceledException or TimeoutException => $"CloudWatch Logs in {region} did not answer in time.",
            _ when IsUnknownHost(error) =>
                $"CloudWatch Logs in {region} has no address: there is no such region, or names cannot be looked up from here. Check the region's name, and this machine's network.",
            _ => $"CloudWatch Logs in {region} cannot be reached: {FirstLine(error.Message)}",
        };
    }

    /// <summary>The action that AWS says it does not allow, such as <c>logs:StartQuery</c>; null if it names none.</summary>
    public static string? DeniedAction(string message) => ActionPattern().Match(message) is { Success: true } match ? match.Groups["action"].Value : null;

    // User: arn:aws:sts::111122223333:assumed-role/audit/session is not authorized to perform: logs:StartQuery on resource: arn:aws:logs:… because no …
    private static string SayDenied(string message, string group, string region)
    {
        var action = DeniedAction(message);
        var effect = action switch
        {
            "logs:StartQuery" => "no query can be started, so nothing is collected",
            "logs:GetQueryResults" => "what queries find cannot be read, so none is started until it is allowed",
            "logs:StopQuery" => "queries that are given up run on, and are billed",
            "logs:FilterLogEvents" => "a quiet time cannot be told from one without an audit log, and late events cannot be looked for",
            "logs:DescribeLogStreams" => "it cannot be told whether there is an audit log",
            "kms:Decrypt" => "the log group is encrypted with a key that these credentials may not use",
            _ => "nothing is read",
        };
        var remedy = message.Contains("explicit deny", StringComparison.Ordinal)
            ? "An explicit deny forbids it: look for it in the policies of the role, in its permissions boundary and in those of the organization."
            : "Allow it in the IAM policy of the credentials; check --policy prints the whole policy.";
        return $"AWS does not allow {action ?? "a call"} on {group} in {region}: {effect}. {remedy} AWS said: {message}";
    }

    [GeneratedRegex(@"perform: (?<action>[a-z0-9-]+:[A-Za-z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex ActionPattern();

    /// <summary>True for what went wrong below HTTP.</summary>
    public static bool IsOnTheWire(Exception error)
    {
        for (var inner = error.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpRequestException or IOException or SocketException)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUnknownHost(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first line of a text. The SDK lists every place where it looked for credentials, on lines of their own.</summary>
    public static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}

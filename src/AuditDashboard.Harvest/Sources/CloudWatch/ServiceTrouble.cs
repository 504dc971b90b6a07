using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Judges what goes wrong with a call, and says it in words.</summary>
internal static class ServiceTrouble
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
    public static bool IsPassing(Exception error, CancellationToken cancellationToken) => !cancellationToken.IsCancellationRequested
        && (IsBusy(error) || error is AmazonUnmarshallingException or HttpRequestException or IOException or OperationCanceledException or TimeoutException
            || (error is AmazonServiceException service ? service.ErrorCode == "ExpiredTokenException" || (int)service.StatusCode is 0 or >= 500 : IsOnTheWire(error)));

    /// <summary>True for what the SDK, the network and the service throw.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="cancellationToken">A cancellation by it is none of them.</param>
    public static bool IsTrouble(Exception error, CancellationToken cancellationToken) =>
        error is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or TimeoutException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>One sentence: what is wrong and what to do.</summary>
    public static string Describe(Exception error, CloudWatchSourceOptions options)
    {
        var text = Say(error, options);
        return text.EndsWith('.') ? text : text + ".";
    }

    /// <summary>The region in words.</summary>
    public static string RegionOf(CloudWatchSourceOptions options) => options.Region is { } name ? $"region {name}" : "the region of the environment";

    private static string Say(Exception error, CloudWatchSourceOptions options)
    {
        var group = options.LogGroup;
        var region = RegionOf(options);
        return error switch
        {
            ResourceNotFoundException => $"There is no log group {group} in {region}, or its query is gone. Check the name and the region, and that the cluster's control plane logging is on.",
            InvalidParameterException or MalformedQueryException => $"CloudWatch Logs did not take a query over {group}: {error.Message}",
            AmazonServiceException { ErrorCode: "AccessDeniedException" } =>
                $"AWS does not allow it: the policy of the credentials lacks a permission for {group} in {region}. Allow logs:StartQuery on the log group, and logs:GetQueryResults and logs:StopQuery. AWS said: {error.Message}",
            AmazonServiceException { ErrorCode: "ExpiredTokenException" } => $"The credentials for {group} have expired and were not renewed.",
            AmazonServiceException { ErrorCode: "UnrecognizedClientException" or "MissingAuthenticationTokenException" or "InvalidClientTokenId" } =>
                $"AWS does not know the credentials for {group} in {region}.",
            AmazonServiceException { ErrorCode: "InvalidSignatureException" } =>
                $"AWS did not accept the signature of the calls for {group}: the secret key is wrong, or this machine's clock is.",
            AmazonServiceException when IsBusy(error) => $"CloudWatch Logs in {region} has too much to do for this account: its limits for queries or calls are used up.",
            AmazonUnmarshallingException => $"CloudWatch Logs in {region} gave an answer that cannot be read.",
            AmazonServiceException service when !string.IsNullOrEmpty(service.ErrorCode) => $"CloudWatch Logs in {region} failed with {service.ErrorCode}: {service.Message}",
            OperationCanceledException or TimeoutException => $"CloudWatch Logs in {region} did not answer in time.",
            AmazonClientException when !IsOnTheWire(error) => $"No call to CloudWatch Logs in {region} could be made: no usable credentials or no region. {FirstLine(error.Message)}",
            _ => $"CloudWatch Logs in {region} cannot be reached: {FirstLine(error.Message)}",
        };
    }

    private static bool IsOnTheWire(Exception error)
    {
        for (var inner = error.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpRequestException or IOException or System.Net.Sockets.SocketException)
            {
                return true;
            }
        }

        return false;
    }

    // The SDK lists every place where it looked for credentials, on lines of their own.
    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}

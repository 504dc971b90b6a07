using Amazon.Runtime;
using Amazon.SecurityToken;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Says in words what is wrong with credentials, roles and signatures, and what to do.</summary>
internal static class CredentialTrouble
{
    private static readonly string[] UnknownKeyCodes = ["UnrecognizedClientException", "InvalidClientTokenId", "MissingAuthenticationTokenException", "MissingAuthenticationToken", "InvalidAccessKeyId"];
    private static readonly string[] SignatureCodes = ["InvalidSignatureException", "SignatureDoesNotMatch", "RequestExpired", "RequestTimeTooSkewed", "IncompleteSignatureException"];

    // What the SDK says where a container's or machine's credentials cannot be fetched; such errors carry no status and no code.
    private static readonly string[] FetchTexts = ["Unable to get IAM security credentials", "Unable to retrieve credentials", "EC2 Instance Metadata Service"];

    /// <summary>One sentence or several; null if it is something else.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="options">The log group's options.</param>
    public static string? Find(Exception error, CloudWatchSourceOptions options)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is AmazonSecurityTokenServiceException roles)
            {
                return SayRole(roles, options);
            }
        }

        var group = options.LogGroup;
        var region = ServiceTrouble.RegionOf(options);
        return error switch
        {
            _ when IsNoCredentials(error) => SayNone(error, options),
            AmazonServiceException { ErrorCode: "ExpiredTokenException" or "ExpiredToken" } => $"The credentials for {group} have expired and were not renewed. {CredentialSource.HowToRenew(options)}",
            AmazonServiceException service when UnknownKeyCodes.Contains(service.ErrorCode, StringComparer.Ordinal) =>
                $"AWS does not know the credentials for {group} in {region}: the access key is deleted, inactive or of another partition, or the account has not enabled the region. They come from {CredentialSource.Describe(options)}.",
            AmazonServiceException service when SignatureCodes.Contains(service.ErrorCode, StringComparer.Ordinal) => SaySignature(service.Message, options),
            _ => null,
        };
    }

    /// <summary>True if there are no credentials to make a call with, so that the call was not made.</summary>
    public static bool IsNoCredentials(Exception error) =>
        error is AmazonServiceException { ErrorCode: null or "" } service
            ? FetchTexts.Any(t => service.Message.Contains(t, StringComparison.Ordinal))
            : (error is AmazonClientException or InvalidOperationException or ProcessAWSCredentialException) && !ServiceTrouble.IsOnTheWire(error);

    /// <summary>True if other credentials would mend it: those that are kept are then looked for anew.</summary>
    public static bool IsOfCredentials(Exception error) =>
        IsNoCredentials(error)
        || (error is AmazonServiceException service
            && (service is AmazonSecurityTokenServiceException || service.ErrorCode is "ExpiredTokenException" or "ExpiredToken" or "InvalidSignatureException" or "SignatureDoesNotMatch"
                || UnknownKeyCodes.Contains(service.ErrorCode, StringComparer.Ordinal)));

    private static string SayNone(Exception error, CloudWatchSourceOptions options)
    {
        var reason = ServiceTrouble.FirstLine(error.Message);
        if (options.Profile is { } profile && !FetchTexts.Any(t => reason.Contains(t, StringComparison.Ordinal)))
        {
            return $"No AWS credentials for {options.LogGroup} come from the profile {profile}: {reason.TrimEnd('.')}. Name another in the cluster's Profile, mend it in AWS's shared config files, or sign in with aws sso login --profile {profile}.";
        }

        if (reason.StartsWith("Failed to resolve AWS credentials", StringComparison.Ordinal) || FetchTexts.Any(t => reason.Contains(t, StringComparison.Ordinal)))
        {
            return $"There are no AWS credentials for {options.LogGroup}: none in environment variables, in a profile, from a service account's role, Pod Identity or the machine's role. Give the dashboard a role, or name a profile in the cluster's Profile; README's \"Connect a cluster\" says how.";
        }

        return $"There are no usable AWS credentials for {options.LogGroup}: {reason}";
    }

    private static string SayRole(AmazonSecurityTokenServiceException error, CloudWatchSourceOptions options)
    {
        var web = error.Message.Contains("WebIdentity", StringComparison.Ordinal) || error.ErrorCode is "InvalidIdentityToken" or "IDPCommunicationError" or "IDPRejectedClaim";
        if (web || options.RoleArn is not { } role)
        {
            return error.ErrorCode is "AccessDenied" or "AccessDeniedException"
                ? $"AWS does not give the service account's role (IRSA) to this program for {options.LogGroup}: the role's trust policy has to name the cluster's OIDC provider, and this namespace and service account. AWS said: {error.Message}"
                : $"AWS does not take the service account's token for its role (IRSA) for {options.LogGroup}: {error.ErrorCode}. Check that the account has an IAM OIDC provider for the cluster. AWS said: {error.Message}";
        }

        var own = CredentialSource.DescribeOwn(options);
        return error.ErrorCode switch
        {
            "AccessDenied" or "AccessDeniedException" when options.ExternalId is null =>
                $"AWS does not let the credentials from {own} assume the role {role}. Their policy has to allow sts:AssumeRole on it, and the role's trust policy has to name them; if that asks for an external id, write it into the cluster's ExternalId. AWS said: {error.Message}",
            "AccessDenied" or "AccessDeniedException" =>
                $"AWS does not let the credentials from {own} assume the role {role} with the cluster's ExternalId. The role's trust policy has to name them and exactly this external id, and their own policy has to allow sts:AssumeRole on the role. AWS said: {error.Message}",
            "ExpiredTokenException" or "ExpiredToken" => $"The credentials that are to assume the role {role} have expired. {CredentialSource.HowToRenew(options)}",
            "RegionDisabledException" => $"The role {role} cannot be assumed in {ServiceTrouble.RegionOf(options)}: the account's Security Token Service is switched off there. Switch it on in IAM's account settings.",
            _ when UnknownKeyCodes.Contains(error.ErrorCode, StringComparer.Ordinal) => $"AWS does not know the credentials from {own} that are to assume the role {role}.",
            _ when SignatureCodes.Contains(error.ErrorCode, StringComparer.Ordinal) => SaySignature(error.Message, options),
            { Length: > 0 } code => $"The role {role} could not be assumed: {code}. AWS said: {error.Message}",
            _ => $"The role {role} could not be assumed: the Security Token Service in {ServiceTrouble.RegionOf(options)} cannot be reached. {ServiceTrouble.FirstLine(error.Message)}",
        };
    }

    // Signature expired: 20261126T100000Z is now earlier than 20261126T105500Z (20261126T110000Z - 5 min.)
    // Credential should be scoped to a valid region.
    private static string SaySignature(string message, CloudWatchSourceOptions options)
    {
        var isClock = message.Contains("Signature expired", StringComparison.Ordinal) || message.Contains("not yet current", StringComparison.Ordinal)
            || message.Contains("Request has expired", StringComparison.Ordinal) || message.Contains("too skewed", StringComparison.OrdinalIgnoreCase);
        return isClock
            ? $"This machine's clock is more than five minutes off, so AWS refuses its calls for {options.LogGroup}. Set the clock, and keep it set by NTP. AWS said: {message}"
            : message.Contains("valid region", StringComparison.Ordinal)
            ? $"What answers for {options.LogGroup} is not in {ServiceTrouble.RegionOf(options)}: the region is wrong, or the address in AWS_ENDPOINT_URL_CLOUDWATCH_LOGS is another region's. AWS said: {message}"
            : $"AWS did not accept the signature of the calls for {options.LogGroup}: the secret key from {CredentialSource.Describe(options)} does not belong to the access key.";
    }
}

using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Credentials of an assumed role, assumed anew before they expire.</summary>
/// <remarks>
/// The SDK's own class asks the Security Token Service of the environment's region, or that of us-east-1: neither needs to exist for a partition such as
/// China's. This one asks in the log group's region.
/// </remarks>
internal sealed class RoleCredentials : RefreshingAWSCredentials
{
    private const string SessionName = "audit-dashboard";

    private readonly AWSCredentials _source;
    private readonly CloudWatchSourceOptions _options;

    /// <summary>Makes them; nothing is called yet.</summary>
    /// <param name="source">Who assumes the role.</param>
    /// <param name="options">The role, its external id, and the region.</param>
    public RoleCredentials(AWSCredentials source, CloudWatchSourceOptions options)
    {
        _source = source;
        _options = options;

        // In time for the longest call.
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    /// <inheritdoc/>
    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    /// <inheritdoc/>
    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var config = new AmazonSecurityTokenServiceConfig { Timeout = _options.CallTimeout, HttpClientFactory = new WholeAnswers() };
        if (_options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);

            // At an address of one's own, the SDK would sign for us-east-1.
            config.AuthenticationRegion = region;
        }

        if (_options.SecurityTokenUrl is { } url)
        {
            config.ServiceURL = url;
        }

        using var service = new AmazonSecurityTokenServiceClient(_source, config);
        var answer = await service.AssumeRoleAsync(
            new AssumeRoleRequest { RoleArn = _options.RoleArn, RoleSessionName = SessionName, ExternalId = _options.ExternalId }).ConfigureAwait(false);
        return new CredentialsRefreshState(
            new ImmutableCredentials(answer.Credentials.AccessKeyId, answer.Credentials.SecretAccessKey, answer.Credentials.SessionToken),
            answer.Credentials.Expiration ?? throw new AmazonClientException("The Security Token Service gave credentials without their end."));
    }
}

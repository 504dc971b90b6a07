using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.CloudWatchLogs.Internal;

/// <summary>What an endpoint depends on.</summary>
internal sealed class AmazonCloudWatchLogsEndpointParameters : EndpointParameters
{
    /// <summary>Name of the region; null where none is known.</summary>
    public string? Region { get; init; }

    /// <summary>An address of one's own; null for AWS.</summary>
    public string? Endpoint { get; init; }

    /// <summary>True asks for an endpoint with FIPS.</summary>
    public bool UseFIPS { get; init; }

    /// <summary>True asks for an endpoint that answers over IPv6 too.</summary>
    public bool UseDualStack { get; init; }

    /// <summary>What a configuration says; an address of one's own may come from <c>AWS_ENDPOINT_URL_CLOUDWATCH_LOGS</c>.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="alternate">Another region for one request; null for the configuration's.</param>
    public static AmazonCloudWatchLogsEndpointParameters Of(IClientConfig config, RegionEndpoint? alternate) => new()
    {
        Endpoint = string.IsNullOrEmpty(config.ServiceURL) ? null : config.ServiceURL,
        Region = (alternate ?? config.RegionEndpoint)?.SystemName,
        UseDualStack = config.UseDualstackEndpoint,
        UseFIPS = config.UseFIPSEndpoint,
    };
}

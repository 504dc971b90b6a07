using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.CloudWatchLogs;

/// <summary>How a client reaches CloudWatch Logs. Unset, the region comes from <c>AWS_REGION</c> or the profile.</summary>
/// <remarks>
/// <c>AWS_ENDPOINT_URL_CLOUDWATCH_LOGS</c> and <c>AWS_ENDPOINT_URL</c> name another address, unless
/// <see cref="ClientConfig.ServiceURL"/> does; then <see cref="ClientConfig.AuthenticationRegion"/> is the region that requests are signed for.
/// </remarks>
public partial class AmazonCloudWatchLogsConfig : ClientConfig
{
    private static readonly string UserAgentText = InternalSDKUtils.BuildUserAgentString("CloudWatch Logs", "4.1.0");

    /// <summary>A configuration with the defaults: retries in mode <c>Standard</c>.</summary>
    public AmazonCloudWatchLogsConfig()
        : base(new DefaultConfigurationProvider(Modes()))
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "logs";
        EndpointProvider = new AmazonCloudWatchLogsEndpointProvider();
    }

    /// <summary>The service's id, after which its settings are named.</summary>
    public static new string ServiceId => "CloudWatch Logs";

    /// <summary>The service's name in host names.</summary>
    public override string RegionEndpointServiceName => "logs";

    /// <summary>Version of the service's interface.</summary>
    public override string ServiceVersion => "2014-03-28";

    /// <summary>How the client calls itself.</summary>
    public override string UserAgent => UserAgentText;

    /// <summary>The endpoint that a request would go to.</summary>
    /// <param name="parameters">The request.</param>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return EndpointProvider.ResolveEndpoint(AmazonCloudWatchLogsEndpointParameters.Of(this, parameters.AlternateEndpoint));
    }

    private static IDefaultConfiguration[] Modes()
    {
        // The times within which a connection must stand differ between the modes, and nothing else does.
        return
        [
            Mode(DefaultConfigurationMode.Standard, 3_100),
            Mode(DefaultConfigurationMode.InRegion, 1_100),
            Mode(DefaultConfigurationMode.CrossRegion, 3_100),
            Mode(DefaultConfigurationMode.Mobile, 30_000),
        ];

        static DefaultConfiguration Mode(DefaultConfigurationMode name, int milliseconds) => new()
        {
            Name = name,
            RetryMode = RequestRetryMode.Standard,
            ConnectTimeout = TimeSpan.FromMilliseconds(milliseconds),
            TlsNegotiationTimeout = TimeSpan.FromMilliseconds(milliseconds),
        };
    }
}

using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.CloudWatchLogs.Internal;

/// <summary>The step of a request that finds its endpoint.</summary>
internal sealed class AmazonCloudWatchLogsEndpointResolver : BaseEndpointResolver
{
    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        AmazonCloudWatchLogsEndpointParameters.Of(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint);
}

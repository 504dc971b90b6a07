using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Amazon.CloudWatchLogs.Internal;

/// <summary>Where CloudWatch Logs answers: by region and its partition, FIPS and dual-stack, or at an address of one's own.</summary>
internal sealed class AmazonCloudWatchLogsEndpointProvider : IEndpointProvider
{
    /// <summary>The endpoint.</summary>
    /// <param name="parameters">An <see cref="AmazonCloudWatchLogsEndpointParameters"/>.</param>
    /// <exception cref="AmazonClientException">No region is known, or what is asked for does not exist.</exception>
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var asked = (AmazonCloudWatchLogsEndpointParameters)parameters;
        if (asked.Endpoint is { } custom)
        {
            if (asked.UseFIPS || asked.UseDualStack)
            {
                throw new AmazonClientException("An endpoint of one's own cannot be combined with FIPS or dual-stack.");
            }

            return new Endpoint(custom);
        }

        if (asked.Region is not { } region)
        {
            throw new AmazonClientException("No AWS region is set. Set one in the cluster's settings, in AWS_REGION or in the profile.");
        }

        var partition = Fn.Partition(region);
        if ((asked.UseFIPS && !partition.supportsFIPS) || (asked.UseDualStack && !partition.supportsDualStack))
        {
            throw new AmazonClientException($"The region {region} has no endpoint with FIPS or dual-stack as it is asked for.");
        }

        // The regions of GovCloud are FIPS under their plain names.
        var isPlainFips = !asked.UseDualStack && region is "us-gov-east-1" or "us-gov-west-1";
        var host = asked.UseFIPS && !isPlainFips ? "logs-fips" : "logs";
        return new Endpoint($"https://{host}.{region}.{(asked.UseDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix)}");
    }
}

using Amazon.Runtime.Internal;

namespace Amazon.CloudWatchLogs.Internal;

/// <summary>The service's name.</summary>
internal sealed class AmazonCloudWatchLogsMetadata : IServiceMetadata
{
    /// <inheritdoc/>
    public string ServiceId => "CloudWatch Logs";

    /// <inheritdoc/>
    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

using System.Text.Json;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>A request to CloudWatch Logs.</summary>
public abstract partial class AmazonCloudWatchLogsRequest : AmazonWebServiceRequest
{
    /// <summary>Name of the operation, as it stands on the wire.</summary>
    internal abstract string Operation { get; }

    /// <summary>Writes the members that are set.</summary>
    internal abstract void Write(Utf8JsonWriter writer);
}

using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Makes a log group.</summary>
public partial class CreateLogGroupRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>A request with nothing set.</summary>
    public CreateLogGroupRequest()
    {
    }

    /// <summary>A request with what it needs.</summary>
    /// <param name="logGroupName"><see cref="LogGroupName"/>.</param>
    public CreateLogGroupRequest(string logGroupName)
    {
        LogGroupName = logGroupName;
    }

    /// <summary>True protects the log group from being deleted.</summary>
    public bool? DeletionProtectionEnabled { get; set; }

    /// <summary>ARN of the key that encrypts the log group; null for the service's own.</summary>
    public string? KmsKeyId { get; set; }

    /// <summary>Class of the log group; <c>STANDARD</c> where it is not set.</summary>
    public LogGroupClass? LogGroupClass { get; set; }

    /// <summary>Name of the log group; 1 to 512 characters.</summary>
    public string? LogGroupName { get; set; }

    /// <summary>Tags of the log group.</summary>
    public Dictionary<string, string>? Tags { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    internal override string Operation => "CreateLogGroup";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("deletionProtectionEnabled", DeletionProtectionEnabled);
        writer.WriteMember("kmsKeyId", KmsKeyId);
        writer.WriteMember("logGroupClass", LogGroupClass?.Value);
        writer.WriteMember("logGroupName", LogGroupName);
        writer.WriteMember("tags", Tags);
    }
}

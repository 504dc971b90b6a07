using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>A log group.</summary>
public partial class LogGroup
{
    /// <summary>ARN, which ends with <c>:*</c>.</summary>
    public string? Arn { get; set; }

    /// <summary>True if events may be written with a bearer token.</summary>
    public bool? BearerTokenAuthenticationEnabled { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime? CreationTime { get; set; }

    /// <summary>State of its data protection policy; null without one.</summary>
    public DataProtectionStatus? DataProtectionStatus { get; set; }

    /// <summary>True if it is protected from being deleted.</summary>
    public bool? DeletionProtectionEnabled { get; set; }

    /// <summary>Properties it has from its account.</summary>
    public List<string>? InheritedProperties { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>ARN of the key that encrypts it; null for the service's own.</summary>
    public string? KmsKeyId { get; set; }

    /// <summary>ARN without <c>:*</c>.</summary>
    public string? LogGroupArn { get; set; }

    /// <summary>Class of the log group.</summary>
    public LogGroupClass? LogGroupClass { get; set; }

    /// <summary>Name of the log group.</summary>
    public string? LogGroupName { get; set; }

    /// <summary>Number of metric filters.</summary>
    public int? MetricFilterCount { get; set; }

    /// <summary>Days after which events are deleted; null keeps them for ever.</summary>
    public int? RetentionInDays { get; set; }

    /// <summary>Bytes it holds.</summary>
    public long? StoredBytes { get; set; }

    internal static LogGroup Read(ref Utf8JsonReader reader)
    {
        var value = new LogGroup();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "arn":
                    value.Arn = reader.ReadText();
                    break;
                case "bearerTokenAuthenticationEnabled":
                    value.BearerTokenAuthenticationEnabled = reader.ReadBool();
                    break;
                case "creationTime":
                    value.CreationTime = reader.ReadTime();
                    break;
                case "dataProtectionStatus":
                    value.DataProtectionStatus = DataProtectionStatus.From(reader.ReadText());
                    break;
                case "deletionProtectionEnabled":
                    value.DeletionProtectionEnabled = reader.ReadBool();
                    break;
                case "inheritedProperties":
                    value.InheritedProperties = reader.ReadTexts();
                    break;
                case "kmsKeyId":
                    value.KmsKeyId = reader.ReadText();
                    break;
                case "logGroupArn":
                    value.LogGroupArn = reader.ReadText();
                    break;
                case "logGroupClass":
                    value.LogGroupClass = LogGroupClass.From(reader.ReadText());
                    break;
                case "logGroupName":
                    value.LogGroupName = reader.ReadText();
                    break;
                case "metricFilterCount":
                    value.MetricFilterCount = reader.ReadInt();
                    break;
                case "retentionInDays":
                    value.RetentionInDays = reader.ReadInt();
                    break;
                case "storedBytes":
                    value.StoredBytes = reader.ReadLong();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

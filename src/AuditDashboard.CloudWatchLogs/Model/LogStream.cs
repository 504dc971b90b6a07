using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>A stream of a log group.</summary>
public partial class LogStream
{
    /// <summary>ARN of the stream.</summary>
    public string? Arn { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime? CreationTime { get; set; }

    /// <summary>Time of its first event; null without one.</summary>
    public DateTime? FirstEventTimestamp { get; set; }

    /// <summary>Time of its last event; lags by up to an hour or more.</summary>
    public DateTime? LastEventTimestamp { get; set; }

    /// <summary>When an event was last written to it.</summary>
    public DateTime? LastIngestionTime { get; set; }

    /// <summary>Name of the stream.</summary>
    public string? LogStreamName { get; set; }

    /// <summary>Always 0 by now.</summary>
    public long? StoredBytes { get; set; }

    /// <summary>Has no meaning any more.</summary>
    public string? UploadSequenceToken { get; set; }

    internal static LogStream Read(ref Utf8JsonReader reader)
    {
        var value = new LogStream();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "arn":
                    value.Arn = reader.ReadText();
                    break;
                case "creationTime":
                    value.CreationTime = reader.ReadTime();
                    break;
                case "firstEventTimestamp":
                    value.FirstEventTimestamp = reader.ReadTime();
                    break;
                case "lastEventTimestamp":
                    value.LastEventTimestamp = reader.ReadTime();
                    break;
                case "lastIngestionTime":
                    value.LastIngestionTime = reader.ReadTime();
                    break;
                case "logStreamName":
                    value.LogStreamName = reader.ReadText();
                    break;
                case "storedBytes":
                    value.StoredBytes = reader.ReadLong();
                    break;
                case "uploadSequenceToken":
                    value.UploadSequenceToken = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

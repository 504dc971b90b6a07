using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What a query has read so far. A figure that the service does not know is null.</summary>
public partial class QueryStatistics
{
    /// <summary>Bytes of the events that were scanned: what is billed.</summary>
    public double? BytesScanned { get; set; }

    /// <summary>Bytes that a field index spared; an estimate.</summary>
    public double? EstimatedBytesSkipped { get; set; }

    /// <summary>Events that a field index spared; an estimate.</summary>
    public double? EstimatedRecordsSkipped { get; set; }

    /// <summary>Log groups that were scanned.</summary>
    public double? LogGroupsScanned { get; set; }

    /// <summary>Events that matched.</summary>
    public double? RecordsMatched { get; set; }

    /// <summary>Events that were scanned.</summary>
    public double? RecordsScanned { get; set; }

    internal static QueryStatistics Read(ref Utf8JsonReader reader)
    {
        var value = new QueryStatistics();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "bytesScanned":
                    value.BytesScanned = reader.ReadDouble();
                    break;
                case "estimatedBytesSkipped":
                    value.EstimatedBytesSkipped = reader.ReadDouble();
                    break;
                case "estimatedRecordsSkipped":
                    value.EstimatedRecordsSkipped = reader.ReadDouble();
                    break;
                case "logGroupsScanned":
                    value.LogGroupsScanned = reader.ReadDouble();
                    break;
                case "recordsMatched":
                    value.RecordsMatched = reader.ReadDouble();
                    break;
                case "recordsScanned":
                    value.RecordsScanned = reader.ReadDouble();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

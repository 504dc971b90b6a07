using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>A query that is scheduled, running or was run.</summary>
public partial class QueryInfo
{
    /// <summary>Bytes that were scanned.</summary>
    public double? BytesScanned { get; set; }

    /// <summary>When it was started. Unit: milliseconds since 1970.</summary>
    public long? CreateTime { get; set; }

    /// <summary>Log group of the query.</summary>
    public string? LogGroupName { get; set; }

    /// <summary>How long it ran. Unit: milliseconds.</summary>
    public long? QueryDuration { get; set; }

    /// <summary>Id of the query.</summary>
    public string? QueryId { get; set; }

    /// <summary>Language of the query.</summary>
    public QueryLanguage? QueryLanguage { get; set; }

    /// <summary>The query.</summary>
    public string? QueryString { get; set; }

    /// <summary>State of the query.</summary>
    public QueryStatus? Status { get; set; }

    /// <summary>Who started it.</summary>
    public string? UserIdentity { get; set; }

    internal static QueryInfo Read(ref Utf8JsonReader reader)
    {
        var value = new QueryInfo();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "bytesScanned":
                    value.BytesScanned = reader.ReadDouble();
                    break;
                case "createTime":
                    value.CreateTime = reader.ReadLong();
                    break;
                case "logGroupName":
                    value.LogGroupName = reader.ReadText();
                    break;
                case "queryDuration":
                    value.QueryDuration = reader.ReadLong();
                    break;
                case "queryId":
                    value.QueryId = reader.ReadText();
                    break;
                case "queryLanguage":
                    value.QueryLanguage = QueryLanguage.From(reader.ReadText());
                    break;
                case "queryString":
                    value.QueryString = reader.ReadText();
                    break;
                case "status":
                    value.Status = QueryStatus.From(reader.ReadText());
                    break;
                case "userIdentity":
                    value.UserIdentity = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

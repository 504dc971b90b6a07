using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What <c>GetLogRecord</c> answers.</summary>
public partial class GetLogRecordResponse : AmazonWebServiceResponse
{
    /// <summary>Values by name of field; <c>@message</c> is the whole message.</summary>
    public Dictionary<string, string>? LogRecord { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    internal static GetLogRecordResponse Read(ref Utf8JsonReader reader)
    {
        var value = new GetLogRecordResponse();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "logRecord":
                    value.LogRecord = reader.ReadMap();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

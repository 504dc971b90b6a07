using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Why an entity was refused.</summary>
public partial class RejectedEntityInfo
{
    /// <summary>The reason.</summary>
    public EntityRejectionErrorType? ErrorType { get; set; }

    internal static RejectedEntityInfo Read(ref Utf8JsonReader reader)
    {
        var value = new RejectedEntityInfo();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "errorType":
                    value.ErrorType = EntityRejectionErrorType.From(reader.ReadText());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

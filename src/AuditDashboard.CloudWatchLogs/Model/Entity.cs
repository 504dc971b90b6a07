using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What events belong to.</summary>
public partial class Entity
{
    /// <summary>Further attributes, at most 10.</summary>
    public Dictionary<string, string>? Attributes { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>What identifies it, 2 to 4 attributes.</summary>
    public Dictionary<string, string>? KeyAttributes { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("attributes", Attributes);
        writer.WriteMember("keyAttributes", KeyAttributes);
    }
}

using System.Globalization;
using System.Text.Json;

namespace AuditDashboard.LocalCloudWatch.Logs;

/// <summary>The fields that are discovered in a message that is a JSON object: flattened names in the order of the text.</summary>
public static class DiscoveredFields
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1_000 };

    /// <summary>The fields; none of a message that is not a JSON object.</summary>
    /// <param name="message">The message in UTF-8.</param>
    /// <param name="max">Most fields; the rest is left out, as the service does after 200.</param>
    public static IReadOnlyList<(string Name, JsonElement Value)> Of(ReadOnlyMemory<byte> message, int max)
    {
        try
        {
            using var document = JsonDocument.Parse(message, Options);
            var found = new List<(string, JsonElement)>();
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                Walk("", document.RootElement.Clone(), max, found);
            }

            return found;
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>A record that has these fields and no others.</summary>
    public static byte[] ToRecord(IReadOnlyList<(string Name, JsonElement Value)> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void Walk(string prefix, JsonElement value, int max, List<(string, JsonElement)> found)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Walk(prefix.Length == 0 ? member.Name : $"{prefix}.{member.Name}", member.Value, max, found);
                }

                break;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var element in value.EnumerateArray())
                {
                    Walk(string.Create(CultureInfo.InvariantCulture, $"{prefix}.{i++}"), element, max, found);
                }

                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                if (found.Count < max)
                {
                    found.Add((prefix, value));
                }

                break;
        }
    }
}
